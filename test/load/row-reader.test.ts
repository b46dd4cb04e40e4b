/** Owns the proof that a row is judged as a whole, with all its faults, and that a rejected row never counts as missing. */
import { beforeAll, expect, test } from '@jest/globals'
import { jobindsats } from '../../connectors/jobindsats/index.ts'
import { planBudget } from '../../connectors/plan/index.ts'
import type { Feed } from '../../src/core/feed.ts'
import type { Reference } from '../../src/core/reference.ts'
import { compileRowReader, type ReadRow } from '../../src/load/row-reader.ts'
import { projectReference } from '../connectors/sample.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

let reference: Reference

beforeAll(async () => {
  reference = await projectReference()
})

/** A reader of rows as `a;b;c` for a feed, its fields in the order of the headings; open columns follow. */
function reader(
  feed: Feed,
  fields: readonly string[],
  headings: readonly string[],
  dimensions = 0,
): (row: string) => ReadRow {
  const file = { fileName: 'plan_budget_2020.csv', municipality: '791', part: 'Y07A02' }
  const open = headings.map((heading, index) => ({ index, heading })).slice(fields.length)
  const read = compileRowReader(
    feed,
    { ...file, captured: {}, reference },
    headings,
    new Map(fields.map((field, index) => [field, index])),
    { dimensions: open.slice(0, dimensions), measures: open.slice(dimensions) },
  )
  return (row) => read(row.split(';'))
}

function faultsOf({ faults }: ReadRow): string[] {
  return faults.map(({ code, column, got }) => [code, column, got].filter(Boolean).join(' '))
}

const BUDGET = ['year', 'label', 'units', 'netCost']
const budget = () =>
  reader(planBudget, BUDGET, ['ÅR', 'Målgruppe', 'Fuldtidspersoner', 'Nettoudgift 1.000 kr.'])
const figures = () =>
  reader(jobindsats, ['area', 'period'], ['Area', 'Periode', 'Køn', 'Sagsart', 'Antal', 'Andel'], 2)

test('a good row has its core rows and no fault; what the file lacks is null', () => {
  const row = budget()('2020;Sygedagpenge;1.264;17.644')
  expect(row).toMatchObject({ faults: [], keyIsKnown: true })
  expect(row.rows).toEqual([
    {
      ...{ municipality_code: '791', plan: 'plan_budget', year: 2020, label: 'Sygedagpenge' },
      ...{ target_group: 'SDP', units: '1264', net_cost_dkk: '17644000' },
      ...{ unit_type: null, support_kind: null },
    },
  ])
  expect(figures()('Viborg;2020M01;Mænd;Fleksjob;5;').rows).toMatchObject([
    { measure: 'antal', value: '5', is_suppressed: false, dimensions: 'Køn=Mænd;Sagsart=Fleksjob' },
    { measure: 'andel', value: null, is_suppressed: true },
  ])
})

test('all faults of a row are told, in the file’s own headings', () => {
  expect(faultsOf(budget()('20;;12.5;1,2345'))).toEqual([
    'BAD_PERIOD ÅR 20',
    'MISSING_VALUE Målgruppe tom',
    'BAD_NUMBER Fuldtidspersoner 12.5',
    'BAD_NUMBER Nettoudgift 1.000 kr. 1,2345',
  ])
  expect(faultsOf(figures()('Vibrog;2020M13;;a\0b;x;2.5'))).toEqual([
    'UNKNOWN_LABEL Area Vibrog',
    'BAD_PERIOD Periode 2020M13',
    'MISSING_VALUE Køn tom',
    'BAD_VALUE Sagsart a\0b',
    'BAD_NUMBER Antal x',
    'BAD_NUMBER Andel 2.5',
  ])
})

test('an empty cell is a fault only where a value is required', () => {
  expect(faultsOf(budget()('2020;Aktivering;;'))).toEqual([])
  expect(budget()('2020;Aktivering;;').rows).toMatchObject([{ units: null, net_cost_dkk: null }])
  expect(faultsOf(budget()(';Aktivering;;'))).toEqual(['MISSING_VALUE ÅR tom'])
})

test.each([
  ['2020;Sygedagpenge;1264', ['WRONG_FIELD_COUNT 3 felter']],
  ['2020', ['WRONG_FIELD_COUNT 1 felter']],
  ['2020;Sygedagpenge;1264;17644;x', ['WRONG_FIELD_COUNT 5 felter']],
  ['2020;Syge;dagpenge;1264;17644', ['WRONG_FIELD_COUNT 5 felter']],
  ['2020;Sygedagpenge;1264;17644;', []],
  ['2020;Sygedagpenge;1264;17644;;', []],
])('the row %j has the faults %j: only empty cells may follow the last column', (row, faults) => {
  const read = budget()(row)
  expect(faultsOf(read)).toEqual(faults)
  expect(read.keyIsKnown).toBe(faults.length === 0)
  expect(read.rows).toHaveLength(faults.length === 0 ? 1 : 0)
})

test('a rejected row tells the keys it protects as long as its key can be read', () => {
  expect(budget()('2020;Sygedagpenge;x;17.644')).toMatchObject({
    keyIsKnown: true,
    rows: [{ year: 2020, label: 'Sygedagpenge' }],
  })
  const measures = figures()('Viborg;2020M01;Mænd;Fleksjob;x;2,1')
  expect(measures.keyIsKnown).toBe(true)
  expect(measures.rows.map(({ measure }) => measure)).toEqual(['antal', 'andel'])
})

