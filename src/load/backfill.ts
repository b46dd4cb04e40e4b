/** Owns reading a feed's files again from the archive with today's definitions: what is to be read, and one part at a time. */
import type { Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { inTransaction, type Transaction } from '../db/connect.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse } from './context.ts'
import { definitionHash } from './current-file.ts'
import { type Days, type LoadInForce, loadsInForce } from './in-force.ts'
import type { LoadResult } from './load-result.ts'
import { lockFeed } from './locks.ts'
import { loadAgain } from './reorder.ts'
import { runsFrom, undoRuns } from './revert.ts'
import { closeBroken, closeRun, NO_ROWS, openRun } from './run-record.ts'
import { inSequence } from './sequence.ts'
import { isThere, type SourceFile } from './source-file.ts'

/** What a backfill would do with one part of a feed; a feed without parts is one part. */
export interface BackfillPart {
  readonly part: string | undefined
  /** Loads that tell of the days asked for. */
  readonly asked: number
  /** To be read again, in this order; empty when all that can be is as today's definitions have it. */
  readonly again: readonly LoadInForce[]
  /** Files that should be, and that the archive no longer has. */
  readonly purged: readonly SourceFile[]
}

/** What became of one part. */
export interface BackfillResult {
  readonly part: string | undefined
  readonly state: 'done' | 'current' | 'refused'
  readonly runId: string | undefined
  readonly loads: readonly LoadResult[]
  readonly purged: readonly SourceFile[]
  readonly error?: MartError
}

/** What a backfill of some days would do, part by part; parts without a load of those days are left out. */
export async function planBackfill(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality' | 'home' | 'referenceHash'>,
  feed: Feed,
  days: Days,
): Promise<readonly BackfillPart[]> {
  const loads = await loadsInForce(db, house, feed, days)
  const releases = await releasesOf(db, house, feed)
  const parts = [...new Set(loads.filter((load) => load.isAsked).map((load) => load.part))].sort()
  return Promise.all(
    parts.map(async (part) => {
      const ofPart = loads.filter((load) => load.part === part)
      const steps = await Promise.all(ofPart.map((load) => stepOf(load, feed, house)))
      const start = startOf(steps, releases)
      const first = steps.findIndex((step) => step.isStale)
      const purged = first < 0 ? [] : steps.slice(first).filter((step) => step.isPurged)
      return {
        part,
        asked: ofPart.filter((load) => load.isAsked).length,
        again: ofPart.slice(start),
        purged: purged.map(({ file }) => file),
      }
    }),
  )
}

interface Step {
  readonly runId: string
  readonly file: SourceFile
  /** Asked for, and not read with today's definition. */
  readonly isStale: boolean
  readonly isPurged: boolean
}

async function stepOf(
  { runId, file, options, definition, isAsked }: LoadInForce,
  feed: Feed,
  { referenceHash }: Pick<LoadHouse, 'referenceHash'>,
): Promise<Step> {
  const today = await definitionHash(feed, referenceHash, options.dimensions ?? [])
  const isPurged = !(await isThere(file))
  return { runId, file, isStale: isAsked && definition !== today, isPurged }
}

/** A run that released rejected rows, and the earliest load they were rejected by. */
interface Release {
  readonly runId: string
  readonly rejectedBy: string
}

async function releasesOf(
  db: Kysely<DB>,
  { municipality }: Pick<LoadHouse, 'municipality'>,
  feed: Feed,
): Promise<readonly Release[]> {
  const rows = await db
    .selectFrom('ops.run')
    .select(['run_id', 'released_from'])
    .where(inSequence(feed, municipality))
    .where('state', '=', 'done')
    .where('released_from', 'is not', null)
    .orderBy('run_id')
    .execute()
  return rows.map((row) => ({ runId: row.run_id, rejectedBy: row.released_from ?? '' }))
}

/**
 * Where in the order of loads reading again begins: at the first stale one, after the last that the archive lacks. Rows
 * that a later release gave come back only with the load that rejected them, so that one is read again too; where it
 * cannot be, its release stays, and reading again begins after it.
 */
function startOf(steps: readonly Step[], releases: readonly Release[]): number {
  const isAfter = (one: string, other: string) => BigInt(one) > BigInt(other)
  const stale = (from: number) => steps.findIndex((step, index) => index >= from && step.isStale)
  const firstStale = stale(0)
  if (firstStale < 0) return steps.length
  let floor = Math.max(0, steps.findLastIndex((step) => step.isPurged) + 1)
  let start = stale(floor)
  for (;;) {
    const first = steps[start]
    if (!first) return steps.length
    const origin = (release: Release) =>
      steps.findIndex((step) => step.runId === release.rejectedBy)
    const bound = releases.find(
      (each) => isAfter(each.runId, first.runId) && origin(each) >= 0 && origin(each) < start,
    )
    if (!bound) return start
    if (origin(bound) >= floor) start = origin(bound)
    else {
      const after = steps.findIndex((step) => isAfter(step.runId, bound.runId))
      floor = after < 0 ? steps.length : after
      start = stale(floor)
    }
  }
}

/**
 * Reads one part again from the archive, in one transaction: its loads from the first stale one on are undone and put on
 * again in their order. What a call that was killed had done stays done, and is seen as such by the next.
 * @throws MartError LOCKED (exit 6) when another run holds the feed and `wait` is false
 */
export async function backfillPart(
  house: LoadHouse,
  feed: Feed,
  part: string | undefined,
  days: Days,
  wait: boolean,
): Promise<BackfillResult> {
  const { db, pool } = house.database
  const record: { runId?: string } = {}
  try {
    return await inTransaction<BackfillResult>(pool, async (transaction) => {
      await lockFeed(transaction, house, feed, wait)
      // What is to be done is decided under the lock: another run may have finished since it was planned.
      const plans = await planBackfill(transaction.db, house, feed, days)
      const { again = [], purged = [] } = plans.find((each) => each.part === part) ?? {}
      const idle = { part, state: 'current' as const, runId: undefined, loads: [], purged }
      if (again.length === 0) return { result: idle, end: 'rollback' }
      const { municipality, trigger } = house
      record.runId = await openRun(db, { municipality, feed: feed.id, trigger })
      const loads = await readAgain(transaction, house, feed, record.runId, again)
      const result = { part, state: 'done' as const, runId: record.runId, loads, purged }
      return { result, end: 'commit' }
    })
  } catch (error) {
    if (record.runId !== undefined) await closeBroken(db, record.runId, error)
    if (!(error instanceof MartError) || error.exitCode !== EXIT.refused) throw error
    return { part, state: 'refused', runId: record.runId, loads: [], purged: [], error }
  }
}

async function readAgain(
  transaction: Transaction,
  house: LoadHouse,
  feed: Feed,
  runId: string,
  again: readonly LoadInForce[],
): Promise<readonly LoadResult[]> {
  const [first] = again
  const runs = await runsFrom(transaction.db, feed, house.municipality, first?.runId ?? runId)
  const { closed } = await undoRuns(transaction, feed, runId, runs, first?.part)
  const names = again.map(({ file }) => file.name).join(', ')
  const message = `Læses igen fra arkivet${first?.part ? ` (${first.part})` : ''}: ${names}.`
  const counts = { ...NO_ROWS, closed }
  await closeRun(transaction.db, runId, { state: 'done', exitCode: EXIT.done, counts, message })
  const loads: LoadResult[] = []
  for (const load of again) loads.push(await loadAgain({ transaction, house, feed }, load))
  return loads
}
