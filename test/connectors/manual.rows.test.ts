/** Owns the proof of how one manual entry is read: every way people write a cell, and every fault it is rejected with. */
import { beforeAll, expect, test } from '@jest/globals'
import { manualEntries } from '../../connectors/manual/index.ts'
import { makePseudonymiser } from '../../src/core/pseudonym.ts'
import { compileRowReader, type ReadRow } from '../../src/load/row-reader.ts'
import { cellsOf, type Entry, HEADINGS } from './manual-file.ts'
import { projectReference } from './sample.ts'

const FIELDS = [
  ...['kpi', 'period', 'place', 'targetGroup', 'ageGroup', 'value', 'unit', 'numerator'],
  ...['denominator', 'enteredBy', 'enteredOn', 'comment', 'deleted'],
]

let read: (entry: Entry) => ReadRow

beforeAll(async () => {
  const reference = await projectReference()
  const file = { fileName: 'Manuelle_indtastninger.csv', municipality: '791', part: undefined }
  const readCells = compileRowReader(
    manualEntries,
    { ...file, captured: {}, reference },
    HEADINGS,
    new Map(FIELDS.map((field, index) => [field, index])),
    { dimensions: [], measures: [] },
    makePseudonymiser([Buffer.alloc(32, 7)]),
  )
  read = (entry) => readCells(cellsOf(entry))
})

const students = (value: string, more: Partial<Entry> = {}): Entry => ({
  ...{ kpi: 'language_centre_students', period: '2020-01', value, ...more },
})

/** One entry alone, and the fault it is rejected with; every other cell is right. */
const REJECTED: readonly (readonly [code: string, column: string, Entry, told?: string])[] = [
  [
    'UNKNOWN_LABEL',
    'KPI-id',
    { kpi: 'share_public_suport', period: '2020-01', value: '1' },
    'share_public_support',
  ],
  [
    'BAD_PERIOD',
    'Periode (ÅÅÅÅ-MM)',
    students('1', { period: '01-01-2020' }),
    'formatér cellen som tekst',
  ],
  [
    'BAD_PERIOD',
    'Periode (ÅÅÅÅ-MM)',
    students('1', { period: '43831' }),
    'formatér cellen som tekst',
  ],
  ['BAD_PERIOD', 'Periode (ÅÅÅÅ-MM)', students('1', { period: '2020-13' })],
  ['UNKNOWN_LABEL', 'Område/Team', students('1', { place: 'Vibrog' }), 'nærmest er Viborg'],
  [
    'UNKNOWN_LABEL',
    'Område/Team',
    students('1', { place: 'RAR Østjyland' }),
    'nærmest er RAR Østjylland',
  ],
  ['BAD_VALUE', 'Område/Team', students('1', { place: 'Team 310299-0003' })],
  ['UNKNOWN_LABEL', 'Målgruppe', students('1', { group: 'Dagpenge og andet' })],
  ['BAD_VALUE', 'Aldersgruppe', students('1', { age: '18-24' })],
  ['BAD_NUMBER', 'Værdi', students('2.5')],
  ['BAD_NUMBER', 'Værdi', students('#I/T')],
  ['MISSING_VALUE', 'Værdi', students('')],
  ['BAD_VALUE', 'Værdi', students('12 %'), 'uden %'],
  ['BAD_VALUE', 'Enhed', students('12', { unit: 'pct.' })],
  ['BAD_VALUE', 'Enhed', { kpi: 'net_cost', period: '2020', value: '17', unit: '1.000 kr.' }],
  ['BAD_VALUE', 'Nævner', students('12', { denominator: '100' })],
  ['BAD_VALUE', 'Værdi', students('12', { numerator: '13' })],
  ['BAD_DATE', 'Indtastet dato', students('12', { on: '30-02-2020' })],
  ['BAD_VALUE', 'Slet (J)', students('12', { deleted: 'slettet' })],
]
const share = (more: Partial<Entry>): Entry => ({ kpi: 'case_errors', period: '2020-Q1', ...more })
const REJECTED_SHARES: typeof REJECTED = [
  ['MISSING_VALUE', 'Værdi', share({})],
  ['MISSING_VALUE', 'Nævner', share({ value: '10', numerator: '1' })],
  ['MISSING_VALUE', 'Tæller', share({ denominator: '10' })],
  ['BAD_VALUE', 'Nævner', share({ numerator: '1', denominator: '0' })],
  ['BAD_VALUE', 'Værdi', share({ value: '33,4', numerator: '1', denominator: '3' }), '1 / 3'],
  ['BAD_VALUE', 'Værdi', share({ value: '100,5' }), 'mellem 0 og 100'],
  ['BAD_VALUE', 'Tæller', share({ numerator: '11', denominator: '10' })],
  // What may lie above 100 percent may still not lie below 0.
  ['BAD_VALUE', 'Værdi', share({ kpi: 'budget_utilisation', value: '-1' }), 'fra 0 procent'],
  [
    'BAD_VALUE',
    'Tæller',
    share({ kpi: 'course_occupancy_rate', numerator: '-1', denominator: '10' }),
  ],
]

