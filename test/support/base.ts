/** Owns houses that can be copied: a base in the state that several tests begin with, and copies of it, home and database. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../../src/cli/config.ts'
import { nightly, type RunFlags, refreshWord, run } from '../../src/cli/words/run.ts'
import { cloneDatabase, type Row, type TestHouse } from './house.ts'

const quiet = () => undefined

/** A house that nobody is connected to, so that it can be copied. */
export interface Base {
  readonly home: string
  /** Name of its database. */
  readonly database: string
  drop(): Promise<void>
}

/** Prepares a base from a copy of another, or from a database alone (the migrated one unless named). */
export async function makeBase(
  prepare: (house: TestHouse) => Promise<void>,
  from: { readonly home?: string; readonly database?: string } = {},
): Promise<Base> {
  const home = await homeLike(from.home)
  const { url, drop } = await cloneDatabase(from.database)
  const { house, leave } = houseOf(home, url)
  await prepare(house)
  await leave()
  return {
    home,
    database: new URL(url).pathname.slice(1),
    drop: async () => {
      await drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Opens a copy of a base, lends it to `work`, and takes it down. */
export async function withCopy<T>(base: Base, work: (house: TestHouse) => Promise<T>): Promise<T> {
  const home = await homeLike(base.home)
  const { url, drop } = await cloneDatabase(base.database)
  const { house, leave } = houseOf(home, url)
  try {
    return await work(house)
  } finally {
    await leave()
    await drop()
    await rm(home, { recursive: true, force: true })
  }
}

async function homeLike(other: string | undefined): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'jobmart-crash-'))
  // Files without a stamp in their name are loaded by their times.
  if (other) await cp(other, home, { recursive: true, preserveTimestamps: true })
  return home
}

function houseOf(home: string, url: string): { house: TestHouse; leave: () => Promise<void> } {
  const config: Config = {
    home,
    databaseUrl: url,
    municipality: '791',
    businessDate: '2020-02-15',
  }
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  const house: TestHouse = {
    config,
    deliver: async (name, content) => {
      const path = join(home, 'inbox', name)
      await mkdir(join(home, 'inbox'), { recursive: true })
      await writeFile(path, content)
      await writeFile(`${path}.done`, '')
      return path
    },
    run: (feed: string, flags: Partial<RunFlags> = {}) =>
      run(config, feed, { publish: true, ...flags }, quiet) as ReturnType<TestHouse['run']>,
    nightly: () => nightly(config, {}, quiet) as ReturnType<TestHouse['nightly']>,
    publish: () => refreshWord(config, {}, quiet),
    query: async <T extends Row>(sql: string, values?: unknown[]) =>
      (await pool.query(sql, values)).rows as T[],
    close: () => pool.end(),
  }
  return { house, leave: () => house.close() }
}
