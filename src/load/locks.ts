/** Owns the locks of the house: one load per sequence of a feed's files, one publication; held by the transaction, so they die with it. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { Client, LockHolder, Transaction } from '../db/connect.ts'
import type { LoadHouse } from './context.ts'
import { markOrphans } from './run-record.ts'
import { sequenceName } from './sequence.ts'

/**
 * Takes a lock, until the transaction ends or the session lets go of it.
 * @param isShared others may hold it too, who take it likewise
 * @throws MartError LOCKED (exit 6) when another run holds it and `wait` is false
 */
export async function takeLock(
  client: Client,
  name: string,
  what: string,
  wait: boolean,
  { holder = 'transaction', isShared = false }: Holding = {},
): Promise<void> {
  const key = `jobmart:${name}`
  const of = holder === 'session' ? '' : '_xact'
  const lock = `advisory${of}_lock${isShared ? '_shared' : ''}`
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

interface Holding {
  readonly holder?: LockHolder
  readonly isShared?: boolean
}

/**
 * Keeps everybody else from publishing.
 * @throws MartError LOCKED (exit 6) when a publication is under way and `wait` is false
 */
export async function takePublishLock(
  client: Client,
  wait: boolean,
  holder?: LockHolder,
): Promise<void> {
  await takeLock(client, 'publish', 'en udgivelse', wait, holder && { holder })
}

/**
 * Keeps everybody from loading persons and from publishing until the transaction ends: for a rotation of the key.
 * @throws MartError LOCKED (exit 6) when another run holds one of the locks and `wait` is false
 */
export async function takeKeyLock(client: Client, wait: boolean): Promise<void> {
  await takeLock(client, 'key', 'indlæsning af personer, eller et skift af nøgle', wait)
  await takePublishLock(client, wait)
}

/** Takes the feed's lock and marks nothing: for a rehearsal. */
export async function takeFeedLock(
  client: Client,
  municipality: string,
  feed: Feed,
  wait: boolean,
  holder: LockHolder = 'transaction',
): Promise<void> {
  const whose = feed.isShared ? '' : ` for kommune ${municipality}`
  const what = `indlæsning af ${feed.id}${whose}`
  // What a load stages and what core holds must be made with one key.
  if (feed.personal)
    await takeLock(client, 'key', 'et skift af nøgle', wait, { holder, isShared: true })
  await takeLock(client, `load:${sequenceName(feed, municipality)}`, what, wait, { holder })
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
  await markOrphans(database.db, feed.id, feed.isShared ? undefined : municipality)
}
