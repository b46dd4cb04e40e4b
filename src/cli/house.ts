/** Owns opening and closing the house around a word: home, server, database, reference data. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MartError } from '../core/errors.ts'
import { makePseudonymiser } from '../core/pseudonym.ts'
import { buildReference } from '../core/reference.ts'
import { type Database, inTransaction, openDatabase } from '../db/connect.ts'
import { useEmbedded } from '../db/embedded/server.ts'
import { isBlank, migrate, requireMigrated } from '../db/migrate.ts'
import { syncReference } from '../db/reference.ts'
import { keysInForce } from '../load/key-guard.ts'
import { loadKeys } from '../load/keys.ts'
import { makeVault } from '../load/originals.ts'
import type { Trigger } from '../load/run-record.ts'
import { scratchFolder } from '../load/source-file.ts'
import type { PublishHouse } from '../publish/publish.ts'
import { sweepScratch } from '../read/scratch.ts'
import { type Config, requireMunicipality } from './config.ts'
import { feedsOf } from './feeds.ts'
import { onInterrupt } from './interrupt.ts'
import { readReference } from './reference.ts'

/** Runs `work` with an open database that fits this program; a server that we started is stopped again. */
export async function withDatabase<T>(
  config: Config,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  await mkdir(join(config.home, 'inbox'), { recursive: true })
  if (config.databaseUrl !== undefined) return withUrl(config.databaseUrl, work)
  const server = await useEmbedded(config.home)
  const forget = onInterrupt(() => server.release())
  try {
    return await withUrl(server.url, async (database) => {
      // A database of our own making has nothing to lose: it is born at this program's version.
      if (await isBlank(database)) await migrateAndSync(database, config)
      return work(database)
    })
  } finally {
    forget()
    await server.release()
  }
}

async function withUrl<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(url)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** Brings the database to the program's shape and gives it the reference data; returns the files applied. */
export async function migrateAndSync(
  database: Database,
  config: Config,
): Promise<readonly string[]> {
  const guard = await database.pool.connect()
  try {
    await guard.query("select pg_advisory_lock(hashtextextended('jobmart:migrate', 0))")
    return await migrateAndSyncAlone(database, config)
  } finally {
    await guard.query("select pg_advisory_unlock(hashtextextended('jobmart:migrate', 0))")
    guard.release()
  }
}

async function migrateAndSyncAlone(database: Database, config: Config): Promise<readonly string[]> {
  const applied = await migrate(database)
  const { tables } = await readReference(config)
  await inTransaction(database.pool, async (transaction) => ({
    result: await syncReference(transaction, { tables, feeds: feedsOf(config), settings: [] }),
    end: 'commit',
  }))
  return applied
}

/**
 * Runs `work` with a migrated database, reference data and municipality: what loading and publishing need.
 * @param makesKeys whether a home without pseudonym keys gets them
 */
export async function withHouse<T>(
  config: Config,
  trigger: Trigger,
  work: (house: PublishHouse) => Promise<T>,
  makesKeys = true,
): Promise<T> {
  const municipality = requireMunicipality(config)
  const { tables, hash, parameterHash } = await readReference(config)
  const reference = buildReference(tables)
  if (reference.area(municipality)?.code !== municipality) {
    throw new MartError('BAD_CONFIGURATION', 'Kommunekoden findes ikke.', {
      expected: 'en kode fra sql/reference/area.csv',
      got: municipality,
      todo: 'Ret JOBMART_MUNICIPALITY; Viborg er fx 791.',
    })
  }
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    await sweepScratch(scratchFolder(config.home))
    const keys = await loadKeys(config.home, config.pseudonymKey, makesKeys)
    const inForce = await keysInForce(database.pool, keys)
    return work({
      database,
      home: config.home,
      municipality,
      reference,
      referenceHash: hash,
      parameterHash,
      trigger,
      pseudonyms: makePseudonymiser(keys.slice(0, inForce)),
      vault: makeVault(keys, inForce),
      feeds: feedsOf(config),
      businessDate: config.businessDate,
    })
  })
}
