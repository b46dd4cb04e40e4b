/** Owns the words that load: `run` one feed, `nightly` all that wait; `publish` and `refresh` without loading. */
import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { parseDate } from '../../core/danish.ts'
import { EXIT, formatError, MartError } from '../../core/errors.ts'
import type { Feed } from '../../core/feed.ts'
import { counted, someOf } from '../../core/text.ts'
import type { Database } from '../../db/connect.ts'
import type { LoadOptions } from '../../load/context.ts'
import { listInbox, stampOf } from '../../load/inbox.ts'
import { purgeOriginals } from '../../load/purge.ts'
import { publishAsOf } from '../../publish/as-of.ts'
import { freeze } from '../../publish/freeze.ts'
import { type PublishHouse, type PublishResult, publish } from '../../publish/publish.ts'
import { type Config, requireMunicipality } from '../config.ts'
import { declaredFeeds, feedById, feedsOf } from '../feeds.ts'
import { withHouse } from '../house.ts'
import {
  errorJson,
  type FileToLoad,
  loadAndPublish,
  publicationJson,
  publishedText,
  toLoad,
} from '../loads.ts'
import { asMartError, type Progress, type WordResult, worst } from '../output.ts'
import { planWord } from './plan.ts'

export interface RunFlags {
  readonly file?: string
  readonly table?: string
  readonly dimensions?: string
  readonly extractedOn?: string
  readonly full?: boolean
  readonly delta?: boolean
  readonly force?: boolean
  readonly dryRun?: boolean
  readonly publish: boolean
  readonly wait?: boolean
}

/** `run <feed>`: loads the feed's waiting files, or the one named, then publishes. */
export async function run(
  config: Config,
  feedId: string,
  flags: RunFlags,
  progress: Progress,
): Promise<WordResult> {
  const feed = feedById(config, feedId)
  const options = optionsOf(flags)
  const named = flags.file === undefined ? undefined : await namedFile(feed, flags.file, options)
  if (flags.dryRun) return plan(config, feedId, flags, progress)
  return withHouse(config, 'hand', async (house) => {
    const inbox = await listInbox(config.home, house.municipality, house.feeds)
    const files = named
      ? [named]
      : inbox.waiting
          .filter((file) => file.feed.id === feed.id)
          .map((file) => toLoad(file, options))
    if (files.length === 0) throw nothingWaiting(config, `for ${feed.id}`)
    return loadAndPublish(house, files, flags.publish ? 'if-loaded' : 'never', progress)
  })
}

/** `plan <feed>`: what a run of the file named, or of the first that waits, would do. */
export async function plan(
  config: Config,
  feedId: string,
  flags: RunFlags,
  progress: Progress,
): Promise<WordResult> {
  const feed = feedById(config, feedId)
  const options = optionsOf(flags)
  if (flags.file !== undefined) {
    return planWord(config, await namedFile(feed, flags.file, options), progress)
  }
  const inbox = await listInbox(config.home, requireMunicipality(config), feedsOf(config))
  const first = inbox.waiting.find((file) => file.feed.id === feed.id)
  if (!first) throw nothingWaiting(config, `for ${feed.id}`)
  return planWord(config, toLoad(first, options), progress)
}

/** `nightly`: every feed with waiting files, then one publication of what loaded. */
export async function nightly(
  config: Config,
  flags: { readonly wait?: boolean },
  progress: Progress,
): Promise<WordResult> {
  return withHouse(config, 'nightly', async (house) => {
    const inbox = await listInbox(config.home, house.municipality, house.feeds)
    const files = inbox.waiting.map((file) => toLoad(file, { wait: flags.wait ?? false }))
    if (files.length === 0) progress('Der ligger ingen filer i indbakken')
    // Whatever loads: a night that died between its loads and its publication is made good by the next.
    const result = await loadAndPublish(house, files, 'always', progress, flags.wait)
    return warnOfLateFeeds(house.database, await purged(house, result))
  })
}

/** Removes the originals whose time is up, and says so beside what the night came to. */
async function purged(house: PublishHouse, result: WordResult): Promise<WordResult> {
  try {
    const purge = await purgeOriginals(house, house.feeds)
    if (purge.removed.length === 0) return result
    const names = purge.removed.map((path) => `  ${path}`)
    const files = counted(purge.removed.length, 'fil', 'filer')
    const text = `Slettet efter ${purge.days} dage: ${files} med personoplysninger.`
    return {
      exitCode: result.exitCode,
      text: [result.text, text, ...names].join('\n'),
      json: { ...(result.json as object), purged: purge.removed },
    }
  } catch (error) {
    const failure = asMartError(error)
    return {
      exitCode: worst([result.exitCode, failure.exitCode]) || failure.exitCode,
      text: [result.text, formatError(failure)].join('\n'),
      json: { ...(result.json as object), purge_error: errorJson(failure) },
    }
  }
}

