/** Owns the proof that the municipality's plan, its goals and its budget, lands in the mart as it is written. */
import { beforeAll, expect, test } from '@jest/globals'
import { nameBeforeYear } from '../../src/connector.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { comparable, expectedRows, loadSample, takersOf } from './sample.ts'

let house: TestHouse
let goals: Awaited<ReturnType<typeof loadSample>>
let budget: typeof goals
/** For the files whose figures are looked at in core alone; each is a plan of its own. */
let unpublished: TestHouse

beforeAll(async () => {
  house = await openHouse()
  goals = await loadSample(house, 'plan-targets', 'testplan_maal_2020.csv')
  budget = await loadSample(house, 'plan-budget', 'testplan_budget_2020.csv')
  unpublished = await openHouse()
})

test('the goals of the sample land in the mart as their expected rows say', async () => {
  const { exitCode, rows } = goals
  expect(exitCode).toBe(0)
  expect(rows).toMatchObject({ read: 7, loaded: 7, quarantined: 0 })
  const expected = await expectedRows('plan-targets')
  const columns = Object.keys(expected[0] ?? {}).join(', ')
  expect(comparable(await house.query(`select ${columns} from mart.goal`))).toEqual(
    comparable(expected),
  )
  const [goal] = await house.query(
    `select plan, year, area_code, team, target_group, basis from mart.goal where goal_no = '2'`,
  )
  expect(goal).toEqual({
    ...{ plan: 'testplan_maal', year: 2020, area_code: '791', basis: 'national' },
    ...{ team: 'ALL', target_group: 'ALL' },
  })
})

/** The budget as the sample's rows have it: the year's sum, and a count of persons only where the unit is persons. */
const BUDGET = `
  select left(f.version, 0) || m.year as year, f.line as label,
    nullif(g.target_group, 'UOPLYST') as target_group, f.unit_type,
    case when f.unit_type = 'fuldtidspersoner' then max(f.units) end as full_time_persons,
    sum(f.amount_dkk) as net_cost_dkk
  from mart.fact_finance_month as f
  inner join mart.dim_month as m on m.month_key = f.month_key
  inner join mart.dim_target_group as g on g.target_group_key = f.target_group_key
  group by f.version, m.year, f.line, g.target_group, f.unit_type`

test('the budget of the sample adds up over its year to what its expected rows say', async () => {
  const { exitCode, rows } = budget
  expect(exitCode).toBe(0)
  expect(rows).toMatchObject({ read: 7, loaded: 7, quarantined: 0 })
  const expected = await expectedRows('plan-budget')
  expect(comparable(await house.query(BUDGET))).toEqual(comparable(expected))
})

test('a budget line has twelve months with the same units, which may count something else than persons', async () => {
  const lines = await house.query(
    `select line, count(distinct month_key)::integer as months, count(*)::integer as rows,
       count(distinct units)::integer as counts, max(units)::integer as units, min(unit_type) as unit_type
     from mart.fact_finance_month group by line order by line`,
  )
  expect(lines).toHaveLength(7)
  for (const line of lines) expect(line).toMatchObject({ months: 12, rows: 12 })
  expect(lines).toContainEqual({
    ...{ line: 'FGU Midtjylland', months: 12, rows: 12, counts: 1 },
    ...{ units: 118, unit_type: 'elever' },
  })
  expect(lines).toContainEqual(
    expect.objectContaining({ line: 'Driftsudgifter til aktivering m.v.', units: null, counts: 0 }),
  )
})

test.each([
  ['beskaeftigelsesplan_maal_2020.csv', 'plan-targets'],
  ['Beskæftigelsesplan mål 2020.csv', 'plan-targets'],
  ['PLAN-MÅL-2021.CSV', 'plan-targets'],
  ['plan_maal_2020_2.csv', 'plan-targets'],
  ['plan_maal2020.csv', 'plan-targets'],
  ['beskaeftigelsesplan_budget_2020.csv', 'plan-budget'],
  ['Plan 2020 Budget.csv', 'plan-budget'],
])('%s is taken by %s alone', (name, feed) => {
  expect(takersOf(name)).toEqual([feed])
})

test.each([
  'maal_2020.csv',
  'budget_2020.csv',
  'maal_plan.csv',
  'plan_2020.csv',
  'plan_mal_2020.csv',
])('%s is taken by nobody', (name) => {
  expect(takersOf(name)).toEqual([])
})

test.each([
  ['beskaeftigelsesplan_maal_2020.csv', 'beskaeftigelsesplan_maal'],
  ['Beskæftigelsesplan - mål 2020.csv', 'Beskæftigelsesplan - mål'],
  ['plan maal  2020 rettet 2021.csv', 'plan maal'],
  ['plan_maal_2020_2.csv', 'plan_maal'],
  ['plan_maal2020.csv', 'plan_maal'],
  ['plan_maal.csv', 'plan_maal'],
  ['2020_plan_maal.csv', '2020_plan_maal'],
  ['plan_maal_20200215.csv', 'plan_maal_20200215'],
  ['plan_12020_maal_1820.csv', 'plan_12020_maal_1820'],
  ['plan.v2_maal_2020.csv', 'plan.v2_maal'],
])('the plan of %s is %s', (file, plan) => {
  expect(nameBeforeYear(file)).toBe(plan)
})

