/** Owns the rotation of the pseudonym key: a new key in the file, and every pseudonym of the database made anew by it. */
import { rotated } from '../core/pseudonym.ts'
import {
  NAMED_ROWS,
  PSEUDONYM_COLUMNS,
  type PseudonymColumns,
  ROW_NAME,
} from '../core/pseudonym-columns.ts'
import { type Client, inTransaction, type Pool } from '../db/connect.ts'
import { CopyWriter } from '../db/copy.ts'
import type { LoadHouse } from './context.ts'
import { requireSameKey } from './key-guard.ts'
import { addKey, loadKeys } from './keys.ts'
import { takeKeyLock } from './locks.ts'

export interface Rotation {
  /** Of the key now in force. */
  readonly version: number
  /** How many different pseudonyms were made anew. */
  readonly pseudonyms: number
  /** The key was in the file already, from a rotation that died. */
  readonly isResumed: boolean
}

const AT_ONCE = 50_000

/**
 * Puts a new version of the key into the home's keys.json and makes pseudonym n of every pseudonym n−1 in the database, in one
 * transaction (DESIGN §6). What dies in between leaves the old key in force, and the new one waiting for the next call.
 * @throws MartError LOCKED (exit 6), WRONG_PSEUDONYM_KEY or BAD_CONFIGURATION (exit 4)
 */
export async function rotateKey(house: LoadHouse, wait: boolean): Promise<Rotation> {
  const { database, home, pseudonyms } = house
  const rotation = await inTransaction(database.pool, async ({ client }) => {
    await takeKeyLock(client, wait)
    await requireSameKey(client, pseudonyms)
    const inForce = pseudonyms?.keyVersion ?? 0
    const keys = await loadKeys(home, undefined)
    const waiting = keys[inForce]
    const key = waiting ?? (await addKey(home, keys))
    const made = await rekeyAll(client, key, inForce + 1)
    await noteKey(client, inForce + 1, rotated(pseudonyms?.check ?? '', key))
    const result = { version: inForce + 1, pseudonyms: made, isResumed: waiting !== undefined }
    return { result, end: 'commit' as const }
  })
  await tidy(database.pool)
  return rotation
}

/** A database that holds no persons yet is told its key by its first load. */
async function noteKey(client: Client, version: number, check: string): Promise<void> {
  await client.query(
    `insert into ops.pseudonym_key (version, check_value)
     select $1, $2 where exists (select from ops.pseudonym_key)`,
    [version, check],
  )
}

async function rekeyAll(client: Client, key: Buffer, version: number): Promise<number> {
  // Whole tables are joined with the list of keys; a hash of it that fits is several times as fast.
  await client.query("set local work_mem = '64MB'")
  await client.query(
    'create temp table rekey (was text primary key, becomes text not null) on commit drop',
  )
  const made = await listKeys(client, key)
  await client.query('analyze rekey')
  for (const table of PSEUDONYM_COLUMNS) await client.query(rekeyTable(table, version))
  for (const { coreTable, part, parts } of NAMED_ROWS) {
    const pieces = Array.from({ length: parts }, (_, index) =>
      index + 1 === part ? 'k.becomes' : `split_part(n.${ROW_NAME.column}, '|', ${index + 1})`,
    )
    await client.query(
      `update ${ROW_NAME.table} as n set ${ROW_NAME.column} = concat_ws('|', ${pieces.join(', ')})
       from rekey as k
       where n.core_table = $1 and k.was = split_part(n.${ROW_NAME.column}, '|', ${part})`,
      [coreTable],
    )
  }
  return made
}

/** Fills the list of every pseudonym there is and what it becomes, some at a time; returns how many. */
async function listKeys(client: Client, key: Buffer): Promise<number> {
  const columns = PSEUDONYM_COLUMNS.flatMap(({ table, columns, tellsVersion }) =>
    columns.map(
      (column) =>
        `select ${column} from ${table} where ${tellsVersion ? 'key_version > 0' : 'true'}`,
    ),
  )
  const named = NAMED_ROWS.map(
    ({ coreTable, part }) =>
      `select split_part(${ROW_NAME.column}, '|', ${part}) from ${ROW_NAME.table} where core_table = '${coreTable}'`,
  )
  await client.query(
    `declare pseudonym cursor for
     select key from (${[...columns, ...named].join(' union ')}) as p (key) where key is not null`,
  )
  const writer = new CopyWriter(client, 'rekey', ['was', 'becomes'])
  let made = 0
  for (;;) {
    const { rows } = await client.query<{ key: string }>(`fetch ${AT_ONCE} from pseudonym`)
    if (rows.length === 0) break
    for (const row of rows) writer.add([row.key, rotated(row.key, key)])
    await writer.flush()
    made += rows.length
  }
  await client.query('close pseudonym')
  return made
}

/** Each row is written once, however many of its columns are pseudonyms. */
function rekeyTable({ table, columns, tellsVersion }: PseudonymColumns, version: number): string {
  const set = columns.map((column, index) => `${column} = k${index}.becomes`)
  const joins = columns.map(
    (column, index) => `left join rekey as k${index} on k${index}.was = s.${column}`,
  )
  const [versionSet, only] = tellsVersion
    ? [`, key_version = ${version}`, 'and s.key_version > 0']
    : ['', '']
  return `update ${table} as t set ${set.join(', ')}${versionSet}
    from ${table} as s ${joins.join(' ')}
    where t.ctid = s.ctid and t.tableoid = s.tableoid ${only}`
}

// Every row was written anew: without this the next loads and publications plan by, and read past, what is gone.
async function tidy(pool: Pool): Promise<void> {
  for (const { table } of PSEUDONYM_COLUMNS) {
    // The rotation is done; should the connection break now, autovacuum comes by.
    await pool.query(`vacuum (analyze) ${table}`).catch(() => undefined)
  }
}
