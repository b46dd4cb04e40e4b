/** Owns a test's own house: a temporary home and a database cloned from the template, and the words run in it. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import pg from 'pg'
import type { Config } from '../../src/cli/config.ts'
import type { WordResult } from '../../src/cli/output.ts'
import { nightly, type RunFlags, refreshWord, run } from '../../src/cli/words/run.ts'
import type { LoadResult } from '../../src/load/load-result.ts'

export type Row = Record<string, unknown>

/** The part of `run --json` that tests look at. */
export interface RunJson {
  loads: {
    run_id: string
    feed: string
    state: string
    exit_code: number
    rows: LoadResult['counts']
    message: string
    dropped_columns: string[]
    warnings: string[]
    faults: {
      code: string
      sheet: string | null
      line: number
      column: string | null
      message: string
    }[]
    error?: { code: string; message: string; todo?: string; got?: string; expected?: string }
  }[]
  failures: { error: { code: string } }[]
  publication?: { published: boolean; changes: { model: string; reason: string; slices: number }[] }
  publish_error?: { error: { code: string; message: string; got: string; todo: string } }
}

/** The columns of reference files that `overlay` is given lines for. */
export const AREA_HEADING = 'area_code,kind,name,municipality_code,statbank_code,aliases'
export const LABEL_HEADING = 'list,source,label,code,valid_from,valid_to'

export interface TestHouse {
  readonly config: Config
  /** Puts a file into the inbox; text is UTF-8. */
  deliver(name: string, content: string | Uint8Array): Promise<string>
  /** Puts a file of the municipality's own over the project's reference data; returns its path. */
  overlay(name: string, ...lines: readonly string[]): Promise<string>
  /** `jobmart run FEED` in this house. */
  run(feed: string, flags?: Partial<RunFlags>): Promise<WordResult & { json: RunJson }>
  nightly(): Promise<WordResult & { json: RunJson }>
  /** `jobmart refresh`: publishes what changed. */
  publish(): Promise<WordResult>
  query<T extends Row = Row>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

const quiet = () => undefined
const open: TestHouse[] = []

afterAll(async () => {
  await Promise.all(open.splice(0).map((house) => house.close()))
})

/** A fresh database cloned from the migrated template, or from another (`template0` is empty); dropped by `drop`. */
export async function cloneDatabase(
  template = process.env.JOBMART_TEST_TEMPLATE ?? '',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = process.env.JOBMART_TEST_SERVER ?? ''
  const name = `jobmart_test_${process.pid}_${randomUUID().slice(0, 8)}`
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await admin(`create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => admin(`drop database if exists ${name} with (force)`) }
}

/** Opens a house of its own for one test file or test; it is taken down after the file's tests, but for a home that is given. */
export async function openHouse(settings: Partial<Config> = {}): Promise<TestHouse> {
  const home = settings.home ?? (await mkdtemp(join(tmpdir(), 'jobmart-house-')))
  const { url, drop } = await cloneDatabase()
  const config: Config = {
    home,
    databaseUrl: url,
    municipality: '791',
    businessDate: '2020-02-15',
    ...settings,
  }
  const whole = houseOn(config, url)
  const house: TestHouse = {
    ...whole,
    close: async () => {
      await whole.close()
      await drop()
      if (settings.home === undefined) await rm(home, { recursive: true, force: true })
    },
  }
  open.push(house)
  return house
}

/** The words in a house with this home and database; its end leaves both. */
export function houseOn(config: Config, url: string): TestHouse {
  // Dates as text: a JS Date would be the day before in Copenhagen.
  const types = {
    getTypeParser: (oid: number) => (oid === 1082 ? String : pg.types.getTypeParser(oid)),
  }
  const pool = new pg.Pool({ connectionString: url, max: 2, types: types as pg.CustomTypesConfig })
  // Its end does not wait for the server, so the drop that follows may still meet a connection.
  pool.on('error', () => undefined)
  return {
    config,
    deliver: async (name, content) => {
      const path = join(config.home, 'inbox', name)
      await mkdir(join(config.home, 'inbox'), { recursive: true })
      await writeFile(path, content)
      // Its mark says that the file is whole, so that no test waits for it to settle.
      await writeFile(`${path}.done`, '')
      return path
    },
    overlay: async (name, ...lines) => {
      const path = join(config.home, 'reference', name)
      await mkdir(join(config.home, 'reference'), { recursive: true })
      await writeFile(path, `${lines.join('\n')}\n`)
      return path
    },
    run: (feed, flags = {}) =>
      run(config, feed, { publish: true, ...flags }, quiet) as ReturnType<TestHouse['run']>,
    nightly: () => nightly(config, {}, quiet) as ReturnType<TestHouse['nightly']>,
    publish: () => refreshWord(config, {}, quiet),
    query: async <T extends Row>(sql: string, values?: unknown[]) =>
      (await pool.query(sql, values)).rows as T[],
    close: () => pool.end(),
  }
}

// The calendar has eighteen thousand days that are the same in every house: one hash tells of them as well as they do.
const CALENDAR = ['dim_date', 'dim_month']

/** Every row of every table and view in mart as text, without what differs between equal states (run and time). */
export async function martContents(house: TestHouse): Promise<Record<string, string[]>> {
  const tables = await house.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'mart' and table_name not in ('publication', 'load_status') order by 1`,
  )
  const contents: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await house.query<{ row: string }>(
      CALENDAR.includes(name)
        ? `select jsonb_build_object('rows', count(*), 'hash', sum(hashtextextended(t::text, 0)))::text as row
           from mart.${name} as t`
        : `select (to_jsonb(t) - 'run_id' - 'loaded_at')::text as row from mart.${name} as t order by 1`,
    )
    contents[name] = rows.map(({ row }) => row)
  }
  return contents
}
