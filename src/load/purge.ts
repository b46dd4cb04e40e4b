/** Owns the purge: originals that tell of persons are removed when their time is up; what they gave stays in core. */
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DateTime } from 'luxon'
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { inTransaction, type Transaction } from '../db/connect.ts'
import type { LoadHouse } from './context.ts'
import { isSameKey } from './key-guard.ts'
import { takeFeedLock } from './locks.ts'
import { isSealed } from './originals.ts'
import { sealInPlace } from './sealed-file.ts'
import { storageFailed } from './source-file.ts'

export interface Purge {
  /** How many days such files are kept. */
  readonly days: number
  /** The files removed, from the home. */
  readonly removed: readonly string[]
}

interface Deadline {
  readonly days: number
  readonly today: string
  /** What was taken on this day or before is removed; ISO date. */
  readonly last: string
}

const DAYS = 'original_days'
const ZONE = 'Europe/Copenhagen'

/**
 * Removes the originals of personal feeds that were taken so many days ago (parameter original_days), from archive, failed and
 * inbox, and notes it on their runs, which keep checksum and counts; the reason beside a failed file stays. What lies plain
 * in archive or failed, from before originals were encrypted, is encrypted. A feed that is being loaded is left to the next
 * night.
 * @throws MartError STORAGE_FAILED when a file cannot be removed, BAD_CONFIGURATION when the parameter is no number
 */
export async function purgeOriginals(house: LoadHouse, feeds: readonly Feed[]): Promise<Purge> {
  const deadline = await deadlineOf(house)
  const removed: string[] = []
  for (const feed of feeds.filter(({ personal }) => personal)) {
    removed.push(...(await purgeFeed(house, feed, deadline)))
  }
  removed.push(...(await purgeInbox(house, deadline)))
  return { days: deadline.days, removed }
}

async function deadlineOf({ database, businessDate }: LoadHouse): Promise<Deadline> {
  const { rows } = await database.pool.query<{ value: string }>(
    'select value from ref.parameter where name = $1',
    [DAYS],
  )
  const value = rows[0]?.value ?? '90'
  if (!/^\d{1,5}$/.test(value)) {
    throw new MartError('BAD_CONFIGURATION', `Parameteren ${DAYS} er ikke et antal dage.`, {
      expected: 'et helt tal, fx 90',
      got: value,
      todo: 'Ret linjen i reference/parameter.csv i hjemmet.',
    })
  }
  const days = Number(value)
  const today = businessDate ?? DateTime.now().setZone(ZONE).toISODate() ?? ''
  return { days, today, last: DateTime.fromISO(today).minus({ days }).toISODate() ?? '' }
}

async function purgeFeed(
  house: LoadHouse,
  feed: Feed,
  deadline: Deadline,
): Promise<readonly string[]> {
  try {
    return await inTransaction(house.database.pool, async (transaction) => {
      await takeFeedLock(transaction.client, house.municipality, feed, false)
      const removed = await purgeRecorded(transaction, house, feed, deadline)
      const left = await originalsOf(house, feed)
      const strays = await purgeStrays(transaction, house, feed, deadline, left)
      const kept = left.filter((path) => !strays.includes(path))
      await sealPlain(transaction, house, kept)
      return { result: [...removed, ...strays], end: 'commit' as const }
    })
  } catch (error) {
    if (error instanceof MartError && error.code === 'LOCKED') return []
    throw error
  }
}

/** Removes the files that runs tell of, and notes it. What died in between is made good by the next: nothing is removed twice. */
async function purgeRecorded(
  { client }: Transaction,
  { home, municipality }: LoadHouse,
  feed: Feed,
  { last, today }: Deadline,
): Promise<readonly string[]> {
  // A file that came again after it was removed is told of by runs without that note.
  const { rows } = await client.query<{ path: string }>(
    `select archived_path as path from ops.run
     where feed = $1 and municipality_code = $2 and archived_path is not null and purged_on is null
     group by archived_path
     having min(coalesce(taken_on, (started_at at time zone '${ZONE}')::date)) <= $3
     order by archived_path`,
    [feed.id, municipality, last],
  )
  const paths = rows.map(({ path }) => path)
  for (const path of paths) await remove(join(home, path))
  if (paths.length > 0) {
    await client.query(
      `update ops.run set purged_on = $4
       where feed = $1 and municipality_code = $2 and archived_path = any ($3) and purged_on is null`,
      [feed.id, municipality, paths, today],
    )
  }
  return paths
}

/** The same for files that no run tells of, such as those of a load that died: by the day they were put there. */
async function purgeStrays(
  { client }: Transaction,
  { home }: LoadHouse,
  feed: Feed,
  { last }: Deadline,
  files: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{ path: string }>(
    'select distinct archived_path as path from ops.run where feed = $1 and archived_path is not null and purged_on is null',
    [feed.id],
  )
  const told = new Set(rows.map(({ path }) => path))
  const removed: string[] = []
  for (const path of files) {
    if (told.has(path) || (await lastMoved(join(home, path))) > last) continue
    await remove(join(home, path))
    removed.push(path)
  }
  return removed
}

/** Encrypts what lies plain, from before originals were encrypted. */
async function sealPlain(
  { client }: Transaction,
  { home, vault, pseudonyms }: LoadHouse,
  files: readonly string[],
): Promise<void> {
  if (!(await isSameKey(client, pseudonyms))) return
  for (const path of files) {
    if (!(await isSealed(join(home, path)))) await sealInPlace(join(home, path), vault)
  }
}

/** A file that was taken and still lies in the inbox; one that nobody has taken is the sender's. */
async function purgeInbox(
  { home, municipality }: LoadHouse,
  { last }: Deadline,
): Promise<readonly string[]> {
  const removed: string[] = []
  for (const folder of ['inbox', `inbox/${municipality}`]) {
    for (const name of await readdir(join(home, folder)).catch(() => [])) {
      const path = join(home, folder, name)
      if (!(await isSealed(path)) || (await lastMoved(path)) > last) continue
      await remove(path)
      await remove(`${path}.done`)
      removed.push(`${folder}/${name}`)
    }
  }
  return removed
}

async function originalsOf({ home }: LoadHouse, { id }: Feed): Promise<readonly string[]> {
  return [...(await filesBelow(home, `archive/${id}`)), ...(await filesBelow(home, `failed/${id}`))]
}

/** The files in a room of the home, but for the reasons beside them. */
async function filesBelow(home: string, room: string): Promise<readonly string[]> {
  const names = await readdir(join(home, room), { recursive: true }).catch(() => [])
  const paths = names.map((name) => `${room}/${name.replaceAll('\\', '/')}`).sort()
  const isOriginal = async (path: string) =>
    !path.endsWith('.txt') && (await stat(join(home, path))).isFile()
  const kept = await Promise.all(paths.map(isOriginal))
  return paths.filter((path, index) => kept[index] && !basename(path).startsWith('.'))
}

/** The day a file came to lie where it lies; its other times are its sender's. */
async function lastMoved(path: string): Promise<string> {
  const { ctimeMs } = await stat(path)
  return DateTime.fromMillis(ctimeMs, { zone: ZONE }).toISODate() ?? ''
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch((cause) => {
    throw storageFailed('En fil, hvis frist er gået, kunne ikke slettes.', path, cause)
  })
}
