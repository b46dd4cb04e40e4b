/** Owns the states that tests compare: core row by row, what differs between two states, and the sums every run keeps. */
import { expect } from '@jest/globals'
import type { Row, TestHouse } from './house.ts'

/** Rows as text, by table. */
export type Contents = Readonly<Record<string, readonly string[]>>

const CORE_TABLES = ['external_measure', 'population', 'goal_target', 'budget_line'] as const

/** Every version of every row in core, with the runs and times that opened and closed it. */
export async function coreContents(house: TestHouse): Promise<Contents> {
  const contents: Record<string, readonly string[]> = {}
  for (const table of CORE_TABLES) {
    const rows = await house.query<{ row: string }>(
      `select to_jsonb(c)::text as row from core.${table} as c order by 1`,
    )
    contents[table] = rows.map(({ row }) => row)
  }
  return contents
}

/** Every row of every table of the house's schemas, as text. */
export async function everyRow(house: TestHouse): Promise<Contents> {
  const tables = await house.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const contents: Record<string, readonly string[]> = {}
  for (const { name } of tables) {
    const rows = await house.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} as t`,
    )
    contents[name] = rows.map(({ row }) => row).sort()
  }
  return contents
}

/** Mart as martContents compares it, each table as its count and a hash over its rows: for tables too big to carry. */
export async function martFingerprint(house: TestHouse): Promise<Record<string, string>> {
  const tables = await house.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'mart' and table_name not in ('publication', 'load_status')`,
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await house.query<{ print: string }>(
      `select count(*) || ' rows ' || coalesce(md5(string_agg(hash, '' order by hash)), '') as print
       from (select md5((to_jsonb(t) - 'run_id' - 'loaded_at')::text) as hash from mart.${name} as t) as h`,
    )
    prints[name] = row?.print ?? ''
  }
  return prints
}

/** The rows that only one of two states has, by table; a table without any is left out. */
export function differences(
  before: Contents,
  after: Contents,
): Record<string, { gone: Row[]; come: Row[] }> {
  const found: Record<string, { gone: Row[]; come: Row[] }> = {}
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const gone = only(before[table] ?? [], after[table] ?? [])
    const come = only(after[table] ?? [], before[table] ?? [])
    if (gone.length + come.length > 0) found[table] = { gone, come }
  }
  return found
}

function only(rows: readonly string[], others: readonly string[]): Row[] {
  const known = new Set(others)
  return rows.filter((row) => !known.has(row)).map((row) => JSON.parse(row) as Row)
}

/** One run as ops.run has it, its counts as numbers. */
export interface RunRow extends Row {
  readonly run_id: string
  readonly feed: string
  readonly file_name: string | null
  readonly state: string
  readonly exit_code: number | null
  readonly message: string | null
  readonly read: number
  readonly loaded: number
  readonly unchanged: number
  readonly closed: number
  readonly quarantined: number
  readonly ignored: number
}

/** The runs of a house, oldest first. */
export function runsOf(house: TestHouse): Promise<RunRow[]> {
  return house.query<RunRow>(
    `select run_id, feed, file_name, state, exit_code, message, rows_read::integer as read,
       rows_loaded::integer as loaded, rows_unchanged::integer as unchanged, rows_closed::integer as closed,
       rows_quarantined::integer as quarantined, rows_ignored::integer as ignored
     from ops.run order by run_id`,
  )
}

/** The newest run of a feed. */
export async function lastRun(house: TestHouse, feed: string): Promise<RunRow> {
  const run = (await runsOf(house)).findLast((each) => each.feed === feed)
  if (!run) throw new Error(`no run of ${feed}`)
  return run
}

/** The faults of one run, in the order they were met. */
export function faultsOf(house: TestHouse, runId: string | undefined): Promise<Row[]> {
  return house.query(
    `select quarantine_id, row_id, file_name, line, column_name, code, expected, got, message, status
     from ops.quarantine where run_id = $1 order by quarantine_id`,
    [runId],
  )
}

/** Holds every closed run to its sums: no row is lost, and quarantine has a row_id for each rejected row. */
export async function expectConservation(house: TestHouse): Promise<void> {
  for (const run of (await runsOf(house)).filter(({ state }) => state !== 'running')) {
    expect(run.loaded + run.unchanged + run.quarantined + run.ignored).toBe(run.read)
    const rejected = new Set((await faultsOf(house, run.run_id)).map((fault) => fault.row_id))
    rejected.delete(null)
    expect([run.run_id, rejected.size]).toEqual([run.run_id, run.quarantined])
  }
}
