/** Owns the locks of the house: one load per feed and municipality, one publication; held by the transaction, so they die with it. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { Client, Transaction } from '../db/connect.ts'
import type { LoadHouse } from './context.ts'
import { markOrphans } from './run-record.ts'

/**
 * Takes a lock until the transaction ends.
 * @throws MartError LOCKED (exit 6) when another run holds it and `wait` is false
 */
export async function takeLock(
  client: Client,
  name: string,
  what: string,
  wait: boolean,
): Promise<void> {
  const key = `jobmart:${name}`
  if (wait) {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key])
    return
  }
  const { rows } = await client.query<{ taken: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken',
    [key],
  )
  if (rows[0]?.taken) return
  throw new MartError('LOCKED', `En anden kørsel er i gang: ${what}.`, {
    todo: 'Vent, til den er færdig (se: jobmart runs), eller kør igen med --wait.',
  })
}

/** Takes the feed's lock for the transaction and marks nothing: for a rehearsal. */
export async function takeFeedLock(
  client: Client,
  municipality: string,
  feed: Feed,
  wait: boolean,
): Promise<void> {
  const what = `indlæsning af ${feed.id} for kommune ${municipality}`
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
