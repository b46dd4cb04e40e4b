/** Owns the word `backfill`: a feed's files of some months read again from the archive, part by part, then published. */
import { EXIT, type ExitCode, formatError, MartError } from '../../core/errors.ts'
import { parsePeriod } from '../../core/period.ts'
import { counted } from '../../core/text.ts'
import {
  type BackfillPart,
  type BackfillResult,
  backfillPart,
  planBackfill,
} from '../../load/backfill.ts'
import type { Days } from '../../load/in-force.ts'
import { whyGone } from '../../load/source-file.ts'
import type { PublishHouse } from '../../publish/publish.ts'
import type { Config } from '../config.ts'
import { feedById } from '../feeds.ts'
import { withHouse } from '../house.ts'
import { errorJson, NOT_PUBLISHED, publishedJson, publishedText, tryPublish } from '../loads.ts'
import { type Progress, type WordResult, worst } from '../output.ts'

export interface BackfillFlags {
  readonly from: string
  readonly to: string
  readonly dryRun?: boolean
  readonly publish: boolean
  readonly wait?: boolean
}

/**
 * `backfill <feed> --from 2019-01 --to 2020-12`: again from the archive. Each part is a step of its own, and one that is
 * as today's definitions have it is passed over, so that a call that was killed can be made again.
 * @throws MartError NOTHING_WAITING (exit 3) when no file in force tells of those months
 */
export async function backfillWord(
  config: Config,
  feedId: string,
  flags: BackfillFlags,
  progress: Progress,
): Promise<WordResult> {
  const feed = feedById(config, feedId)
  const days = daysOf(flags)
  return withHouse(config, 'hand', async (house) => {
    const plans = await planBackfill(house.database.db, house, feed, days)
    if (plans.length === 0) throw nothingThen(feed.id, flags)
    if (flags.dryRun) return told(plans)
    const results: BackfillResult[] = []
    for (const [index, { part, again }] of plans.entries()) {
      const what = `${index + 1} af ${plans.length}: ${part ?? feed.id}`
      progress(`${what}, ${counted(again.length, 'fil', 'filer')} fra arkivet`)
      results.push(await backfillPart(house, feed, part, days, flags.wait ?? false))
    }
    return publishedAfter(house, results, flags, progress)
  })
}

async function publishedAfter(
  house: PublishHouse,
  results: readonly BackfillResult[],
  flags: BackfillFlags,
  progress: Progress,
): Promise<WordResult> {
  // Also when all is done already: the call before may have died between its last part and its publication.
  const published = flags.publish
    ? await tryPublish(house, flags.wait ?? false, progress)
    : NOT_PUBLISHED
  const { publishError } = published
  const code = worst([
    ...results.flatMap((result) => result.loads.map((load) => load.exitCode)),
    ...results.flatMap(({ error }) => (error ? [error.exitCode] : [])),
    ...(publishError ? [publishError.exitCode] : []),
  ])
  return {
    exitCode: withPurged(code, results),
    text: [...results.map(resultText), ...publishedText(published)].join('\n'),
    json: {
      parts: results.map(({ part, state, runId, loads, purged, error }) => ({
        part: part ?? null,
        state,
        run_id: runId ?? null,
        files: loads.map((load) => ({ run_id: load.runId, file_name: load.fileName })),
        purged: purged.map(({ name }) => name),
        ...(error && errorJson(error)),
      })),
      ...publishedJson(published),
    },
  }
}

/** A file that the archive lacks is no failure of the call, and yet what was asked for is not done. */
function withPurged(code: ExitCode, parts: readonly Pick<BackfillPart, 'purged'>[]): ExitCode {
  const isMild = code === EXIT.done || code === EXIT.warnings
  return isMild && parts.some(({ purged }) => purged.length > 0) ? EXIT.nothingWaiting : code
}

function resultText({ part, state, runId, loads, purged, error }: BackfillResult): string {
  const name = part ?? 'Feedet'
  const body = error
    ? `${name}: afvist, tallene er, som de var.\n  ${formatError(error)}`
    : state === 'current'
      ? `${name}: alt, der kan læses igen, er læst med de gældende definitioner.`
      : `${name}, kørsel ${runId}: ${counted(loads.length, 'fil', 'filer')} læst igen.`
  const files = loads.map((load) => `  ${load.fileName}, kørsel ${load.runId}: ${load.message}`)
  return [body, ...files, ...purgedText(purged)].join('\n')
}

function purgedText(purged: BackfillPart['purged']): readonly string[] {
  return purged.map((file) => `  ${file.name} ${whyGone(file)}.`)
}

function told(plans: readonly BackfillPart[]): WordResult {
  const lines = plans.map(({ part, again, purged }) => {
    const files = again.map((load) => `  ${load.file.name} (kørsel ${load.runId})`)
    const head = `${part ?? 'Feedet'}: ${counted(again.length, 'fil', 'filer')} ville blive læst igen.`
    return [head, ...files, ...purgedText(purged)].join('\n')
  })
  return {
    exitCode: withPurged(EXIT.done, plans),
    text: [...lines, 'Intet er gemt.'].join('\n'),
    json: {
      parts: plans.map(({ part, asked, again, purged }) => ({
        part: part ?? null,
        asked,
        again: again.map((load) => ({ run_id: load.runId, file_name: load.file.name })),
        purged: purged.map(({ name }) => name),
      })),
    },
  }
}

function daysOf({ from, to }: BackfillFlags): Days {
  const [first, last] = [month('--from', from), month('--to', to)]
  if (first.from <= last.to) return { from: first.from, to: last.to }
  throw new MartError('UNKNOWN_WORD', '--from ligger efter --to.', {
    expected: 'den første måned, så den sidste',
    got: `--from ${from} --to ${to}`,
    todo: 'Byt om på dem.',
  })
}

function month(flag: string, text: string): Days {
  const period = parsePeriod(text)
  if (period.ok && period.value.type === 'M') {
    return { from: period.value.start, to: period.value.end }
  }
  throw new MartError('UNKNOWN_WORD', `${flag} er ikke en måned.`, {
    expected: 'en måned, fx 2020-01',
    got: text,
    todo: 'Skriv måneden som åååå-mm.',
  })
}

function nothingThen(feed: string, { from, to }: BackfillFlags): MartError {
  return new MartError(
    'NOTHING_WAITING',
    `Ingen gældende fil i ${feed} handler om ${from} til ${to}; intet er ændret.`,
    {
      expected: 'en indlæst fil, hvis tal eller udtræk ligger i de måneder',
      got: 'ingen',
      todo: 'Se kørslerne med: jobmart runs',
    },
  )
}
