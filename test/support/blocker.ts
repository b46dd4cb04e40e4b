/** Owns holding a table against writers, so that a run stops in the middle of its work until it is let go. */
import pg from 'pg'
import type { TestHouse } from './house.ts'
import { until } from './until.ts'

export interface Blocker {
  /** Waits until that many other connections wait for a lock, or for one of this kind. */
  waiters(count: number, kind?: 'relation' | 'advisory'): Promise<void>
  /** Lets the waiting go on. */
  release(): Promise<void>
}

/** Holds a table: readers pass, writers wait. */
export function blockWrites(house: TestHouse, table: string): Promise<Blocker> {
  return hold(house, `lock table ${table} in share row exclusive mode`)
}

/** Holds some rows of a table: who changes one of them waits. */
export function blockRows(house: TestHouse, table: string, where: string): Promise<Blocker> {
  return hold(house, `select from ${table} where ${where} for update`)
}

async function hold(house: TestHouse, statement: string): Promise<Blocker> {
  const client = new pg.Client({ connectionString: house.config.databaseUrl })
  // A test that fails leaves it to be cut off with its database.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(`begin; ${statement}`)
  return {
    waiters: async (count, kind) => {
      await until(`${count} waiting for a lock`, async () => {
        const waiting = await house.query(
          `select pid from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'
             and wait_event = coalesce($1, wait_event)`,
          [kind],
        )
        return waiting.length >= count
      })
    },
    release: async () => {
      await client.query('rollback')
      await client.end()
    },
  }
}
