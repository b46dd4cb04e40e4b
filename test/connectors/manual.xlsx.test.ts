/** Owns the proof that workbooks load as people fill them in: the template of manual entries, and the plan's two sheets. */
import { expect, test } from '@jest/globals'
import exceljs, { type Workbook } from 'exceljs'
import { openHouse, type TestHouse } from '../support/house.ts'
import { filledIn, type Typed } from './manual-workbook.ts'

const NAME = 'Manuelle_indtastninger.xlsx'
const day = (iso: string) => new Date(`${iso}T00:00:00Z`)

async function enter(house: TestHouse, rows: readonly Typed[], formats = {}) {
  await house.deliver(NAME, await filledIn(house, rows, formats))
  const { exitCode, json } = await house.run('manual-entries', { publish: rows.length > 0 })
  return { exitCode, load: json.loads[0] }
}

async function figuresOf(house: TestHouse): Promise<string[]> {
  const rows = await house.query<{ figure: string }>(
    `select concat_ws(' ', kpi, period, area_code, nullif(team, 'ALL'), nullif(age_group, 'ALL'), trim_scale(value)) as figure
     from mart.kpi where basis = 'manual' order by 1`,
  )
  return rows.map(({ figure }) => figure)
}

test('the template, filled in by hand, loads without a change, and so does it empty', async () => {
  const house = await openHouse()
  expect(await enter(house, [])).toMatchObject({ exitCode: 0, load: { rows: { read: 0 } } })
  const { exitCode, load } = await enter(house, [
    {
      ...{
        'KPI-id': 'cooperation_degree',
        'Periode (ÅÅÅÅ-MM)': '2020-01',
        'Område/Team': 'Viborg',
      },
      ...{
        Værdi: 43.3,
        Enhed: 'pct.',
        'Indtastet af': 'ABCD',
        'Indtastet dato': day('2020-02-10'),
      },
    },
    {
      ...{ 'KPI-id': 'case_errors', 'Periode (ÅÅÅÅ-MM)': '2019', Aldersgruppe: '18-29' },
      ...{
        Værdi: 33.3,
        Tæller: 1,
        Nævner: 3,
        Kommentar: 'Ankestyrelsen',
        'Indtastet dato': day('2020-02-10'),
      },
    },
  ])
  expect([exitCode, load?.rows]).toMatchObject([0, { read: 2, loaded: 2 }])
  expect(await figuresOf(house)).toEqual([
    'case_errors 2019 791 18-29 33.333333',
    'cooperation_degree 2020-01 791 43.3',
  ])
  const [row] = await house.query(
    `select source_changed_at::text, length(entered_by_key) as key from core.manual_entry where entered_by_key is not null`,
  )
  expect(row).toEqual({ source_changed_at: '2020-02-10 00:00:00', key: 26 })
})

test('what Excel makes of a cell is read for what it is, or rejected by sheet, line and column', async () => {
  const house = await openHouse()
  const students = (period: unknown, value: unknown, more: Typed = {}): Typed =>
    ({ 'KPI-id': 'stu_students', 'Periode (ÅÅÅÅ-MM)': period, Værdi: value, ...more }) as Typed
  const rows = [
    students('2019-01', '1.234,5'),
    students('2019-02', { formula: 'SUM(1,2)', result: 3 }),
    students(2018, 78),
    students('2019-03', 0.1 + 0.2),
    students('2019-04', '2.5'),
    students('2019-05', { error: '#N/A' }),
    students('2019-06', { formula: 'A1/0', result: { error: '#REF!' } }),
    students('2019-08', 5, { 'Indtastet dato': '31-02-2020' }),
    {},
    students('2019-09', null, { 'Slet (J)': 'J' }),
    students(day('2019-10-01'), 6),
    students(day('2019-11-01'), 7),
  ]
  // Excel makes a date of 2019-10: one that shows a month is that month, one that shows a day may be a slip.
  const { exitCode, load } = await enter(house, rows, { B12: 'mmm-yy', B13: 'dd-mm-yyyy' })
  expect([exitCode, load?.rows]).toMatchObject([1, { read: 11, loaded: 6, quarantined: 5 }])
  expect(await figuresOf(house)).toEqual([
    ...['stu_students 2018 791 78', 'stu_students 2019-01 791 1234.5'],
    ...['stu_students 2019-02 791 3', 'stu_students 2019-03 791 0.3'],
    'stu_students 2019-10 791 6',
  ])
  const faults = await house.query(
    'select sheet, line, column_name, code, got, message from ops.quarantine order by line',
  )
  const sheet = 'Indtastning'
  expect(faults).toMatchObject([
    { sheet, line: 6, column_name: 'Værdi', code: 'BAD_NUMBER', got: '2.5' },
    { sheet, line: 7, column_name: 'Værdi', code: 'BAD_NUMBER' },
    { sheet, line: 8, column_name: 'Værdi', code: 'BAD_NUMBER' },
    { sheet, line: 9, column_name: 'Indtastet dato', code: 'BAD_DATE' },
    { sheet, line: 13, column_name: 'Periode (ÅÅÅÅ-MM)', code: 'BAD_PERIOD', got: '2019-11-01' },
  ])
  expect(faults[4]?.message).toContain('formatér cellen som tekst')
})