/** A feed whose next file is overdue turns a good night into exit 1, so that somebody asks for it. */
async function warnOfLateFeeds({ db }: Database, result: WordResult): Promise<WordResult> {
  const late = await db
    .selectFrom('mart.load_status')
    .select(['feed', 'part', 'data_until', 'expected_by'])
    .where('state', '=', 'late')
    .orderBy('feed')
    .orderBy('part')
    .execute()
  if (late.length === 0) return result
  const lines = late.map(
    ({ feed, part, data_until, expected_by }) =>
      `Forsinket: ${[feed, part].filter(Boolean).join(' ')} – data til ${data_until}, ny fil ventet ${expected_by}.`,
  )
  return {
    exitCode: result.exitCode === EXIT.done ? EXIT.warnings : result.exitCode,
    text: [result.text, ...lines].join('\n'),
    json: { ...(result.json as object), late },
  }
}

/** `publish`: rebuilds every open slice; with --as-of the facts as then known, beside mart. */
export async function publishOnly(
  config: Config,
  flags: { readonly wait?: boolean; readonly asOf?: string },
  progress: Progress,
): Promise<WordResult> {
  return withHouse(config, 'hand', async (house) => {
    progress('Udgiver')
    if (flags.asOf !== undefined) {
      const { runId, asOf, rows } = await publishAsOf(house, flags.asOf, flags.wait)
      const text = `Genskabt i skemaet mart_asof, som tallene var kendt ${asOf} (${rows} rækker). Mart er urørt.`
      return { exitCode: EXIT.done, text, json: { run_id: runId, as_of: asOf, rows } }
    }
    return publicationResult(await publish(house, flags.wait, 'all'))
  })
}

/** `refresh`: rebuilds what changed since the last publication. */
export async function refreshWord(
  config: Config,
  flags: { readonly wait?: boolean },
  progress: Progress,
): Promise<WordResult> {
  return withHouse(config, 'hand', async (house) => {
    progress('Udgiver det ændrede')
    return publicationResult(await publish(house, flags.wait))
  })
}

function publicationResult(publication: PublishResult): WordResult {
  const text = publishedText({ publication }).join('\n')
  return { exitCode: EXIT.done, text, json: publicationJson(publication) }
}

/** `publish freeze --name TEXT`: keeps the KPIs and goals as they stand. */
export async function freezeWord(config: Config, flags: { name: string }): Promise<WordResult> {
  return withHouse(config, 'hand', async (house) => {
    const { name, publicationId, kpis, goals } = await freeze(house, flags.name)
    const text = `"${name}" er frosset: ${kpis} nøgletal og ${goals} mål fra udgivelse ${publicationId} (mart.frozen_kpi, mart.frozen_goal).`
    return { exitCode: EXIT.done, text, json: { name, publication_id: publicationId, kpis, goals } }
  })
}

function optionsOf(flags: RunFlags): LoadOptions {
  return {
    table: flags.table,
    dimensions: flags.dimensions?.split(',').map((name) => name.trim()) ?? [],
    mode: modeOf(flags),
    force: flags.force ?? false,
    wait: flags.wait ?? false,
    extractedOn: flags.extractedOn === undefined ? undefined : extractionDate(flags.extractedOn),
  }
}

function modeOf({ full, delta }: RunFlags): LoadOptions['mode'] {
  if (full && delta) {
    throw new MartError('UNKNOWN_WORD', '--full og --delta udelukker hinanden.', {
      expected: 'det ene eller det andet',
      got: 'begge',
      todo: 'Vælg det flag, der passer til filen.',
    })
  }
  if (full) return 'full'
  return delta ? 'delta' : undefined
}

function extractionDate(text: string): string {
  const date = parseDate(text)
  if (date.ok) return date.value
  throw new MartError('UNKNOWN_WORD', '--extracted-on er ikke en dato.', {
    expected: 'en dato, der findes, fx 2020-02-03',
    got: text,
    todo: 'Skriv datoen som åååå-mm-dd.',
  })
}

/**
 * The file that `--file` names.
 * @throws MartError PATH_NOT_FOUND (exit 4)
 */
export async function namedFile(
  feed: Feed,
  path: string,
  options: LoadOptions,
): Promise<FileToLoad> {
  const full = resolve(path)
  const trouble = await whyUnreadable(full)
  if (trouble === undefined) {
    const name = basename(full)
    const extractedOn = options.extractedOn ?? stampOf(name)
    return { feed, path: full, name, options: { ...options, extractedOn } }
  }
  throw new MartError('PATH_NOT_FOUND', 'Filen kan ikke findes eller læses.', {
    file: path,
    expected: 'en fil, der kan læses',
    got: trouble,
    todo: 'Ret stien efter --file, eller giv brugeren, der kører jobmart, adgang til filen.',
  })
}

async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return 'ikke en fil'
    await (await open(path, 'r')).close()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code ?? 'ukendt fejl'
  }
}

function nothingWaiting({ home }: Config, what: string): MartError {
  return new MartError('NOTHING_WAITING', `Der venter ingen filer ${what}; intet er ændret.`, {
    expected: `en fil i ${home}/inbox`,
    got: 'ingen',
    todo: `Læg filen i indbakken, eller nævn den med --file. Mønstre: jobmart feeds (${someOf(declaredFeeds.map(({ id }) => id))}).`,
  })
}
