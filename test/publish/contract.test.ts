/** Owns the proof that the database is what people and checks outside the code rely on, read from its own catalogue. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

/** Views and tables that are read by name, with their columns in order. */
const RELATIONS: Readonly<Record<string, string>> = {
  'mart.kpi':
    'municipality_code kpi basis period area area_code target_group team age_group breakdown numerator ' +
    'denominator value unit status status_text is_preliminary is_suppressed definition_version',
  'mart.goal':
    'municipality_code year plan goal_no kpi basis team target_group area_code name goal_type set_by operator ' +
    'target baseline actual period status is_preliminary',
  'mart.benefit_month':
    'municipality_code month target_group readiness team age_band sex origin full_time_persons persons ' +
    'benefit_days inflow outflow',
  'mart.external_measure':
    'municipality_code source table_id period_type period period_start period_end area area_code dimensions ' +
    'is_total measure value is_suppressed definition_version',
  'mart.population': 'area area_code period period_start sex age_from age_to persons',
  'mart.load_status':
    'municipality_code feed part last_file last_loaded_at data_until rows quarantined expected_by state',
  'mart.publication': 'publication_id published_at contract_version',
  'mart_restricted.kpi': 'municipality_code kpi period team caseworker value unit is_preliminary',
  'ops.quarantine':
    'quarantine_id row_id run_id feed file_name sha256 sheet line column_name code expected got message ' +
    'status released_run_id',
}

/** ops.run has columns of our own behind the ones that are named. */
const RUN_COLUMNS =
  'run_id municipality_code feed file_name sha256 trigger state exit_code started_at finished_at rows_read ' +
  'rows_loaded rows_unchanged rows_closed rows_quarantined rows_ignored message'

const TYPES = /^(smallint|integer|bigint|text|boolean|date|timestamp(\(\d\))? without time zone)$/
const NUMERIC = /^numeric\((\d+),(\d+)\)$/

/** Dimensions whose keys are dates or that have no unknown member. */
const WITHOUT_MEMBERS = ['mart.dim_date', 'mart.dim_month', 'mart.dim_kpi']

/** The published schemas, for analysts and for the teams' own leaders. */
const PUBLISHED = `in ('mart'::regnamespace, 'mart_restricted'::regnamespace)`

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  await house.publish()
})

/** A query's only column, as text. */
async function list(sql: string): Promise<string[]> {
  return (await house.query<{ name: string }>(sql)).map(({ name }) => name)
}

const columnsOf = (relation: string) =>
  list(
    `select attname as name from pg_attribute
     where attrelid = '${relation}'::regclass and attnum > 0 and not attisdropped order by attnum`,
  )

/** The published tables, with the columns of their primary key in its order. */
async function publishedKeys(): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await house.query<{ name: string; key: string | null }>(
    `select format('%I.%I', c.relnamespace::regnamespace, c.relname) as name,
       (
         select string_agg(a.attname, ' ' order by k.position)
         from pg_constraint as p
         cross join unnest(p.conkey) with ordinality as k (attnum, position)
         inner join pg_attribute as a on a.attrelid = p.conrelid and a.attnum = k.attnum
         where p.conrelid = c.oid and p.contype = 'p'
       ) as key
     from pg_class as c
     where c.relnamespace ${PUBLISHED} and c.relkind in ('r', 'p')
     order by 1`,
  )
  return Object.fromEntries(rows.map(({ name, key }) => [name, key?.split(' ') ?? []]))
}

const SCHEMAS = ['ops', 'ref', 'stage', 'core', 'mart', 'mart_asof', 'mart_restricted']

test('the schemas of the house exist', async () => {
  const schemas = await list('select nspname::text as name from pg_namespace')
  expect(schemas).toEqual(expect.arrayContaining(SCHEMAS))
})

test.each(Object.entries(RELATIONS))(
  '%s has the promised columns in their order',
  async (name, columns) => {
    expect(await columnsOf(name)).toEqual(columns.split(' '))
  },
)

test('ops.run begins with the promised columns', async () => {
  const promised = RUN_COLUMNS.split(' ')
  expect((await columnsOf('ops.run')).slice(0, promised.length)).toEqual(promised)
})

