/** Owns loading a list of waiting files one after the other and publishing once, for the words `run` and `nightly`. */
import { EXIT, type ExitCode, formatError, type MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { counted } from '../core/text.ts'
import type { LoadOptions } from '../load/context.ts'
import type { WaitingFile } from '../load/inbox.ts'
import { loadFile } from '../load/load-file.ts'
import type { LoadResult } from '../load/load-result.ts'
import { faultMessage } from '../load/quarantine.ts'
import type { AuditResult } from '../publish/audits.ts'
import { type PublishHouse, type PublishResult, publish } from '../publish/publish.ts'
import { asMartError, type Progress, type WordResult, worst } from './output.ts'

export interface FileToLoad {
  readonly feed: Feed
  readonly path: string
  readonly name: string
  readonly options: LoadOptions
}

/** A file that did not come to a result of its own. */
interface Failure {
  readonly feed: string
  readonly fileName: string
  readonly error: MartError
}

/** What came of the publication after other work; neither when there was none. */
export interface Published {
  readonly publication?: PublishResult
  readonly publishError?: MartError
}

/** Nothing was published, and nothing was to be. */
export const NOT_PUBLISHED: Published = {}

interface Outcome extends Published {
  readonly loads: readonly LoadResult[]
  readonly failures: readonly Failure[]
}

/** A waiting file with the options of the call laid over what its name tells. */
export function toLoad(file: WaitingFile, options: LoadOptions): FileToLoad {
  const extractedOn = options.extractedOn ?? file.extractedOn
  return { ...file, options: { ...options, extractedOn } }
}

/** When loads are followed by a publication: never, where something loaded, or in any case. */
export type Publishes = 'never' | 'if-loaded' | 'always'

/** Loads the files in order, each on its own, and publishes what loaded. */
export async function loadAndPublish(
  house: PublishHouse,
  files: readonly FileToLoad[],
  publishes: Publishes,
  progress: Progress,
  wait = files.some((file) => file.options.wait),
): Promise<WordResult> {
  const loads: LoadResult[] = []
  const failures: Failure[] = []
  for (const file of files) {
    progress(`Læser ${file.name} (${file.feed.id})`)
    try {
      loads.push(await loadFile(house, file.feed, file.path, file.options))
    } catch (error) {
      // One feed's trouble does not keep the others from loading.
      failures.push({ feed: file.feed.id, fileName: file.name, error: asMartError(error) })
    }
  }
  const isNeeded = publishes === 'always' || loads.some((load) => load.state === 'done')
  const published =
    publishes !== 'never' && isNeeded ? await tryPublish(house, wait, progress) : NOT_PUBLISHED
  return describe({ loads, failures, ...published })
}

/** Publishes what changed; a failure is told beside what was done before, and not thrown. */
export async function tryPublish(
  house: PublishHouse,
  wait: boolean,
  progress: Progress,
): Promise<Published> {
  progress('Udgiver')
  try {
    return { publication: await publish(house, wait) }
  } catch (error) {
    return { publishError: asMartError(error) }
  }
}

function describe(outcome: Outcome): WordResult {
  const { loads, failures, publishError } = outcome
  const exitCode: ExitCode = worst([
    ...loads.map((load) => load.exitCode),
    ...failures.map((failure) => failure.error.exitCode),
    ...(publishError ? [publishError.exitCode] : []),
  ])
  const usage = [...failures.map(({ error }) => error), ...(publishError ? [publishError] : [])]
  return {
    // A call that fails on its own words or set-up (exit 4) says so, unless something worse happened.
    exitCode: exitCode === EXIT.done && usage[0] ? usage[0].exitCode : exitCode,
    text: [
      ...loads.map(loadText),
      ...failures.map(({ fileName, error }) => `${fileName}\n  ${formatError(error)}`),
      ...publishedText(outcome),
    ].join('\n'),
    json: {
      loads: loads.map(loadJson),
      failures: failures.map(({ feed, fileName, error }) => ({
        feed,
        file_name: fileName,
        ...errorJson(error),
      })),
      ...publishedJson(outcome),
    },
  }
}

function loadText(load: LoadResult): string {
  const heading = `${load.fileName} → ${load.feed}${load.part ? ` (${load.part})` : ''}, kørsel ${load.runId}`
  const body = load.error ? formatError(load.error) : load.message
  const faults = load.faults.map((fault) => `${fault.code}: ${faultMessage(fault)}`)
  const more =
    load.counts.quarantined > load.faults.length && load.faults.length > 0
      ? [`… se dem alle med: jobmart runs ${load.runId}`]
      : []
  return [heading, ...[body, ...faults, ...more].map((line) => indent(line))].join('\n')
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}

/** A publication for the terminal: what it rewrote, what its audits warn of, or why there is none. */
export function publishedText({ publication, publishError }: Published): readonly string[] {
  const odd = (publication?.audits ?? []).filter((audit) => audit.badRows > 0)
  return [
    ...(publication ? [publication.message] : []),
    ...odd.map(
      ({ title, badRows }) =>
        `Advarsel: ${title} – ${counted(badRows, 'række', 'rækker')} afviger.`,
    ),
    ...(publishError ? [formatError(publishError)] : []),
  ]
}

function loadJson(load: LoadResult) {
  return {
    run_id: load.runId,
    feed: load.feed,
    part: load.part ?? null,
    file_name: load.fileName,
    sha256: load.sha256,
    state: load.state,
    exit_code: load.exitCode,
    rows: load.counts,
    message: load.message,
    dropped_columns: load.dropped,
    warnings: load.warnings,
    faults: load.faults.map((fault) => ({
      code: fault.code,
      sheet: fault.sheet ?? null,
      line: fault.line,
      column: fault.column ?? null,
      message: faultMessage(fault),
    })),
    ...(load.error && errorJson(load.error)),
  }
}

/** What came of a publication as --json tells it. */
export function publishedJson({ publication, publishError }: Published) {
  return {
    publication: publication && publicationJson(publication),
    publish_error: publishError && errorJson(publishError),
  }
}

/** A publication as --json tells it. */
export function publicationJson({ runId, published, changes, audits, message }: PublishResult) {
  return { run_id: runId, published, changes, audits: auditsJson(audits), message }
}

/** The outcomes of audits as --json tells them. */
export function auditsJson(audits: readonly AuditResult[]) {
  return audits.map(({ badRows, ...audit }) => ({ ...audit, bad_rows: badRows }))
}

/** An error as --json tells it. */
export function errorJson(error: MartError) {
  return { error: { code: error.code, message: error.message, ...error.context } }
}
