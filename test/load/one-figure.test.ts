/** Owns: one corrected figure changes exactly that figure and what is computed from it, and rewrites nothing else. */
import { beforeAll, expect, test } from '@jest/globals'
import { type ExampleHouse, openExample } from '../support/example.ts'
import { martContents, type Row, type TestHouse } from '../support/house.ts'
import { coreContents, differences } from '../support/states.ts'

const FILE = 'ptv_a02.csv'
const LINE = 'Viborg;2019M11;Sygedagpenge;1989;1310;'
const CORRECTED = LINE.replace('1310', '1410')
const ADDED = 100

// The KPIs and splits that Viborg's sickness benefit of 2019-11 goes into.
const DEPENDING = [
  'fulltime_persons',
  'share_public_support',
  'share_sickness_benefit',
  'share_temporary_support',
].flatMap((kpi) => ['ALL', 'SDP'].map((group) => `${kpi} 791 2019-11 ${group}`))

let example: ExampleHouse
let house: TestHouse
let original: string
let corrected: string

beforeAll(async () => {
  example = await openExample({ months: 3 })
  house = example.house
  original = await example.textOf(FILE)
  corrected = original.replace(LINE, CORRECTED)
  expect(original.split(LINE)).toHaveLength(2)
}, 120_000)

test('a corrected figure changes its cell, the KPIs built on it and nothing else, and corrected back it is all as before', async () => {
  const before = await martContents(house)
  const known = await writersOf(house)
  await house.deliver(FILE, corrected)
  const run = await house.run('jobindsats')
  expect(run.exitCode).toBe(0)
  expect(run.json.loads[0]?.rows).toEqual({
    ...{ read: 322, loaded: 1, unchanged: 321 },
    ...{ closed: 0, quarantined: 0, ignored: 0 },
  })
  expectOnlyTheFigure(differences(before, await martContents(house)))
  await expectOnlyItsSlicesRewritten(house, known)

  await house.deliver(FILE, original)
  const back = await house.run('jobindsats')
  expect(back.json.loads[0]?.rows).toMatchObject({ loaded: 1, unchanged: 321 })
  expect(await martContents(house)).toEqual(before)
  const [first, second, third, ...more] = await versionsOf(house)
  expect(more).toEqual([])
  expect([first, second, third]).toMatchObject([
    { value: '1310.000000', closed_by: second?.opened_by, recorded_to: second?.recorded_from },
    { value: '1410.000000', closed_by: third?.opened_by, recorded_to: third?.recorded_from },
    { value: '1310.000000', closed_by: null, recorded_to: 'infinity' },
  ])
  expect(second?.opened_by).toBe(run.json.loads[0]?.run_id)
  expect(third?.opened_by).toBe(back.json.loads[0]?.run_id)
}, 120_000)

test('a corrected figure closes one version in core and opens one, and every other version is as it was', async () => {
  const before = await coreContents(house)
  await house.deliver(FILE, corrected)
  await house.run('jobindsats', { publish: false })
  const { external_measure: changed, ...others } = differences(before, await coreContents(house))
  expect(others).toEqual({})
  expect(changed?.gone).toHaveLength(1)
  expect(changed?.come).toHaveLength(2)
  const [given] = changed?.gone ?? []
  const closed = changed?.come.find((row) => row.recorded_to !== 'infinity')
  const opened = changed?.come.find((row) => row.recorded_to === 'infinity')
  expect(closed).toMatchObject({
    ...given,
    closed_by: opened?.opened_by,
    recorded_to: expect.anything(),
  })
  expect(opened).toMatchObject({ value: 1410, source_line: given?.source_line, closed_by: null })
})

