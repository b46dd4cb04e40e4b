/** Owns houses that can be copied: a base in the state that several tests begin with, and copies of it, home and database. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloneDatabase, houseOn, type TestHouse } from './house.ts'

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
  const house = houseOf(home, url)
  await prepare(house)
  await house.close()
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
  const house = houseOf(home, url)
  try {
    return await work(house)
  } finally {
    await house.close()
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

function houseOf(home: string, url: string): TestHouse {
  return houseOn({ home, databaseUrl: url, municipality: '791', businessDate: '2020-02-15' }, url)
}