test('every published table, view and column has a comment, in Danish as far as its letters tell', async () => {
  const bare = await list(
    `select concat_ws('.', c.relname, a.attname) as name
     from pg_class as c
     left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace ${PUBLISHED} and c.relkind in ('r', 'v', 'p')
       and (
         coalesce(col_description(c.oid, a.attnum), '') = ''
         or coalesce(obj_description(c.oid, 'pg_class'), '') = ''
       )`,
  )
  expect(bare).toEqual([])
  const english = await list(
    `select description as name from pg_description
     where classoid = 'pg_class'::regclass
       and objoid in (select oid from pg_class where relnamespace ${PUBLISHED})
       and description ~* '\\m(the|of|and|is|with|which)\\M'`,
  )
  expect(english).toEqual([])
})

test('the views for looking up say that models use the facts', async () => {
  const said = await list(
    `select relname::text as name from pg_class
     where relnamespace = 'mart'::regnamespace and relkind = 'v'
       and obj_description(oid, 'pg_class') like '%til opslag; brug fact_* i modeller'
     order by 1`,
  )
  expect(said).toEqual(expect.arrayContaining(['external_measure', 'goal', 'kpi', 'population']))
})

test('every fact and dimension has a primary key, and a fact leads it with the municipality', async () => {
  const keys = await publishedKeys()
  expect(Object.keys(keys)).toEqual(
    expect.arrayContaining(['mart.dim_area', 'mart.fact_goal', 'mart_restricted.early_warning']),
  )
  for (const [table, key] of Object.entries(keys)) {
    expect([table, key.length > 0]).toEqual([table, true])
    if (/\.(fact_|population_total$|early_warning$)/.test(table)) {
      expect([table, key[0]]).toEqual([table, 'municipality_code'])
      expect(await columnsOf(table)).toEqual(expect.arrayContaining(['run_id', 'loaded_at']))
    }
  }
})

test('published key columns, referring ones too, are never null', async () => {
  const nullable = await list(
    `select distinct concat_ws('.', c.relname, a.attname) as name
     from pg_constraint as p
     inner join pg_class as c on c.oid = p.conrelid and c.relnamespace ${PUBLISHED}
     inner join pg_attribute as a on a.attrelid = c.oid and a.attnum = any (p.conkey)
     where p.contype in ('p', 'f') and not a.attnotnull`,
  )
  expect(nullable).toEqual([])
})

test('every key in a published table refers to its dimension, and nothing refers to a fact', async () => {
  const loose = await list(
    `select concat_ws('.', c.relname, a.attname) as name
     from pg_class as c
     inner join pg_attribute as a on a.attrelid = c.oid and a.attname ~ '_key$'
     where c.relnamespace ${PUBLISHED} and c.relkind = 'r' and c.relname !~ '^dim_' and not exists (
       select from pg_constraint as p
       inner join pg_class as d on d.oid = p.confrelid and d.relname ~ '^dim_'
       where p.conrelid = c.oid and p.contype = 'f' and p.conkey = array[a.attnum]
     )`,
  )
  expect(loose).toEqual([])
  const intoFacts = await list(
    `select conname::text as name from pg_constraint
     where contype = 'f' and confrelid in (select oid from pg_class where relname ~ '^fact_')`,
  )
  expect(intoFacts).toEqual([])
})

test('the names of published constraints are unique', async () => {
  const repeated = await list(
    `select conname::text as name from pg_constraint
     where connamespace ${PUBLISHED}
     group by conname having count(*) > 1`,
  )
  expect(repeated).toEqual([])
})

test('dimensions with keys of their own have the members unknown and not stated', async () => {
  const dimensions = Object.entries(await publishedKeys()).filter(
    ([table]) => table.includes('.dim_') && !WITHOUT_MEMBERS.includes(table),
  )
  expect(dimensions.length).toBeGreaterThanOrEqual(5)
  for (const [table, [key = '']] of dimensions) {
    const rows = await house.query<{ key: number; row: string }>(
      `select ${key} as key, to_jsonb(d)::text as row from ${table} as d where ${key} in (-1, 0) order by 1`,
    )
    expect([table, rows.map((row) => row.key)]).toEqual([table, [-1, 0]])
    expect(rows[0]?.row).toContain('"UKENDT"')
    expect(rows[1]?.row).toContain('"UOPLYST"')
  }
})

