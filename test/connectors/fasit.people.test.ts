/** Owns the proof that citizens, sickness cases and partial returns land in core as declared, and persons in one place. */
import { expect, test } from '@jest/globals'
import { fasitMode } from '../../connectors/fasit/index.ts'
import { openHouse, type Row, type TestHouse } from '../support/house.ts'
import { type Cells, caseFile, citizenFile, partialFile } from './fasit-file.ts'
import { expectedRows, loadSample, takersOf } from './sample.ts'

/** The open rows of a core table in the order of their lines, times as text, and keys as letters in the order they are met. */
async function rowsOf(house: TestHouse, table: string, key: string, name: string): Promise<Row[]> {
  const rows = await house.query(
    `select *, source_changed_at::text as source_changed_at from core.${table}
     where recorded_to = 'infinity' order by origin_run, source_line`,
  )
  const met = [...new Set(rows.map((row) => row[key]))].filter((each) => each !== null)
  return rows.map((row) => ({
    ...row,
    [name]: row[key] === null ? null : 'abcdefgh'.charAt(met.indexOf(row[key])),
  }))
}

async function load(house: TestHouse, feed: string, name: string, text: string) {
  await house.deliver(name, text)
  const result = await house.run(feed, { publish: false })
  return { ...result, load: result.json.loads[0] }
}

const SAMPLES = [
  ['fasit-citizens', 'FASIT_Borger_F_20200203.csv', 'citizen', 'person_key', 'person'],
  ['fasit-sickness', 'SYG_Sygefravaer_D_20200203.csv', 'sickness_case', 'person_key', 'person'],
  ['fasit-partial-return', 'SYG_Delvis_D_20200203.csv', 'partial_return', 'case_key', 'case'],
] as const

test('the samples land in core as their expected rows say, each person once', async () => {
  const house = await openHouse()
  const counts: unknown[] = []
  for (const [feed, name, table, key, letter] of SAMPLES) {
    const { exitCode, rows } = await loadSample(house, feed, name)
    counts.push([exitCode, rows?.read, rows?.loaded, rows?.quarantined, rows?.ignored])
    const found = await rowsOf(house, table, key, letter)
    const expected = await expectedRows(feed)
    expect(found).toMatchObject(expected)
    expect(found).toHaveLength(expected.length)
  }
  expect(counts).toEqual([
    [1, 8, 6, 2, 0],
    [1, 9, 6, 3, 0],
    [1, 6, 4, 1, 1],
  ])
  const faults = await house.query('select feed, line, code, column_name, got from ops.quarantine')
  expect(faults).toEqual([
    ...[
      ['fasit-citizens', 9, 'BAD_CPR', 'CPR-nr.', '***'],
      ['fasit-citizens', 10, 'BAD_VALUE', 'Adressebeskyttelse', '***'],
      ['fasit-sickness', 9, 'UNKNOWN_LABEL', 'Sagsart', '99'],
      ['fasit-sickness', 10, 'END_BEFORE_START', null, '2020-01-31'],
      ['fasit-sickness', 11, 'BAD_NUMBER', null, '169'],
      ['fasit-partial-return', 7, 'END_BEFORE_START', null, '2019-12-10'],
    ].map(([feed, line, code, column_name, got]) => ({ feed, line, code, column_name, got })),
  ])
  // The five persons of the citizens' file are those of the cases: what their numbers tell stands once, and nowhere else.
  const persons = await house.query(
    'select birth_date, sex, is_substitute from core.person order by birth_date',
  )
  expect(persons).toEqual([
    { birth_date: '1958-09-09', sex: 'M', is_substitute: false },
    { birth_date: '1965-03-07', sex: 'K', is_substitute: false },
    { birth_date: '1975-09-02', sex: 'K', is_substitute: false },
    { birth_date: '1980-05-13', sex: 'M', is_substitute: false },
    { birth_date: '1988-06-14', sex: 'K', is_substitute: true },
  ])
  const elsewhere = await house.query(
    `select table_schema || '.' || table_name as name from information_schema.columns
     where column_name like '%birth%' and table_schema not like 'pg%'
       and (table_schema, table_name) not in (('core', 'person'), ('core', 'person_current'))
       and table_schema <> 'stage'`,
  )
  expect(elsewhere).toEqual([])
})

test.each([
  ['FASIT_Borger_F_20200203.csv', 'fasit-citizens', 'full'],
  ['SYG_Sygefravaer_F_20200203.csv', 'fasit-sickness', 'full'],
  ['SYG_Sygefravaer_D_20200203_2.csv', 'fasit-sickness', 'delta'],
  ['SYG_Delvis_D_20200203.csv', 'fasit-partial-return', 'delta'],
])('%s is taken by %s alone, as %s', (name, feed, mode) => {
  expect(takersOf(name)).toEqual([feed])
  expect(fasitMode(name)).toBe(mode)
})

test('there is no delta of citizens', () => {
  expect(takersOf('FASIT_Borger_D_20200203.csv')).toEqual([])
})

