/** Owns the story of one file: a private copy, the feed's lock, the load in one transaction, and its way out of the inbox. */
import { rm } from 'node:fs/promises'
import type { Feed } from '../core/feed.ts'
import type { Reference } from '../core/reference.ts'
import { TARGETS } from '../core/target.ts'
import { type Database, inTransaction, type Transaction } from '../db/connect.ts'
import type { LoadResult } from './load-result.ts'
import { takeLock } from './locks.ts'
import { runLoad } from './run-load.ts'
import { markOrphans, type Trigger } from './run-record.ts'
import { leaveInbox, takeFile } from './source-file.ts'

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
  /** `--full` or `--delta`: what the file replaces, when its name does not tell. */
  readonly mode?: 'full' | 'delta' | undefined
  /** Load even if the file is the current one, or has lost more rows than is tolerated. */
  readonly force?: boolean
  /** Wait for another load of the feed instead of stopping with exit 6. */
  readonly wait?: boolean
  /** ISO date: `--extracted-on`, or the stamp in the file's name. */
  readonly extractedOn?: string | undefined
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
    const result = await inTransaction(house.database.pool, async (transaction) => {
      await lockFeed(transaction, house, feed, options.wait ?? false)
      const context = { transaction, house, feed, options, records: house.database.db }
      return { result: await runLoad({ ...context, isRehearsal: false }, file), end: 'commit' }
    })
    await leaveInbox(file, house.home)
    await refreshStatistics(house.database, feed, result.counts.loaded)
    return result
  } finally {
    await rm(file.copy, { force: true })
  }
}

/**
 * Takes the feed's lock for the transaction, and marks the runs that died holding it.
 * @throws MartError LOCKED (exit 6) when another run holds it and `wait` is false
 */
export async function lockFeed(
  { client }: Transaction,
  { database, municipality }: Pick<LoadHouse, 'database' | 'municipality'>,
  feed: Feed,
  wait: boolean,
): Promise<void> {
  const what = `indlæsning af ${feed.id} for kommune ${municipality}`
  await takeLock(client, `load:${feed.id}:${municipality}`, what, wait)
  await markOrphans(database.db, feed.id, municipality)
}

const MANY_ROWS = 1000

// The publication follows at once, before autovacuum would have looked; without statistics its plans are poor.
async function refreshStatistics({ pool }: Database, feed: Feed, loaded: number): Promise<void> {
  if (loaded >= MANY_ROWS) await pool.query(`analyze core.${TARGETS[feed.target].table}`)
}