test.each(['20;Sygedagpenge;1264;17.644', '2020;;1264;17.644'])(
  'the row %j, whose key cannot be read, protects nothing by itself',
  (row) => {
    expect(budget()(row)).toMatchObject({ keyIsKnown: false, rows: [] })
  },
)

test.each(['Vibrog;2020M01;Mænd;Fleksjob;5;2,1', 'Viborg;2020M01;;Fleksjob;5;2,1'])(
  'the row %j lacks an area or a member, which are part of its key',
  (row) => {
    expect(figures()(row)).toMatchObject({ keyIsKnown: false, rows: [] })
  },
)

const PLAN = 'plan_budget_2020.csv'
const HEADING = 'År;Målgruppe;Fuldtidspersoner;Nettoudgift 1.000 kr.'

/** Delivers a file of the given lines and runs its feed. */
async function load(house: TestHouse, feed: string, name: string, lines: readonly string[]) {
  await house.deliver(name, lines.map((line) => `${line}\n`).join(''))
  const { exitCode, json } = await house.run(feed)
  return { exitCode, load: json.loads[0] }
}

/** The budget in the mart, a line each: name, units and the year's cost in kroner. */
async function budgetOf(house: TestHouse): Promise<string[]> {
  const lines = await house.query<{ line: string }>(
    `select concat_ws(' ', line, trim_scale(max(units)), trim_scale(sum(amount_dkk))) as line
     from mart.fact_finance_month group by mart.fact_finance_month.line order by 1`,
  )
  return lines.map(({ line }) => line)
}

const FIRST = [
  HEADING,
  '2020;Sygedagpenge;1264;100',
  '2020;Fleksjob;2125;200',
  '2020;Revalidering;60;300',
]

test('a bad figure keeps the whole old row, a missing row goes, a corrected one is corrected', async () => {
  const house = await openHouse()
  expect((await load(house, 'plan-budget', PLAN, FIRST)).exitCode).toBe(0)
  const second = await load(house, 'plan-budget', PLAN, [
    HEADING,
    '2020;Sygedagpenge;fejl;111',
    '2020;Fleksjob;2126;222',
  ])
  expect(second.exitCode).toBe(1)
  expect(second.load?.rows).toEqual({
    ...{ read: 2, loaded: 1, unchanged: 0, closed: 1, quarantined: 1, ignored: 0 },
  })
  expect(second.load?.message).not.toContain('nøgle')
  expect(await budgetOf(house)).toEqual(['Fleksjob 2126 222000', 'Sygedagpenge 1264 100000'])
})

test.each([
  ['an unreadable year', '202;Sygedagpenge;1264;111'],
  ['no name', '2020;;1264;111'],
  ['too few fields', '2020;Sygedagpenge;1264'],
])('with %s in a row nothing is closed as missing, and the run says so', async (_, row) => {
  const house = await openHouse()
  await load(house, 'plan-budget', PLAN, FIRST)
  const lines = [HEADING, row, '2020;Fleksjob;2126;222']
  const second = await load(house, 'plan-budget', PLAN, lines)
  expect(second.exitCode).toBe(1)
  expect(second.load?.rows).toMatchObject({ loaded: 1, closed: 0, quarantined: 1 })
  expect(second.load?.message).toContain(
    'En afvist rækkes nøgle kunne ikke læses; intet regnes for udgået.',
  )
  expect(await budgetOf(house)).toEqual([
    'Fleksjob 2126 222000',
    'Revalidering 60 300000',
    'Sygedagpenge 1264 100000',
  ])
})

test('a row of several figures is kept as it was when one of them is bad', async () => {
  const house = await openHouse()
  const heading = 'Area;Periode;Køn;Antal;Andel'
  const month = 'Viborg;2020M01'
  await load(house, 'jobindsats', 'y07a02.csv', [
    heading,
    `${month};Mænd;10;1,1`,
    `${month};Kvinder;20;2,2`,
    `${month};Uoplyst;30;3,3`,
    `${month};Andre;40;4,4`,
  ])
  const second = await load(house, 'jobindsats', 'y07a02.csv', [
    heading,
    `${month};Mænd;fejl;1,9`,
    `${month};Kvinder;21;2,2`,
    `${month};Andre;40;4,4`,
  ])
  expect(second.exitCode).toBe(1)
  expect(second.load?.rows).toMatchObject({ loaded: 1, unchanged: 1, closed: 2 })
  const cells = await house.query<{ cell: string }>(
    `select concat_ws(' ', dimensions, measure, trim_scale(value)) as cell
     from mart.external_measure order by 1`,
  )
  expect(cells.map(({ cell }) => cell)).toEqual([
    'Køn=Andre andel 4.4',
    'Køn=Andre antal 40',
    'Køn=Kvinder andel 2.2',
    'Køn=Kvinder antal 21',
    'Køn=Mænd andel 1.1',
    'Køn=Mænd antal 10',
  ])
})

test('a fault is told once, however long the file is', async () => {
  const house = await openHouse()
  const members = Array.from({ length: 8000 }, (_, index) => `Viborg;2020M01;Gruppe ${index};5`)
  const lines = ['Area;Periode;Slags;Antal', 'Viborg;2020M01;Fejl;x', ...members]
  const { load: result } = await load(house, 'jobindsats', 'y07a02.csv', lines)
  expect(result?.rows).toMatchObject({ read: 8001, loaded: 8000, quarantined: 1 })
  expect(result?.faults).toMatchObject([{ code: 'BAD_NUMBER', line: 2 }])
  const stored = await house.query('select line from ops.quarantine')
  expect(stored).toEqual([{ line: 2 }])
})