const CPRS = ['130580-1231', '020975-1448', '070365-1544', '090958-1113', '150904-4124']

test('names are dropped without a word, an unknown column with one, and unknown labels warn', async () => {
  const house = await openHouse()
  const rows: Cells[] = [
    { Herkomst: 'Marsboer', Efternavn: 'Prøvesen', Adresse: 'Opdigtet Allé 1', Køn: 'X' },
    { BorgerID: '9002', 'CPR-nr.': CPRS[1] ?? '', Herkomst: 'Venusboer', Telefon: '00 00 00 02' },
    // Beside names and addresses, what is no code may be one of them: only its length is told.
    { BorgerID: '9003', 'CPR-nr.': CPRS[2] ?? '', Køn: 'Prøvesen', Kommunekode: 'Opdigtet' },
  ]
  const text = citizenFile(rows).replace('Statsborgerskab', 'Skostørrelse')
  const { exitCode, load: result } = await load(
    house,
    'fasit-citizens',
    'FASIT_Borger_F_20200203.csv',
    text,
  )
  expect(exitCode).toBe(1)
  expect(result?.dropped_columns).toEqual(['Skostørrelse'])
  expect(result?.rows).toMatchObject({ read: 3, loaded: 3, quarantined: 0 })
  expect(result?.warnings).toEqual([
    'Ukendt herkomst hos 2 borger(e), fx "Marsboer" på linje 3; de er indlæst uden.',
    'Ukendt kommunekode hos 1 borger(e), fx "(8 tegn)" på linje 5; de er indlæst uden.',
    'Ukendt køn hos 2 borger(e), fx "X" på linje 3; de er indlæst uden.',
  ])
  const told = await house.query(
    'select sex_given, sex_label, residence_code, residence_label from core.citizen order by source_line',
  )
  expect(told.map((citizen) => Object.values(citizen))).toEqual([
    [null, 'X', '791', null],
    [null, null, '791', null],
    [null, '(8 tegn)', null, '(8 tegn)'],
  ])
  expect(result?.message).not.toMatch(/Prøvesen|Efternavn|Opdigtet/)
})

test('a snapshot lacking a citizen twice closes it; one that lacks most of them is refused', async () => {
  const house = await openHouse()
  const all = CPRS.map((cpr, index) => ({ BorgerID: String(9001 + index), 'CPR-nr.': cpr }))
  const day = (of: number) => `FASIT_Borger_F_2020020${of}.csv`
  await load(house, 'fasit-citizens', day(1), citizenFile(all))
  const refused = await load(house, 'fasit-citizens', day(2), citizenFile(all.slice(0, 3)))
  expect([refused.exitCode, refused.load?.error?.code]).toEqual([2, 'ROW_COUNT_DROP'])
  const open = () => house.query("select from core.citizen where recorded_to = 'infinity'")
  await load(house, 'fasit-citizens', day(3), citizenFile(all.slice(0, 4)))
  expect(await open()).toHaveLength(5)
  const closed = await load(house, 'fasit-citizens', day(4), citizenFile(all.slice(0, 4)))
  expect([closed.load?.rows.closed, await open()]).toMatchObject([1, { length: 4 }])
})

test('the feed of partial returns wins per case, the case’s own count only where it has none', async () => {
  const house = await openHouse()
  const own = {
    'Delvis rask fra': '01-10-2019',
    'Delvis rask til': '31-10-2019',
    'Arbejdstimer pr. uge': '8',
    'Fraværstimer pr. uge': '29',
    'Første fraværsdag': '01-09-2019',
  }
  const cases = caseFile([
    { ...own, SagsID: '1' },
    { ...own, SagsID: '2', 'CPR-nr.': CPRS[1] ?? '' },
    { ...own, SagsID: '3', 'CPR-nr.': CPRS[2] ?? '', 'Fraværstimer pr. uge': '3,5' },
  ])
  await load(house, 'fasit-sickness', 'SYG_Sygefravaer_D_20200203.csv', cases)
  const partial = partialFile([
    { SagsID: '1', 'Delvis fra': '15-10-2019' },
    { SagsID: '1', 'Delvis fra': '01-12-2019', 'Delvis til': '31-12-2019' },
    // Of a case that nobody knows.
    { SagsID: '4' },
  ])
  await load(house, 'fasit-partial-return', 'SYG_Delvis_D_20200203.csv', partial)
  await house.publish()
  const rows = await house.query(
    `select birth_date, from_date, to_date, is_partial
     from core.partial_return_current inner join core.person using (municipality_code, person_key)
     order by birth_date desc, from_date`,
  )
  expect(rows).toEqual(
    [
      ['1980-05-13', '2019-10-15', '2019-11-30', true],
      ['1980-05-13', '2019-12-01', '2019-12-31', true],
      ['1975-09-02', '2019-10-01', '2019-10-31', true],
      ['1965-03-07', '2019-10-01', '2019-10-31', false],
    ].map(([birth_date, from_date, to_date, is_partial]) => ({
      ...{ birth_date, from_date, to_date, is_partial },
    })),
  )
})