/** The plan's workbook: a merged title above the headings, targets shown with one decimal, text numbers, an error. */
function planWorkbook(): Workbook {
  const workbook = new exceljs.Workbook()
  const notes = workbook.addWorksheet('Noter')
  notes.addRow(['Godkendt af udvalget'])
  const goals = workbook.addWorksheet('Mål')
  goals.addRow(['Beskæftigelsesplan 2020: mål'])
  goals.mergeCells('A1:H1')
  goals.addRow(['Mål nr', 'KPI-id', 'Navn', 'Type', 'Operator', 'Mål 2020', 'Baseline', 'Område'])
  goals.addRow([
    '2',
    'share_temporary_support',
    'Midlertidig',
    'resultatmål',
    '<=',
    7.5,
    8,
    'Viborg',
  ])
  goals.addRow([5, 'share_sickness_benefit', 'Sygedagpenge', null, '<=', 2, 2.1, 'Viborg'])
  goals.addRow([
    '4a',
    'stu_students',
    'Elever',
    null,
    '<=',
    '1.373',
    { formula: '1400+40', result: 1440 },
  ])
  goals.addRow(['7', 'cooperation_degree', 'Samarbejde', null, '>=', '2.5', 43.3, 'Viborg'])
  goals.addRow([
    '8',
    'refugee_employment_share',
    'Flygtninge',
    null,
    '>=',
    { error: '#REF!' },
    1,
    'Viborg',
  ])
  for (const row of [3, 4]) goals.getCell(row, 6).numFmt = '0.0'
  const budget = workbook.addWorksheet('Budget')
  budget.addRow([
    'År',
    'Målgruppe',
    'Fuldtidspersoner',
    'Nettoudgift 1.000 kr.',
    'Enhedstype',
    'Permanent/Midlertidig',
  ])
  budget.addRow([2020, 'Sygedagpenge', 1264, 139005, 'fuldtidspersoner', 'Midlertidig'])
  budget.addRow([2020, 'Driftsudgifter', '-', '132.198', '-', '-'])
  for (const row of [2, 3]) budget.getCell(row, 4).numFmt = '#,##0'
  return workbook
}

test('one workbook with both sheets is the goals under one name and the budget under the other', async () => {
  const house = await openHouse()
  const bytes = new Uint8Array(await planWorkbook().xlsx.writeBuffer())
  await house.deliver('Beskaeftigelsesplan_maal_2020.xlsx', bytes)
  await house.deliver('Beskaeftigelsesplan_budget_2020.xlsx', bytes)
  expect((await house.run('plan-targets', { publish: false })).exitCode).toBe(1)
  expect((await house.run('plan-budget')).exitCode).toBe(0)
  expect(
    await house.query(
      `select goal_no, plan, trim_scale(target)::text as target, target_decimals, trim_scale(baseline)::text as baseline
       from core.goal_target order by goal_no`,
    ),
  ).toEqual([
    // The cell shows 2,0: one decimal.
    {
      goal_no: '2',
      plan: 'Beskaeftigelsesplan_maal',
      target: '7.5',
      target_decimals: 1,
      baseline: '8',
    },
    {
      goal_no: '4a',
      plan: 'Beskaeftigelsesplan_maal',
      target: '1373',
      target_decimals: 0,
      baseline: '1440',
    },
    {
      goal_no: '5',
      plan: 'Beskaeftigelsesplan_maal',
      target: '2',
      target_decimals: 1,
      baseline: '2.1',
    },
  ])
  const faults = await house.query(
    'select sheet, line, column_name, code from ops.quarantine order by line',
  )
  expect(faults).toEqual([
    { sheet: 'Mål', line: 6, column_name: 'Mål 2020', code: 'BAD_NUMBER' },
    { sheet: 'Mål', line: 7, column_name: 'Mål 2020', code: 'BAD_NUMBER' },
  ])
  expect(
    await house.query(
      `select line, sum(amount_dkk)::integer as amount, max(units)::integer as units
       from mart.fact_finance_month group by line order by line`,
    ),
  ).toEqual([
    { line: 'Driftsudgifter', amount: 132_198_000, units: null },
    { line: 'Sygedagpenge', amount: 139_005_000, units: 1264 },
  ])
})