function expectOnlyTheFigure(changes: ReturnType<typeof differences>): void {
  const { external_measure, fact_external_measure, kpi, fact_kpi, ...others } = changes
  expect(others).toEqual({})
  const cell = {
    ...{ municipality_code: '791', table_id: 'PTV_A02', period: '2019-11' },
    ...{ dimensions: 'Ydelsesgrupper=Sygedagpenge', measure: 'antal fuldtidspersoner' },
  }
  const was = { gone: [{ ...cell, value: 1310 }], come: [{ ...cell, value: 1410 }] }
  expect([external_measure?.gone.length, external_measure?.come.length]).toEqual([1, 1])
  expect(external_measure).toMatchObject(was)
  expect([fact_external_measure?.gone.length, fact_external_measure?.come.length]).toEqual([1, 1])
  expect(fact_external_measure).toMatchObject(was)
  expect(kpi?.gone.map(nameOf).sort()).toEqual(DEPENDING)
  expect(kpi?.come.map(nameOf).sort()).toEqual(DEPENDING)
  for (const row of kpi?.come ?? []) {
    const old = kpi?.gone.find((other) => nameOf(other) === nameOf(row))
    expect(Number(row.numerator) - Number(old?.numerator)).toBe(ADDED)
    expect(row.denominator).toBe(old?.denominator)
  }
  expect([fact_kpi?.gone.length, fact_kpi?.come.length]).toEqual([8, 8])
}

function nameOf({ kpi, area_code, period, target_group }: Row): string {
  return `${kpi} ${area_code} ${period} ${target_group}`
}

/**
 * Rows of mart by table, but for those of the known transactions: a row carries in xmin the one that wrote it, so an update
 * or a delete-and-insert of an equal row shows too.
 */
async function rowsWritten(
  inHouse: TestHouse,
  known: readonly string[],
): Promise<Record<string, Row[]>> {
  const found: Record<string, Row[]> = {}
  for (const name of await martTables(inHouse)) {
    found[name] = await inHouse.query(
      `select to_jsonb(t) as row from mart.${name} as t where xmin::text <> all ($1)`,
      [known],
    )
  }
  return found
}

/** The transactions that wrote the rows of mart as they stand. */
async function writersOf(inHouse: TestHouse): Promise<readonly string[]> {
  const tables = await martTables(inHouse)
  const each = tables.map((name) => `select xmin::text from mart.${name}`)
  const rows = await inHouse.query<{ xmin: string }>(each.join(' union '))
  return rows.map(({ xmin }) => xmin)
}

async function martTables(inHouse: TestHouse): Promise<readonly string[]> {
  const tables = await inHouse.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'mart' and table_type = 'BASE TABLE'`,
  )
  return tables.map(({ name }) => name)
}

async function expectOnlyItsSlicesRewritten(
  inHouse: TestHouse,
  known: readonly string[],
): Promise<void> {
  const rewritten = Object.entries(await rowsWritten(inHouse, known)).flatMap(([table, rows]) =>
    rows.map(({ row }) => ({ table, ...(row as Row) }) as Row),
  )
  const counts: Record<string, number> = {}
  for (const { table } of rewritten) counts[String(table)] = (counts[String(table)] ?? 0) + 1
  // PTV_A02 has 15 members and 4 measures in that month; five national KPIs have 12, 12, 9, 4 and 2 rows there, the
  // persons 11, and the three youth KPIs one each that says that no ages are known.
  expect(counts).toEqual({ publication: 1, fact_external_measure: 60, fact_kpi: 53 })
  for (const row of rewritten.filter(({ table }) => table !== 'publication')) {
    expect(row).toMatchObject({ municipality_code: '791', period: '2019-11' })
  }
  const external = rewritten.filter(({ table }) => table === 'fact_external_measure')
  expect(new Set(external.map((row) => row.table_id))).toEqual(new Set(['PTV_A02']))
}

function versionsOf(inHouse: TestHouse): Promise<Row[]> {
  return inHouse.query(
    `select value, opened_by, closed_by, recorded_from::text, recorded_to::text
     from core.external_measure
     where table_id = 'PTV_A02' and area_code = '791' and period = '2019-11'
       and dimensions = 'Ydelsesgrupper=Sygedagpenge' and measure = 'antal fuldtidspersoner'
     order by recorded_from`,
  )
}