test('the published schemas use only the few types that every analyst tool knows', async () => {
  const columns = await house.query<{ name: string; type: string }>(
    `select concat_ws('.', c.relname, a.attname) as name, format_type(a.atttypid, a.atttypmod) as type
     from pg_class as c
     inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace ${PUBLISHED} and c.relkind in ('r', 'v', 'p')`,
  )
  const isKnown = (type: string) => {
    const [, precision, scale] = NUMERIC.exec(type) ?? []
    return precision === undefined
      ? TYPES.test(type)
      : Number(precision) <= 18 && Number(scale) <= 10
  }
  expect(columns.filter(({ type }) => !isKnown(type))).toEqual([])
  expect(['numeric', 'numeric(20,2)', 'timestamp with time zone', 'uuid'].map(isKnown)).toEqual(
    Array(4).fill(false),
  )
})

test('no triggers, no identity on facts, no materialized views, no sequences in what is published', async () => {
  const ours = `in ('ops'::regnamespace, 'ref'::regnamespace, 'core'::regnamespace, 'mart'::regnamespace,
    'mart_restricted'::regnamespace)`
  const found = await list(
    `select tgname::text as name from pg_trigger where not tgisinternal
     union all
     select relname::text from pg_class where relkind = 'm' and relnamespace ${ours}
     union all
     select relname::text from pg_class where relkind = 'S' and relnamespace ${PUBLISHED}
     union all
     select concat_ws('.', c.relname, a.attname) from pg_attribute as a
     inner join pg_class as c on c.oid = a.attrelid and c.relnamespace ${PUBLISHED}
     where a.attidentity <> ''`,
  )
  expect(found).toEqual([])
})

test('nobody is given anything in mart_restricted, and its views ask with the rights of whoever asks', async () => {
  const given = await list(
    `select concat_ws(' ', n.nspname, g.grantee, g.privilege_type) as name
     from pg_namespace as n cross join lateral aclexplode(n.nspacl) as g
     where n.nspname = 'mart_restricted' and g.grantee <> n.nspowner
     union all
     select concat_ws(' ', c.relname, g.grantee, g.privilege_type)
     from pg_class as c cross join lateral aclexplode(c.relacl) as g
     where c.relnamespace = 'mart_restricted'::regnamespace and g.grantee <> c.relowner`,
  )
  expect(given).toEqual([])
  const views = await house.query(
    `select relname as name, reloptions as options from pg_class
     where relnamespace = 'mart_restricted'::regnamespace and relkind = 'v'`,
  )
  expect(views).toEqual([{ name: 'kpi', options: ['security_invoker=true'] }])
})

test('every core table leads its key with the municipality', async () => {
  const keys = await house.query<{ name: string; first: string | null }>(
    `select c.relname as name,
       (
         select a.attname from pg_constraint as p
         inner join pg_attribute as a on a.attrelid = p.conrelid and a.attnum = p.conkey[1]
         where p.conrelid = c.oid and p.contype = 'p'
       ) as first
     from pg_class as c where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p')`,
  )
  expect(keys.length).toBeGreaterThanOrEqual(4)
  expect(keys.filter(({ first }) => first !== 'municipality_code')).toEqual([])
})

const UNSHARDABLE = /\b(rollup|cube|merge\s+into)\b/i

test('no statement uses what a sharded database cannot do', async () => {
  const folder = join(PACKAGE_ROOT, 'sql')
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.sql'))
  expect(files.length).toBeGreaterThan(40)
  for (const name of files) {
    const text = await readFile(join(folder, name), 'utf8')
    expect([name, UNSHARDABLE.test(text.replace(/--.*$/gm, ''))]).toEqual([name, false])
  }
  expect(UNSHARDABLE.test('group by rollup (month)')).toBe(true)
  expect(UNSHARDABLE.test('merge into core.goal_target as c')).toBe(true)
})
