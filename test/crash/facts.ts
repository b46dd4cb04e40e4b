/** Owns the facts about a house that a crash must not spoil: mart, core, the ledger of runs, files, and what is left over. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { martContents, type TestHouse } from '../support/house.ts'
import type { Contents } from '../support/states.ts'

/** Everything the checks look at. */
export interface Facts {
  /** Tables and views of the house's schemas. */
  readonly shape: readonly string[]
  readonly mart: Contents
  /** The open rows of core, without the runs and times that opened them. */
  readonly core: Contents
  readonly reference: Contents
  /** Closed records of loads, reverts and releases, with their counts. */
  readonly loads: readonly string[]
  /** Closed records of publications, and the publications of mart. */
  readonly publications: readonly string[]
  /** Breaches of the sums: rows read against rows told of, rejected rows against quarantine. */
  readonly sums: readonly string[]
  /** Checksums of the files in inbox, archive and failed. */
  readonly files: readonly string[]
  /** Files that records in force name and the archive lacks. */
  readonly missing: readonly string[]
  readonly running: readonly string[]
  readonly staged: readonly string[]
  readonly copies: readonly string[]
  readonly waiting: readonly string[]
}

const OWN = ['core', 'mart', 'mart_asof', 'ops', 'ref', 'stage']

/** Looks at everything. */
export async function factsOf(house: TestHouse): Promise<Facts> {
  const shape = await shapeOf(house)
  const isMigrated = shape.includes('view mart.load_status')
  const files = await filesIn(house)
  return {
    shape,
    mart: await martContents(house),
    files: files.filter(({ folder }) => folder !== 'tmp').map(({ sha256 }) => sha256),
    copies: files.filter(({ folder }) => folder === 'tmp').map(({ name }) => name),
    waiting: files.filter(({ folder }) => folder === 'inbox').map(({ name }) => name),
    ...(isMigrated ? await recordsOf(house, files) : NO_RECORDS),
  }
}

type Records = Omit<Facts, 'shape' | 'mart' | 'files' | 'copies' | 'waiting'>

const NO_RECORDS: Records = {
  core: {},
  reference: {},
  loads: [],
  publications: [],
  sums: [],
  missing: [],
  running: [],
  staged: [],
}

async function recordsOf(house: TestHouse, files: readonly KeptFile[]): Promise<Records> {
  const list = (sql: string) => listOf(house, sql)
  const archived = new Set(
    files.filter(({ folder }) => folder === 'archive').map(({ sha256 }) => sha256),
  )
  return {
    // A table without versions keeps its rows.
    core: await rowsIn(
      house,
      'core',
      `where coalesce(to_jsonb(c) ->> 'recorded_to', 'infinity') = 'infinity'`,
    ),
    reference: await rowsIn(house, 'ref', ''),
    loads: await list(LOADS),
    publications: await list(PUBLICATIONS),
    sums: await list(SUMS),
    missing: (await list(FILES_IN_FORCE)).filter((sha256) => !archived.has(sha256)),
    running: await list(`select feed as text from ops.run where state = 'running'`),
    staged: await stagedRows(house),
  }
}

// A record of a load that crashed is no part of the story: nothing of it is there.
const LOADS = `
  select concat_ws(' ', feed, file_name, state, rows_read, rows_loaded, rows_unchanged, rows_closed,
    rows_quarantined, rows_ignored) as text
  from ops.run
  where feed <> 'publish' and state in ('done', 'refused', 'failed', 'reverted')
  order by 1`

const PUBLICATIONS = `
  select 'publication' as text from mart.publication
  union all
  select case
      when state = 'done' and p.publication_id is null then 'nothing to publish'
      else 'record ' || state
    end
  from ops.run as r left join mart.publication as p on p.publication_id = r.run_id
  where feed = 'publish' and state in ('done', 'refused', 'failed')
  order by 1`

const SUMS = `
  select concat_ws(' ', 'run', r.run_id, r.state, rows_quarantined, 'rejected,', count(distinct q.row_id), 'kept') as text
  from ops.run as r left join ops.quarantine as q using (run_id)
  where r.state <> 'running'
  group by r.run_id
  having count(distinct q.row_id) <> r.rows_quarantined
    or rows_loaded + rows_unchanged + rows_quarantined + rows_ignored <> rows_read`

const FILES_IN_FORCE = `
  select distinct sha256 as text from ops.run
  where state = 'done' and file_name is not null and sha256 is not null`

async function listOf(house: TestHouse, sql: string): Promise<readonly string[]> {
  return (await house.query<{ text: string }>(sql)).map(({ text }) => text)
}

function shapeOf(house: TestHouse): Promise<readonly string[]> {
  return listOf(
    house,
    `select format('%s %I.%I', case relkind when 'v' then 'view' else 'table' end, nspname, relname) as text
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where nspname = any ('{${OWN.join()}}') and relkind in ('r', 'v')
     order by 1`,
  )
}

async function rowsIn(house: TestHouse, schema: string, which: string): Promise<Contents> {
  const contents: Record<string, readonly string[]> = {}
  for (const table of await tablesOf(house, schema)) {
    contents[table] = await listOf(
      house,
      `select (to_jsonb(c) - '{origin_run,opened_by,closed_by,first_run,recorded_from,recorded_to}'::text[])::text as text
       from ${schema}.${table} as c ${which} order by 1`,
    )
  }
  return contents
}

async function stagedRows(house: TestHouse): Promise<readonly string[]> {
  const found: string[] = []
  for (const table of await tablesOf(house, 'stage')) {
    const [rows] = await listOf(house, `select count(*)::text as text from stage.${table}`)
    if (rows !== '0') found.push(`stage.${table}: ${rows} rows`)
  }
  return found
}

function tablesOf(house: TestHouse, schema: string): Promise<readonly string[]> {
  return listOf(
    house,
    `select table_name as text from information_schema.tables
     where table_schema = '${schema}' and table_type = 'BASE TABLE' order by 1`,
  )
}

interface KeptFile {
  readonly folder: string
  readonly name: string
  readonly sha256: string
}

/** Every data file under the home's folders, whatever name it has there; a mark too, where its file is gone. */
async function filesIn({ config }: TestHouse): Promise<readonly KeptFile[]> {
  const found: KeptFile[] = []
  for (const folder of ['inbox', 'archive', 'failed', 'tmp']) {
    const place = join(config.home, folder)
    const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => [])
    const names = new Set(entries.map(({ name }) => name))
    const isMark = (name: string) => name.endsWith('.done') && names.has(name.slice(0, -5))
    for (const entry of entries.filter((each) => each.isFile() && !isMark(each.name))) {
      const bytes = await readFile(join(entry.parentPath, entry.name))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      found.push({ folder, name: entry.name, sha256 })
    }
  }
  return found
}
