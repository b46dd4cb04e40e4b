/** Owns the story of one file: a private copy, the feed's lock, the load in one transaction, and its way out of the inbox. */
import { rm } from 'node:fs/promises'
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { TARGETS, type Target } from '../core/target.ts'
import { type Database, inTransaction, type Transaction } from '../db/connect.ts'
import { type LoadHouse, type LoadOptions, workroom } from './context.ts'
import { type HeadingDrift, headingDrift, lastHeadings } from './headings.ts'
import { stands } from './in-force.ts'
import { isSameKey } from './key-guard.ts'
import { alreadyReplaced, type LoadResult, skipped } from './load-result.ts'
import { lockFeed } from './locks.ts'
import { withPart } from './part.ts'
import { partTold } from './read-file.ts'
import { laterLoads, loadInOrder, replacedBy } from './reorder.ts'
import { type LoadContext, recordRefusal, runLoad } from './run-load.ts'
import { sealInInbox } from './sealed-file.ts'
import { leaveInbox, type SourceFile, takeFile } from './source-file.ts'

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
  const file = await takeFile(path, feed, house)
  try {
    const given = await withPart(feed, file, options, workroom(house))
    const result = await loadInTransaction(house, feed, file, given)
    await leaveInbox(file, house.home)
    await refreshStatistics(house.database, feed, result.counts.loaded)
    return result
  } finally {
    await rm(file.copy, { force: true })
  }
}

/** What a load would come to, and how its headings differ from the last file's; undefined when it was not read. */
export interface RehearsedLoad {
  readonly load: LoadResult
  readonly drift: HeadingDrift | undefined
}

/**
 * Loads a file within the caller's transaction, which is going to be rolled back: nothing is archived, moved or recorded
 * outside it. The caller holds the feed's lock.
 */
export async function rehearseLoad(
  transaction: Transaction,
  house: LoadHouse,
  feed: Feed,
  path: string,
  options: LoadOptions,
): Promise<RehearsedLoad> {
  const file = await takeFile(path, feed, house)
  try {
    const { db } = transaction
    const given = await withPart(feed, file, options, workroom(house))
    const part = partTold(feed, file.name, given.table)
    const last = await lastHeadings(db, house.municipality, feed, part)
    const context = {
      ...{ transaction, house, feed, options: given },
      ...{ records: db, movesFiles: false },
    }
    const load = await loadInTurn(context, file)
    return { load, drift: load.headings && headingDrift(feed, load.headings, last) }
  } finally {
    await rm(file.copy, { force: true })
  }
}

async function loadInTurn(context: LoadContext, file: SourceFile): Promise<LoadResult> {
  const { transaction, house, feed, options } = context
  const replacement = await replacedBy(transaction.db, house, feed, file, options)
  if (replacement) return runLoad({ ...context, unread: alreadyReplaced(replacement) }, file)
  if (!options.force && (await stands(transaction.db, house, feed, file, options))) {
    return runLoad({ ...context, unread: skipped() }, file)
  }
  const later = await laterLoads(transaction.db, house, feed, file, options)
  return later.length > 0 ? loadInOrder(context, file, later) : runLoad(context, file)
}

async function loadInTransaction(
  house: LoadHouse,
  feed: Feed,
  file: SourceFile,
  options: LoadOptions,
): Promise<LoadResult> {
  const { pool, db } = house.database
  const given = { house, feed, options, movesFiles: true }
  try {
    return await inTransaction(pool, async (transaction) => {
      await lockFeed(transaction, house, feed, options.wait ?? false)
      // With another key than the database knows it would be lost to those who put the right one back.
      if (feed.personal && (await isSameKey(transaction.client, house.pseudonyms))) {
        await sealInInbox(file, house.home)
      }
      const load = loadInTurn({ ...given, transaction, records: db }, file)
      return { result: await load, end: 'commit' as const }
    })
  } catch (error) {
    if (!(error instanceof MartError) || error.code !== 'REORDER_FAILED') throw error
    // All of it was rolled back, its records too: the refusal is told by one of its own.
    return inTransaction(pool, async (transaction) => {
      const context = { ...given, transaction, records: transaction.db }
      return { result: await recordRefusal(context, file, error), end: 'commit' as const }
    })
  }
}

const MANY_ROWS = 1000

// The publication follows at once, before autovacuum would have looked; without statistics its plans are poor.
async function refreshStatistics({ pool }: Database, feed: Feed, loaded: number): Promise<void> {
  if (loaded < MANY_ROWS) return
  const target: Target = TARGETS[feed.target]
  await pool.query(`analyze core.${target.table}${target.namesPersons ? ', core.person' : ''}`)
}
