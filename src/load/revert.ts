/** Owns undoing a run: it and every later run of its feed, as a new run, their files back in the inbox. */
import type { Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { SNAPSHOT_ABSENCE, TARGETS } from '../core/target.ts'
import { inTransaction, type Transaction } from '../db/connect.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse } from './context.ts'
import { lockFeed } from './locks.ts'
import { undo } from './merge.ts'
import { closeBroken, closeRun, NO_ROWS, openRun } from './run-record.ts'
import { inSequence } from './sequence.ts'
import {
  archivedFile,
  type FileRecord,
  isThere,
  returnToInbox,
  type SourceFile,
} from './source-file.ts'

/** A run that a revert undoes. */
export interface UndoneRun {
  readonly runId: string
  readonly municipality: string
  readonly file: FileRecord
  readonly part: string | null
  /** Whether it gave a file's rows; reverts, releases and reverted runs come along without a file to return. */
  readonly isLoad: boolean
  /** Whether it released rejected rows. */
  readonly isRelease: boolean
}

export interface RevertPlan {
  readonly municipality: string
  readonly feed: Feed
  /** Newest first; the last one is the run that was asked for. */
  readonly runs: readonly UndoneRun[]
}

export interface RevertResult {
  readonly runId: string
  /** Newest first: those of the plan, and what had come in the meantime. */
  readonly undone: readonly UndoneRun[]
  readonly closed: number
  readonly reopened: number
  /** Rows of earlier runs that had been released, and wait in quarantine again. */
  readonly waiting: number
  /** Files of the later runs, back in the inbox. */
  readonly returned: readonly string[]
  /** Files of later runs that the archive no longer has. */
  readonly lost: readonly string[]
}

/**
 * What reverting a run would undo.
 * @throws MartError UNKNOWN_WORD when there is no such load in force
 */
export async function planRevert(
  db: Kysely<DB>,
  runId: string,
  feeds: readonly Feed[],
): Promise<RevertPlan> {
  const run = /^\d{1,18}$/.test(runId)
    ? await db.selectFrom('ops.run').selectAll().where('run_id', '=', runId).executeTakeFirst()
    : undefined
  const feed = feeds.find((candidate) => candidate.id === run?.feed)
  if (!run || !feed || run.state !== 'done' || run.file_name === null) {
    throw new MartError('UNKNOWN_WORD', `Kørsel ${runId} kan ikke fortrydes.`, {
      expected: 'nummeret på en færdig indlæsning, der ikke allerede er fortrudt',
      got: run ? `${run.feed}, ${run.state}` : 'ingen kørsel med det nummer',
      todo: 'Se numrene med: jobmart runs',
    })
  }
  return {
    municipality: run.municipality_code,
    feed,
    runs: await runsFrom(db, feed, run.municipality_code, runId),
  }
}

/** Files of a plan's later runs that cannot come back: what they gave would be gone for good. */
export async function goneFiles(
  { home }: Pick<LoadHouse, 'home'>,
  { feed, runs }: RevertPlan,
): Promise<readonly SourceFile[]> {
  const later = runs.slice(0, -1).filter(({ isLoad }) => isLoad)
  const files = later.map(({ file }) => archivedFile(home, feed.id, file))
  const kept = await Promise.all(files.map(isThere))
  return files.filter((_, index) => !kept[index])
}

/** Every run of a feed from one on, newest first: loads in force, reverted ones, and reverts. */
export async function runsFrom(
  db: Kysely<DB>,
  feed: Feed,
  municipality: string,
  runId: string,
): Promise<readonly UndoneRun[]> {
  const rows = await db
    .selectFrom('ops.run')
    .select(['run_id', 'file_name', 'sha256', 'archived_path', 'purged_on', 'part', 'state'])
    .select(['municipality_code', 'released_from'])
    .where(inSequence(feed, municipality))
    .where('run_id', '>=', runId)
    .where('state', 'in', ['done', 'reverted'])
    .orderBy('run_id', 'desc')
    .execute()
  return rows.map((row) => ({
    runId: row.run_id,
    municipality: row.municipality_code,
    file: row,
    part: row.part,
    isLoad: row.state === 'done' && row.file_name !== null && row.released_from === null,
    isRelease: row.released_from !== null,
  }))
}

/** Undoes the runs of a plan in one transaction, and puts the later files back into the inbox. */
export async function revert(
  house: LoadHouse,
  planned: RevertPlan,
  wait: boolean,
): Promise<RevertResult> {
  const { feed, municipality } = planned
  const asked = planned.runs.at(-1)?.runId ?? ''
  return inTransaction(house.database.pool, async (transaction) => {
    await lockFeed(transaction, { database: house.database, municipality }, feed, wait)
    // What is undone is decided under the lock: a run may have finished since the plan was shown.
    const runs = await runsFrom(transaction.db, feed, municipality, asked)
    const runId = await openRun(house.database.db, {
      municipality,
      feed: feed.id,
      trigger: house.trigger,
    })
    try {
      const result = await undoAndReturn(transaction, house, feed, runId, runs)
      return { result, end: 'commit' as const }
    } catch (error) {
      await closeBroken(house.database.db, runId, error)
      throw error
    }
  })
}

async function undoAndReturn(
  transaction: Transaction,
  house: LoadHouse,
  feed: Feed,
  runId: string,
  runs: readonly UndoneRun[],
): Promise<RevertResult> {
  const counted = await undoRuns(transaction, feed, runId, runs, undefined)
  // The file that was asked to go does not come back, however often it was delivered.
  const gone = runs.at(-1)?.file
  const later = runs.filter(
    ({ file }) => file.sha256 !== gone?.sha256 || file.file_name !== gone?.file_name,
  )
  const files = await returnFiles(house, feed, later)
  const message = `Fortrudt: ${runs.map((run) => run.runId).join(', ')}.`
  const { closed, opened: reopened, waiting } = counted
  const counts = { ...NO_ROWS, closed }
  await closeRun(transaction.db, runId, { state: 'done', exitCode: EXIT.done, counts, message })
  return { runId, undone: runs, closed, reopened, waiting, ...files }
}

/**
 * Undoes runs within a transaction and marks them reverted; their open rejects can no longer be released.
 * @param runs every run of the feed from the first undone one on
 * @param part only this part of the feed: other parts' loads stay in force; undefined: all
 */
export async function undoRuns(
  transaction: Transaction,
  feed: Feed,
  runId: string,
  runs: readonly UndoneRun[],
  part: string | undefined,
): Promise<{ closed: number; opened: number; waiting: number }> {
  const all = runs.map((run) => run.runId)
  const counts = await undo(transaction.client, TARGETS[feed.target], runId, all, part)
  if (feed.mode) await undo(transaction.client, SNAPSHOT_ABSENCE, runId, all, undefined)
  const ids = runs.filter((run) => part === undefined || run.part === part).map((run) => run.runId)
  await transaction.db
    .updateTable('ops.run')
    .set({ state: 'reverted' })
    .where('run_id', 'in', ids)
    .execute()
  await transaction.db
    .updateTable('ops.quarantine')
    .set({ status: 'superseded' })
    .where('run_id', 'in', ids)
    .where('status', '=', 'open')
    .execute()
  // Rows that one of them released wait again, under the run that rejected them.
  const waiting = await transaction.db
    .updateTable('ops.quarantine')
    .set({ status: 'open', released_run_id: null })
    .where('released_run_id', 'in', ids)
    .where('run_id', 'not in', ids)
    .returning('row_id')
    .execute()
  return { ...counts, waiting: new Set(waiting.map((row) => row.row_id)).size }
}

async function returnFiles(
  { home }: LoadHouse,
  feed: Feed,
  runs: readonly UndoneRun[],
): Promise<Pick<RevertResult, 'returned' | 'lost'>> {
  const returned = new Set<string>()
  const lost = new Set<string>()
  // Oldest first, so that of two deliveries under one name the newest is the one that lies there.
  for (const { file, isLoad, municipality } of [...runs].reverse()) {
    if (!isLoad || file.file_name === null || file.sha256 === null) continue
    const archived = archivedFile(home, feed.id, file)
    const isBack = await returnToInbox(archived, home, municipality)
    ;(isBack ? returned : lost).add(archived.name)
  }
  return { returned: [...returned], lost: [...lost] }
}
