/** Owns the locks of the house: one load per feed and municipality, one publication; held by the transaction, so they die with it. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { Client, Transaction } from '../db/connect.ts'
import type { LoadHouse } from './context.ts'
import { markOrphans } from './run-record.ts'

/**
 * Takes a lock until the transaction ends.
 * @param isShared others may hold it too, who take it likewise
 * @throws MartError LOCKED (exit 6) when another run holds it and `wait` is false
 */
export async function takeLock(
  client: Client,
  name: string,
  what: string,
  wait: boolean,
  isShared = false,
): Promise<void> {
  const key = `jobmart:${name}`
  const lock = isShared ? 'advisory_xact_lock_shared' : 'advisory_xact_lock'
  if (wait) {
    await client.query(`select pg_${lock}(hashtextextended($1, 0))`, [key])
    return
  }
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_${lock}(hashtextextended($1, 0)) as taken`,
    [key],
  )
  if (rows[0]?.taken) return
  throw new MartError('LOCKED', `En anden kørsel er i gang: ${what}.`, {
    todo: 'Vent, til den er færdig (se: jobmart runs), eller kør igen med --wait.',
  })
}

/**
 * Keeps everybody from loading persons and from publishing until the transaction ends: for a rotation of the key.
 * @throws MartError LOCKED (exit 6) when another run holds one of the locks and `wait` is false
 */
export async function takeKeyLock(client: Client, wait: boolean): Promise<void> {
  await takeLock(client, 'key', 'indlæsning af personer, eller et skift af nøgle', wait)
  await takeLock(client, 'publish', 'en udgivelse', wait)
}

/** Takes the feed's lock for the transaction and marks nothing: for a rehearsal. */
export async function takeFeedLock(
  client: Client,
  municipality: string,
  feed: Feed,
  wait: boolean,
): Promise<void> {
  const what = `indlæsning af ${feed.id} for kommune ${municipality}`
  // What a load stages and what core holds must be made with one key.
  if (feed.personal) await takeLock(client, 'key', 'et skift af nøgle', wait, true)
  await takeLock(client, `load:${feed.id}:${municipality}`, what, wait)
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
  await takeFeedLock(client, municipality, feed, wait)
  await markOrphans(database.db, feed.id, municipality)
}