/** `run` of one small plan file. */
async function runFile(feed: string, name: string, lines: readonly string[]) {
  await unpublished.deliver(name, lines.map((line) => `${line}\n`).join(''))
  const { exitCode, json } = await unpublished.run(feed, { publish: false })
  return { exitCode, load: json.loads[0] }
}

const GOALS = 'Mål nr;KPI-id;Navn;Type;Operator;Mål 2021;Baseline;Område'

test('the year of the plan stands in the heading of its goals', async () => {
  const { exitCode } = await runFile('plan-targets', 'plan_maal.csv', [
    GOALS,
    '02;share_temporary_support;Andel;;≤;7,50 %;–;',
  ])
  expect(exitCode).toBe(0)
  expect(await unpublished.query('select * from core.goal_target_open')).toMatchObject([
    {
      ...{ year: 2021, plan: 'plan_maal', goal_no: '02', operator: '<=', area_code: '791' },
      ...{ target: '7.500000', target_decimals: 2, baseline: null, municipality_code: '791' },
    },
  ])
})

test('a file name whose å is two characters, as macOS writes it, names the same plan', async () => {
  const lines = [GOALS, '2;share_temporary_support;Andel;;<=;7,5;8,0;Viborg']
  for (const name of ['Plan mål 2021.csv', 'Plan ma\u030al 2021.csv']) {
    const { exitCode, load } = await runFile('plan-targets', name, lines)
    expect([name, exitCode, load?.state]).toEqual([name, 0, 'done'])
  }
  const plans = await unpublished.query(
    "select plan from core.goal_target_open where plan like 'Plan%'",
  )
  expect(plans).toEqual([{ plan: 'Plan mål' }])
})

test.each([
  ['Mål', 'no year'],
  ['Mål 2021;Mål 2022', 'two years'],
  ['Mål 21', 'half a year'],
])('goals with the heading %s, %s, are refused', async (heading) => {
  const header = GOALS.replace('Mål 2021', heading)
  const cells = header.split(';').map(() => '1')
  const { exitCode, load } = await runFile('plan-targets', 'afvist_plan_maal.csv', [
    header,
    cells.join(';'),
  ])
  expect([exitCode, load?.error?.code]).toEqual([2, 'HEADER_CHANGED'])
})

test.each([
  ['BAD_VALUE', 'Operator', '2;share_temporary_support;Andel;;=;7,5;8,0;Viborg'],
  ['UNKNOWN_LABEL', 'KPI-id', '2;share_of_nothing;Andel;;<=;7,5;8,0;Viborg'],
  ['UNKNOWN_LABEL', 'Område', '2;share_temporary_support;Andel;;<=;7,5;8,0;Vibrog'],
  ['BAD_NUMBER', 'Mål 2021', '2;share_temporary_support;Andel;;<=;7.5;8,0;Viborg'],
  ['MISSING_VALUE', 'Navn', '2;share_temporary_support;;;<=;7,5;8,0;Viborg'],
])('a goal with %s in %s is quarantined and the others load', async (code, column, row) => {
  const { exitCode, load } = await runFile('plan-targets', 'rettet_plan_maal.csv', [
    GOALS,
    row,
    '3;share_permanent_support;Andel;;<=;10,7;10,3;Viborg',
  ])
  expect(load?.faults).toMatchObject([{ code, line: 2, column }])
  expect(exitCode).toBe(1)
  const good = await unpublished.query(
    'select goal_no from core.goal_target_open where plan = $1',
    ['rettet_plan_maal'],
  )
  expect(good).toEqual([{ goal_no: '3' }])
})

test('amounts of 1.000 kr. become whole kroner, exactly, whatever their sign and decimals', async () => {
  const { exitCode } = await runFile('plan-budget', 'plan_budget_2021.csv', [
    'År;Målgruppe;Fuldtidspersoner;Nettoudgift 1.000 kr.',
    '2021;Sygedagpenge;1.264;17.644',
    '2021;Refusion;-;1.234,50-',
    '2021;Gebyrer;-;0,5',
    '2021;Tilbagebetalt;-;-0,001',
    '2021;Intet;-;0,000',
    '2021;Uden beløb;12,5;–',
  ])
  expect(exitCode).toBe(0)
  const lines = await unpublished.query<{ line: string }>(
    `select concat_ws('|', label, target_group, trim_scale(units), trim_scale(net_cost_dkk)) as line
     from core.budget_line_open order by source_line`,
  )
  expect(lines.map(({ line }) => line)).toEqual([
    'Sygedagpenge|SDP|1264|17644000',
    'Refusion|-1234500',
    'Gebyrer|500',
    'Tilbagebetalt|-1',
    'Intet|0',
    'Uden beløb|12.5',
  ])
})
