/** Owns reading the rejected lines of a load again, beside the files that came before and since. */
import { TARGETS, type Target } from '../core/target.ts'
import type { Transaction } from '../db/connect.ts'
import { type LoadHouse, reading } from './context.ts'
import { type LoadInForce, loadsInForce } from './in-force.ts'
import { dropOvertaken, merge, noteReleased, settleRepeats } from './merge.ts'
import { openFile } from './read-file.ts'
import type { RejectedRows } from './release.ts'
import { clearStage, stageAgain } from './stage-file.ts'

/** What became of the lines. */
export interface ReadAgain {
  readonly good: readonly number[]
  /** Answered by a later file. */
  readonly overtaken: readonly number[]
  /** How many of the good ones core did not have. */
  readonly loaded: number
  /** Rows of core that the file lacks, now that all its keys are known. */
  readonly closed: number
}

/**
 * Reads the rejected lines of one load again, with today's definitions and labels, and puts the good ones into core. Of the
 * newest file all lines are read: what could not be closed as missing while the key of a row was unknown, now is.
 */
export async function readAgain(
  transaction: Transaction,
  house: LoadHouse,
  rejected: RejectedRows,
  runId: string,
  part: string | undefined,
): Promise<ReadAgain> {
  const { client } = transaction
  const { feed, file, lines, options } = rejected
  const target = TARGETS[feed.target]
  const since = await loadsSince(transaction, house, rejected, part)
  const isNewest = since.length === 0
  const opened = await openFile(feed, file, reading(house, options, part))
  const wanted = new Set(lines.keys())
  const held = await waitingLines(transaction, rejected)
  const again = { wanted, ...(isNewest && { rest: { held } }) }
  const staging = stageAgain(transaction, target, opened, runId, again)
  const { readable, keysAreKnown } = await staging.finally(opened.close)
  const { contradictions } = await settleRepeats(client, target, runId)
  const contradicting = new Set(contradictions.map(({ line }) => line))
  const lacking = await daysLacking(transaction, feed, since)
  const answered = { bySlice: feed.mode === undefined, areGone: lacking.length > 1 }
  const overtaken = isNewest
    ? []
    : await dropOvertaken(client, target, runId, rejected.runId, answered)
  const ownKind = feed.mode ? (options.mode ?? feed.mode(file.name) ?? 'delta') : 'slices'
  const { gone: closed } = await merge(client, target, runId, {
    kind: isNewest ? ownKind : 'delta',
    municipality: house.municipality,
    extractedOn: options.extractedOn,
    closesMissing: isNewest && keysAreKnown,
  })
  if (lacking[0]) await noteReleased(client, target, runId, lacking[0])
  await clearStage(transaction, target, runId)
  const good = readable.filter((line) => !contradicting.has(line) && !overtaken.includes(line))
  return { good, overtaken, loaded: await countLoaded(transaction, target, runId, good), closed }
}

/** The lines of the load that wait too, and are not to be released now. */
async function waitingLines(
  { db }: Transaction,
  { runId, lines }: RejectedRows,
): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('ops.quarantine')
    .select('line')
    .where('run_id', '=', runId)
    .where('status', '=', 'open')
    .execute()
  return new Set(rows.flatMap(({ line }) => (line === null || lines.has(line) ? [] : [line])))
}

/** The loads in force after the one that rejected the rows. */
async function loadsSince(
  { db }: Transaction,
  house: LoadHouse,
  { feed, runId }: RejectedRows,
  part: string | undefined,
): Promise<readonly LoadInForce[]> {
  const loads = (await loadsInForce(db, house, feed)).filter((load) => load.part === part)
  return loads.slice(loads.findIndex((load) => load.runId === runId) + 1)
}

/**
 * The days of the newest full snapshots since then, newest first, in which no row waits: what core does not have, they lack. Two
 * of them delete a row (domain A.5), one notes it.
 */
async function daysLacking(
  { db }: Transaction,
  feed: RejectedRows['feed'],
  since: readonly LoadInForce[],
): Promise<readonly string[]> {
  const full = since.filter(
    ({ options, file }) => (options.mode ?? feed.mode?.(file.name)) === 'full',
  )
  if (full.length === 0) return []
  const rows = await db
    .selectFrom('ops.quarantine')
    .select('run_id')
    .where('status', '=', 'open')
    .where(
      'run_id',
      'in',
      full.map(({ runId }) => runId),
    )
    .execute()
  const waiting = new Set(rows.map(({ run_id }) => run_id))
  const lacking = full.slice(full.findLastIndex(({ runId }) => waiting.has(runId)) + 1)
  const days = lacking.flatMap(({ options }) => options.extractedOn ?? [])
  return [...new Set(days.reverse())]
}

async function countLoaded(
  { client }: Transaction,
  { table }: Target,
  runId: string,
  lines: readonly number[],
): Promise<number> {
  const { rows } = await client.query<{ lines: number }>(
    `select count(distinct source_line)::integer as lines from core.${table}
     where opened_by = $1 and source_line = any ($2)`,
    [runId, lines],
  )
  return rows[0]?.lines ?? 0
}