test.each([...REJECTED, ...REJECTED_SHARES])(
  '%s in %s rejects the entry %j',
  (code, column, entry, told = '') => {
    const { faults } = read(entry)
    expect(faults).toMatchObject([{ code, column }])
    const [{ expected = '', got = '', todo = '' } = {}] = faults
    expect(`${expected} ${todo}`).toContain(told)
    expect(got).not.toContain('310299')
  },
)

test('what is almost the name of an area is a team when it says so', () => {
  const row = read(students('1', { place: 'Team: Vibrog' }))
  expect(row).toMatchObject({ faults: [], rows: [{ team: 'Vibrog', area_code: '791' }] })
})

const whole = { municipality_code: '791', area_code: '791', team: 'ALL' }
test.each([
  [students('1'), { ...whole, target_group: 'ALL', age_group: 'ALL', value: '1' }],
  [
    students('1.234,50', { place: 'Skive Kommune' }),
    { municipality_code: '779', value: '1234.50' },
  ],
  [students('1', { place: 'Danmark' }), { municipality_code: '000', area_code: 'DK' }],
  [
    students('1', { place: 'rar østjylland' }),
    { municipality_code: '000', area_code: 'RAR:Østjylland' },
  ],
  [
    students('1', { place: 'I alt', group: 'Forsikrede', age: '67+' }),
    { ...whole, target_group: 'DP', age_group: '67+' },
  ],
  [
    students('1', { place: 'Team Øst', group: 'kth', age: '30 – 49 år' }),
    { team: 'Team Øst', target_group: 'KTH', age_group: '30-49' },
  ],
  [
    students('1', {
      group: 'Selvforsørgelses- og hjemrejseydelse samt overgangsydelse',
      age: 'alle',
    }),
    { target_group: 'SHO', age_group: 'ALL' },
  ],
  [students('', { numerator: '5', unit: 'personer' }), { value: null, numerator: '5' }],
  [students('', { deleted: 'Ja' }), { value: null, is_deleted: true }],
  [
    students('1', { on: '03-02-2020 10:15', deleted: 'n' }),
    { source_changed_at: '2020-02-03 10:15:00', is_deleted: false },
  ],
  [
    share({ value: '33,3', numerator: '1', denominator: '3', unit: 'procent' }),
    { value: '33.3', denominator: '3' },
  ],
  [share({ value: '33,33 %', numerator: '1', denominator: '3' }), { value: '33.33' }],
  [
    { kpi: 'fulltime_persons', period: '2020-01', value: '9', unit: 'full_time_persons' },
    { value: '9' },
  ],
  [share({ value: '0', unit: '%' }), { value: '0', numerator: null }],
  [share({ value: '100,00' }), { value: '100.00' }],
  // Half-way between 0.1 and 0.2: a person may have rounded either way.
  [share({ value: '0,1', numerator: '15', denominator: '10.000' }), { value: '0.1' }],
  [share({ value: '0,2', numerator: '15', denominator: '10.000' }), { value: '0.2' }],
  [{ kpi: 'net_cost', period: '2020', value: '-17.644.000', unit: 'Kr' }, { value: '-17644000' }],
  [
    {
      kpi: 'cases_per_caseworker',
      period: '2020-02',
      value: '35',
      numerator: '105',
      denominator: '3',
    },
    { value: '35' },
  ],
])('the entry %j is good', (entry, expected) => {
  const { faults, rows } = read(entry)
  expect(faults).toEqual([])
  expect(rows).toMatchObject([expected])
})

test.each([
  ['2020-01', '2020-01', '2020-01-31'],
  ['2020-Q1', '2020-Q1', '2020-03-31'],
  ['2020-H1', '2020-H1', '2020-06-30'],
  ['2020', '2020', '2020-12-31'],
  ['2020-Q2R', '2020-Q2R', '2020-06-30'],
  ['2020-03YTD', '2020-03YTD', '2020-03-31'],
  ['2020-W05', '2020-W05', '2020-02-02'],
  ['2020M01', '2020-01', '2020-01-31'],
  ['2020K2', '2020-Q2', '2020-06-30'],
  ['2020QMAT02', '2020-Q2R', '2020-06-30'],
  ['2024Y01', '2024', '2024-12-31'],
  ['2020MYTD03', '2020-03YTD', '2020-03-31'],
])('the period %s is %s', (period, code, end) => {
  expect(read(students('1', { period })).rows).toMatchObject([{ period: code, period_end: end }])
})

test.each(['1305801231', '130580-1231', '703651544', '740688-4422'])(
  'a figure that reads as a CPR number is none: %s',
  (value) => {
    const { faults, rows } = read(students(value))
    expect(faults.map(({ code, got, column }) => [code, got, column])).toContainEqual([
      ...['BAD_VALUE', '***', 'Værdi'],
    ])
    expect(JSON.stringify(rows)).not.toContain(value.replace('-', ''))
  },
)

test('an amount is no CPR number when it is written as an amount, nor is one that no day begins', () => {
  const amount = (value: string) => read({ kpi: 'net_cost', period: '2020-01', value })
  const read9 = ['1.305.801.231', '703651544,00', '991234567', '305801231'].map(amount)
  expect(read9.map(({ rows }) => rows[0]?.value)).toEqual([
    ...['1305801231', '703651544.00', '991234567', null],
  ])
  expect(read9.at(-1)?.faults[0]?.todo).toContain('tusindtalspunkter')
})
