/** Owns the story of one file: lock, record, read, stage, merge, archive, close - all or nothing. */
import { rm } from 'node:fs/promises'
import { EXIT, type ExitCode, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { Reference } from '../core/reference.ts'
import { TARGETS, type Target } from '../core/target.ts'
import { tolerated } from '../core/tolerance.ts'
import { type Database, inTransaction, type Transaction } from '../db/connect.ts'
import { definitionHash, isCurrentFile } from './current-file.ts'
import {
  type Ending,
  faultOf,
  type LoadResult,
  messageOf,
  skipped,
  tooManyRejects,
} from './load-result.ts'
import { takeLock } from './locks.ts'
import { merge, settleRepeats, stageWarnings } from './merge.ts'
import {
  type FaultOrigin,
  forgetFaults,
  markRefused,
  type PlacedFault,
  storeFaults,
  supersedeEarlier,
} from './quarantine.ts'
import { openFile, partOf } from './read-file.ts'
import {
  closeRun,
  markOrphans,
  NO_ROWS,
  openRun,
  type RowCounts,
  type RunState,
  type Trigger,
} from './run-record.ts'
import { archiveFile, failFile, leaveInbox, type SourceFile, takeFile } from './source-file.ts'
import { clearStage, nothingStaged, type Staged, stageFile } from './stage-file.ts'

/** What a load needs of the house around it. */
export interface LoadHouse {
  readonly database: Database
  /** JOBMART_HOME. */
  readonly home: string
  /** Three digits. */
  readonly municipality: string
  readonly reference: Reference
  readonly referenceHash: string
  readonly trigger: Trigger
}

export interface LoadOptions {
  /** `--table`: the table id, when the file name does not tell it. */
  readonly table?: string | undefined
  /** `--dimensions`: headings that are dimensions whatever they hold. */
  readonly dimensions?: readonly string[]
  /** Load even if the file is the current one. */
  readonly force?: boolean
  /** Wait for another load of the feed instead of stopping with exit 6. */
  readonly wait?: boolean
  /** ISO date: `--extracted-on`, or the stamp in the file's name. */
  readonly extractedOn?: string | undefined
}

interface Load {
  readonly house: LoadHouse
  readonly feed: Feed
  readonly target: Target
  readonly file: SourceFile
  readonly part: string | undefined
  readonly options: LoadOptions
  readonly runId: string
}

/**
 * Loads one file into core in one transaction. A file that breaks the contract is refused (state `refused`, kept in
 * `failed/` with the reason); its figures stay as they were.
 * @throws MartError LOCKED, STORAGE_FAILED or a database failure; the run's record is then closed as failed
 */
export async function loadFile(
  house: LoadHouse,
  feed: Feed,
  path: string,
  options: LoadOptions = {},
): Promise<LoadResult> {
  const file = await takeFile(path, house.home)
  try {
    const result = await inTransaction(house.database.pool, async (transaction) => ({
      result: await runLoad(transaction, house, feed, file, options),
      end: 'commit' as const,
    }))
    await leaveInbox(file, house.home)
    await refreshStatistics(house.database, feed, result.counts.loaded)
    return result
  } finally {
    await rm(file.copy, { force: true })
  }
}

const MANY_ROWS = 1000

// The publication follows at once, before autovacuum would have looked; without statistics its plans are poor.
async function refreshStatistics({ pool }: Database, feed: Feed, loaded: number): Promise<void> {
  if (loaded >= MANY_ROWS) await pool.query(`analyze core.${TARGETS[feed.target].table}`)
}

async function runLoad(
  transaction: Transaction,
  house: LoadHouse,
  feed: Feed,
  file: SourceFile,
  options: LoadOptions,
): Promise<LoadResult> {
  const { municipality, database } = house
  const what = `indlæsning af ${feed.id} for kommune ${municipality}`
  await takeLock(transaction.client, `load:${feed.id}:${municipality}`, what, options.wait ?? false)
  await markOrphans(database.db, feed.id, municipality)
  // A part that cannot be told is a refusal like any other, so it is asked for once the record is open.
  const part = options.table ? partOf(feed, file.name, options.table) : feed.part?.(file.name)
  const definition = definitionHash(feed, house.referenceHash, options.dimensions ?? [])
  const runId = await openRun(database.db, {
    municipality,
    feed: feed.id,
    trigger: house.trigger,
    fileName: file.name,
    sha256: file.sha256,
    part,
    extractedOn: options.extractedOn,
    definitionHash: definition,
  })
  const load: Load = { house, feed, target: TARGETS[feed.target], file, part, options, runId }
  const staged = nothingStaged()
  try {
    if (!options.force && (await isCurrentFile(transaction.db, load, definition))) {
      return await close(transaction, load, skipped())
    }
    return await readAndMerge(transaction, load, staged)
  } catch (error) {
    return await refuseOrFail(transaction, load, staged, error)
  }
}

async function refuseOrFail(
  transaction: Transaction,
  load: Load,
  staged: Staged,
  error: unknown,
): Promise<LoadResult> {
  try {
    if (!(error instanceof MartError) || error.exitCode !== EXIT.refused) throw error
    return await refuse(transaction, load, staged, underItsName(error, load.file))
  } catch (failure) {
    await closeFailed(load, failure)
    throw failure
  }
}

async function readAndMerge(
  transaction: Transaction,
  load: Load,
  staged: Staged,
): Promise<LoadResult> {
  const { house, feed, target, file, options, runId } = load
  const opened = await openFile(feed, file, {
    municipality: house.municipality,
    part: partOf(feed, file.name, options.table),
    dimensions: options.dimensions ?? [],
    reference: house.reference,
  })
  const origin = originOf(load)
  await stageFile(transaction, target, opened, origin, staged)
  const repeats = await settleRepeats(transaction.client, target, runId)
  const contradicting = repeats.contradictions.map(
    ({ line, lines }): PlacedFault => ({
      code: 'DUPLICATE_KEY',
      expected: 'én værdi pr. nøgle',
      got: `linjerne ${lines} siger noget forskelligt`,
      line,
    }),
  )
  await storeFaults(transaction, origin, contradicting)
  staged.rejected += contradicting.length
  staged.firstFaults.push(...contradicting.slice(0, 5))
  if (staged.rejected > tolerated(staged.read)) throw tooManyRejects(file.name, staged)
  const merged = await merge(transaction.client, target, runId, staged.keysAreKnown)
  await supersedeEarlier(transaction, runId, file.sha256)
  const ignored = repeats.repeatedLines
  const counts: RowCounts = {
    read: staged.read,
    loaded: merged.linesLoaded,
    unchanged: staged.read - staged.rejected - ignored - merged.linesLoaded,
    closed: merged.gone,
    quarantined: staged.rejected,
    ignored,
  }
  const { dropped } = opened
  const warnings = [...opened.warnings, ...(await stageWarnings(transaction.client, target, runId))]
  return close(transaction, load, {
    counts,
    message: messageOf(counts, staged, { dropped, warnings }),
    faults: staged.firstFaults,
    dropped,
    warnings,
  })
}

// The readers know the private copy; people know the file by the name it came under.
function underItsName(error: MartError, file: SourceFile): MartError {
  if (error.context.file !== file.copy) return error
  return new MartError(error.code, error.message, { ...error.context, file: file.name })
}

/** Archives the file and closes the record in the load's own transaction: data and record cannot part. */
async function close(transaction: Transaction, load: Load, ending: Ending): Promise<LoadResult> {
  const isOdd = ending.counts.quarantined > 0 || ending.warnings.length > 0
  const exitCode = isOdd ? EXIT.warnings : EXIT.done
  const dataUntil = await lastDayCovered(transaction, load)
  await clearStage(transaction, load.target, load.runId)
  await archiveFile(load.file, load.house.home, load.feed.id)
  await closeRun(transaction.db, load.runId, { state: 'done', exitCode, dataUntil, ...ending })
  return resultOf(load, 'done', exitCode, ending)
}

/** Closes a load that broke the contract: its faults and its record commit, its rows do not. */
async function refuse(
  transaction: Transaction,
  load: Load,
  staged: Staged,
  error: MartError,
): Promise<LoadResult> {
  const judgedAll = error.code === 'TOO_MANY_REJECTS'
  const quarantined = judgedAll ? staged.rejected : 0
  const counts = { ...NO_ROWS, read: staged.read, quarantined, ignored: staged.read - quarantined }
  if (!judgedAll) await forgetFaults(transaction, load.runId)
  await clearStage(transaction, load.target, load.runId)
  await storeFaults(transaction, originOf(load), [faultOf(error)])
  await markRefused(transaction, load.runId)
  await failFile(load.file, load.house.home, load.feed.id, error)
  const ending = {
    counts,
    message: `${error.code}: ${error.message}`,
    faults: judgedAll ? staged.firstFaults : [],
    dropped: [],
    warnings: [],
  }
  await closeRun(transaction.db, load.runId, {
    state: 'refused',
    exitCode: EXIT.refused,
    ...ending,
  })
  return { ...resultOf(load, 'refused', EXIT.refused, ending), error }
}

async function closeFailed(load: Load, error: unknown): Promise<void> {
  const exitCode = error instanceof MartError ? error.exitCode : EXIT.defect
  const message = error instanceof MartError ? error.message : 'Uventet fejl; se loggen.'
  // The database may be what failed: then the record stays running, and the next run marks it interrupted.
  await closeRun(load.house.database.db, load.runId, {
    state: 'failed',
    exitCode,
    counts: NO_ROWS,
    message,
  }).catch(() => undefined)
}

async function lastDayCovered({ client }: Transaction, load: Load): Promise<string | null> {
  const { target, runId } = load
  if (!target.until) return null
  const { rows } = await client.query<{ until: string | null }>(
    `select max(${target.until}) as until from stage.${target.table} where run_id = $1 and not held`,
    [runId],
  )
  return rows[0]?.until ?? null
}

function originOf({ runId, feed, file }: Load): FaultOrigin {
  return { runId, feed: feed.id, fileName: file.name, sha256: file.sha256 }
}

function resultOf(load: Load, state: RunState, exitCode: ExitCode, ending: Ending): LoadResult {
  const { runId, feed, part, file } = load
  return {
    runId,
    feed: feed.id,
    part,
    fileName: file.name,
    sha256: file.sha256,
    state,
    exitCode,
    ...ending,
  }
}
