/** Owns one load inside its transaction: record, read, stage, merge, archive, close - or its refusal. */
import type { Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { TARGETS, type Target } from '../core/target.ts'
import { tolerated } from '../core/tolerance.ts'
import type { Transaction } from '../db/connect.ts'
import type { DB } from '../db/types.ts'
import { type LoadHouse, type LoadOptions, reading } from './context.ts'
import { definitionHash, isCurrentFile } from './current-file.ts'
import { rememberKey, requireSameKey } from './key-guard.ts'
import {
  type Ending,
  faultOf,
  type LoadResult,
  messageOf,
  modeUnknown,
  rowCountDrop,
  skipped,
  tooManyRejects,
} from './load-result.ts'
import {
  countOpen,
  type MergeMode,
  merge,
  settleRepeats,
  stageWarnings,
  supersedeEarlier,
} from './merge.ts'
import {
  type FaultOrigin,
  forgetFaults,
  markRefused,
  type PlacedFault,
  storeFaults,
} from './quarantine.ts'
import { openFile, partTold } from './read-file.ts'
import {
  closeBroken,
  closeRun,
  NO_ROWS,
  openRun,
  type RowCounts,
  type RunState,
} from './run-record.ts'
import { archiveFile, failFile, placeOf, type SourceFile } from './source-file.ts'
import { clearStage, nothingStaged, type Staged, stageFile } from './stage-file.ts'

/** Where and how a load happens. */
export interface LoadContext {
  readonly transaction: Transaction
  readonly house: LoadHouse
  readonly feed: Feed
  readonly options: LoadOptions
  /** Where run records are opened: outside the transaction, so that a load that dies is still seen. */
  readonly records: Kysely<DB>
  /** Whether the file goes to the archive or to failed; not when it is rehearsed, or comes from the archive. */
  readonly movesFiles: boolean
  /** What is said of a file that need not be read: it is then only archived, and its load is not one in force. */
  readonly unread?: Ending
}

interface Load extends LoadContext {
  readonly target: Target
  readonly file: SourceFile
  readonly part: string | undefined
  readonly runId: string
}

const SNAPSHOT_KEEPS = 0.8

/** Loads a file within the caller's transaction, which holds the feed's lock. */
export async function runLoad(context: LoadContext, file: SourceFile): Promise<LoadResult> {
  const { transaction, house, feed, options } = context
  const definition = await definitionHash(feed, house.referenceHash, options.dimensions ?? [])
  const load = await openLoad(context, file, context.unread ? undefined : definition)
  const staged = nothingStaged()
  try {
    if (feed.personal) await requireSameKey(transaction.client, house.pseudonyms)
    if (context.unread) return await close(load, context.unread)
    if (!options.force && (await isCurrentFile(transaction.db, load, definition))) {
      return await close(load, skipped())
    }
    return await readAndMerge(load, staged)
  } catch (error) {
    return await refuseOrFail(load, staged, error)
  }
}

/** Records, within the caller's transaction, that a file was refused before anything of it was read. */
export async function recordRefusal(
  context: LoadContext,
  file: SourceFile,
  error: MartError,
): Promise<LoadResult> {
  return refuse(await openLoad(context, file, undefined), nothingStaged(), error)
}

async function openLoad(
  context: LoadContext,
  file: SourceFile,
  definition: string | undefined,
): Promise<Load> {
  const { house, feed, options, records } = context
  // A part that cannot be told is a refusal like any other, so it is asked for once the record is open.
  const part = partTold(feed, file.name, options.table)
  const runId = await openRun(records, {
    municipality: house.municipality,
    feed: feed.id,
    trigger: house.trigger,
    fileName: file.name,
    sha256: file.sha256,
    takenOn: house.businessDate,
    part,
    extractedOn: options.extractedOn,
    ...(definition && { definitionHash: definition }),
    options,
  })
  return { ...context, target: TARGETS[feed.target], file, part, runId }
}

async function readAndMerge(load: Load, staged: Staged): Promise<LoadResult> {
  const { transaction, house, feed, target, file, options, runId } = load
  const opened = await openFile(feed, file, reading(house, options, load.part))
  const mayBeEmpty = mergeKind(load) === 'delta'
  const staging = stageFile(transaction, target, opened, originOf(load), staged, mayBeEmpty)
  await staging.finally(opened.close)
  const ignored = (await settle(load, staged, opened.sheet)) + staged.notes
  if (staged.rejected > tolerated(staged.read)) throw tooManyRejects(file.name, staged)
  const mode = await mergeMode(load, staged)
  if (feed.personal) await rememberKey(transaction.client, house.pseudonyms)
  const merged = await merge(transaction.client, target, runId, mode)
  const { covers } = await daysTold(load)
  await supersedeEarlier(transaction.client, runId, { covers, isFull: mode.kind === 'full' })
  const counts: RowCounts = {
    read: staged.read,
    loaded: merged.linesLoaded,
    unchanged: staged.read - staged.rejected - ignored - merged.linesLoaded,
    closed: merged.gone,
    quarantined: staged.rejected,
    ignored,
  }
  const { dropped, headings } = opened
  const warnings = [...opened.warnings, ...(await stageWarnings(transaction.client, target, runId))]
  const message = messageOf(counts, staged, { dropped, warnings })
  return close(load, { counts, message, faults: staged.firstFaults, dropped, warnings, headings })
}

/** What the file replaces: slices, or as its name or the call says. */
function mergeKind({ feed, file, options }: Load): MergeMode['kind'] | undefined {
  return feed.mode ? (options.mode ?? feed.mode(file.name)) : 'slices'
}

/**
 * How the file's rows meet those in core.
 * @throws MartError MISSING_FILE_FACT when neither name nor flag tells full from delta, ROW_COUNT_DROP when a full
 * snapshot lacks more than a fifth of the open rows (domain A.5) and --force does not stand
 */
async function mergeMode(load: Load, staged: Staged): Promise<MergeMode> {
  const { transaction, target, file, options, runId, house } = load
  const { municipality } = house
  const kind = mergeKind(load)
  if (kind === undefined) throw modeUnknown(file.name)
  if (kind === 'full' && !options.force) {
    const { open, given } = await countOpen(transaction.client, target, runId, municipality)
    if (given < open * SNAPSHOT_KEEPS) throw rowCountDrop(file.name, open, given)
  }
  return {
    kind,
    municipality,
    extractedOn: options.extractedOn,
    closesMissing: staged.keysAreKnown,
  }
}

/** Settles what one file says twice: contradictions are rejected, repetitions dropped; returns the lines dropped. */
async function settle(load: Load, staged: Staged, sheet: string | undefined): Promise<number> {
  const { transaction, target, runId } = load
  const repeats = await settleRepeats(transaction.client, target, runId)
  const contradicting = repeats.contradictions.map(
    ({ line, lines }): PlacedFault => ({
      code: 'DUPLICATE_KEY',
      expected: 'én værdi pr. nøgle',
      got: `linjerne ${lines} siger noget forskelligt`,
      sheet,
      line,
    }),
  )
  await storeFaults(transaction, originOf(load), contradicting)
  staged.rejected += contradicting.length
  staged.firstFaults.push(...contradicting.slice(0, 5))
  return repeats.repeatedLines
}

/** Archives the file and closes the record in the load's own transaction: data and record cannot part. */
async function close(load: Load, ending: Ending): Promise<LoadResult> {
  const { transaction, target, runId, file, house, feed, options } = load
  const isOdd = ending.counts.quarantined > 0 || ending.warnings.length > 0
  const exitCode = isOdd ? EXIT.warnings : EXIT.done
  const days = await daysTold(load)
  await clearStage(transaction, target, runId)
  const archivedPath = file.kept ?? placeOf('archive', feed.id, file, options.extractedOn)
  if (load.movesFiles) await archiveFile(file, house.home, archivedPath)
  await closeRun(transaction.db, runId, {
    ...{ state: 'done', exitCode, archivedPath },
    ...days,
    ...ending,
  })
  return resultOf(load, 'done', exitCode, ending)
}

async function refuseOrFail(load: Load, staged: Staged, error: unknown): Promise<LoadResult> {
  try {
    if (!(error instanceof MartError) || error.exitCode !== EXIT.refused) throw error
    return await refuse(load, staged, underItsName(error, load.file))
  } catch (failure) {
    // A record of the transaction's own goes with it.
    if (load.records !== load.transaction.db) await closeBroken(load.records, load.runId, failure)
    throw failure
  }
}

/** Closes a load that broke the contract: its faults and its record commit, its rows do not. */
async function refuse(load: Load, staged: Staged, error: MartError): Promise<LoadResult> {
  const { transaction, target, runId, file, house, feed } = load
  const judgedAll = error.code === 'TOO_MANY_REJECTS'
  const quarantined = judgedAll ? staged.rejected : 0
  const counts = { ...NO_ROWS, read: staged.read, quarantined, ignored: staged.read - quarantined }
  if (!judgedAll) await forgetFaults(transaction, runId)
  await clearStage(transaction, target, runId)
  await storeFaults(transaction, originOf(load), [faultOf(error)])
  await markRefused(transaction, runId)
  const archivedPath = placeOf('failed', feed.id, file, load.options.extractedOn)
  if (load.movesFiles) await failFile(file, house.home, archivedPath, error)
  const ending: Ending = {
    counts,
    message: `${error.code}: ${error.message}`,
    faults: judgedAll ? staged.firstFaults : [],
    dropped: [],
    warnings: [],
  }
  const exitCode = EXIT.refused
  const closing = { state: 'refused' as const, exitCode, archivedPath, ...ending }
  await closeRun(transaction.db, runId, closing)
  return { ...resultOf(load, 'refused', exitCode, ending), error }
}

// The readers know the private copy; people know the file by the name it came under.
function underItsName(error: MartError, file: SourceFile): MartError {
  if (error.context.file !== file.copy) return error
  return new MartError(error.code, error.message, { ...error.context, file: file.name })
}

/** The last day the file has data of, for freshness, and all the days its rows tell of, rejected ones among them. */
async function daysTold({ transaction, feed, target, runId, options }: Load) {
  const { covers: [from, to] = ['null::date', 'null::date'], until = 'null' } = target as Target
  const { rows } = await transaction.client.query<{ until: string | null; covers: string | null }>(
    `select max(${until}) filter (where not held)::text as until,
       case when count(${from}) > 0 then daterange(min(${from}), max(${to}), '[]')::text end as covers
     from stage.${target.table} where run_id = $1`,
    [runId],
  )
  // Snapshots and deltas whose rows cover no period tell how things stood when they were extracted.
  const extracted = feed.mode && until === 'null' ? options.extractedOn : undefined
  const dataUntil = extracted ?? rows[0]?.until ?? null
  return { dataUntil, covers: rows[0]?.covers ?? null }
}

function originOf({ runId, feed, file }: Load): FaultOrigin {
  return { runId, feed: feed.id, fileName: file.name, sha256: file.sha256 }
}

function resultOf(
  load: Load,
  state: RunState,
  exitCode: LoadResult['exitCode'],
  ending: Ending,
): LoadResult {
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
