/** Owns the proof of the feed manual-entries: what people type lands in the mart, is corrected, deleted, and kept as history. */
import { beforeAll, expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type Entry, entries } from './manual-file.ts'
import { comparable, expectedRows, loadSample, takersOf } from './sample.ts'

const NAME = 'Manuelle_indtastninger.csv'
const FEED = 'manual-entries'

/** Delivers entries as one file and runs it, without publishing. */
async function enter(house: TestHouse, given: readonly Entry[], name = NAME) {
  await house.deliver(name, entries(...given))
  const { exitCode, json } = await house.run(FEED, { publish: false })
  return { exitCode, load: json.loads[0], rows: json.loads[0]?.rows }
}

const SPLIT = "nullif(team, 'ALL'), nullif(target_group, 'ALL'), nullif(age_group, 'ALL')"

/** The values in force, `2020-01 452`. */
async function valuesOf(house: TestHouse): Promise<string[]> {
  const rows = await house.query<{ figure: string }>(
    `select concat_ws(' ', period, ${SPLIT}, trim_scale(value)) as figure
     from core.manual_entry_open where not is_deleted order by 1`,
  )
  return rows.map(({ figure }) => figure)
}

/** The same once they are published. */
async function publishedValues(house: TestHouse): Promise<string[]> {
  await house.publish()
  const rows = await house.query<{ figure: string }>(
    `select concat_ws(' ', period, ${SPLIT}, trim_scale(value)) as figure
     from mart.kpi where basis = 'manual' order by 1`,
  )
  return rows.map(({ figure }) => figure)
}

/** Every version of every entry, oldest first: its value, whether it is in force, and whether it deletes. */
async function versionsOf(house: TestHouse): Promise<string[]> {
  const rows = await house.query<{ version: string }>(
    `select concat_ws(' ', trim_scale(value), case when is_deleted then 'deleted' end,
       case when recorded_to = 'infinity' then 'open' when recorded_to = recorded_from then 'never' else 'closed' end) as version
     from core.manual_entry order by origin_run, source_line, recorded_from`,
  )
  return rows.map(({ version }) => version)
}

const students = (value: string, more: Partial<Entry> = {}): Entry => ({
  ...{ kpi: 'language_centre_students', period: '2020-01', value, ...more },
})

let sampled: TestHouse
let sample: Awaited<ReturnType<typeof loadSample>>

beforeAll(async () => {
  sampled = await openHouse()
  sample = await loadSample(sampled, FEED, NAME)
})

test('the sample lands in the mart as its expected rows say, with faults that name what is near', async () => {
  const house = sampled
  const { exitCode, rows } = sample
  expect(exitCode).toBe(1)
  expect(rows).toMatchObject({ read: 14, loaded: 11, unchanged: 0, quarantined: 2, ignored: 1 })
  const expected = await expectedRows(FEED)
  const columns = Object.keys(expected[0] ?? {}).join(', ')
  const found = await house.query(`select ${columns} from mart.kpi where basis = 'manual'`)
  expect(comparable(found)).toEqual(comparable(expected))
  const faults = await house.query('select * from ops.quarantine order by line')
  expect(faults).toMatchObject([
    { line: 13, code: 'UNKNOWN_LABEL', column_name: 'KPI-id', got: 'cooperation_dgree' },
    { line: 14, code: 'BAD_NUMBER', column_name: 'Værdi', got: '43.1' },
  ])
  expect(faults[0]?.message).toContain('nærmest er cooperation_degree')
  const [status] = await house.query(
    `select last_file, data_until::text, expected_by::text, state, rows::integer, quarantined::integer
     from mart.load_status where feed = 'manual-entries'`,
  )
  expect(status).toEqual({
    ...{ last_file: NAME, data_until: '2020-02-02', expected_by: '2020-04-04', state: 'fresh' },
    ...{ rows: 14, quarantined: 2 },
  })
})

test('initials become one pseudonym however they are written, and no comment is kept', async () => {
  const rows = await sampled.query<{ who: string | null; row: string }>(
    'select entered_by_key as who, (m)::text as row from core.manual_entry as m',
  )
  const people = new Set(rows.map(({ who }) => who).filter((who) => who !== null))
  expect(people.size).toBe(2)
  for (const who of people) expect(who).toMatch(/^[A-Z2-7]{26}$/)
  expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/VKABC|VKDEF|tavlen|Rettet/)
})

test('an occupancy and the use of a budget may lie above 100 percent, pass the audits, and say so', async () => {
  const over = { period: '2020-01', on: '03-02-2020' }
  const { exitCode } = await enter(sampled, [
    { ...over, kpi: 'course_occupancy_rate', value: '104,5' },
    { ...over, kpi: 'budget_utilisation', numerator: '130', denominator: '100' },
    { ...over, kpi: 'budget_utilisation', group: 'Sygedagpenge', value: '100' },
  ])
  expect(exitCode).toBe(0)
  expect((await sampled.publish()).exitCode).toBe(0)
  const found = await sampled.query(
    `select kpi, target_group, value::float8, status, status_text from mart.kpi
     where kpi in ('course_occupancy_rate', 'budget_utilisation') and period = '2020-01' order by kpi, value`,
  )
  const ok = { target_group: 'ALL', status: 'ok', status_text: 'Over 100 pct.' }
  expect(found).toEqual([
    { ...ok, kpi: 'budget_utilisation', target_group: 'SDP', value: 100, status_text: null },
    { ...ok, kpi: 'budget_utilisation', value: 130 },
    { ...ok, kpi: 'course_occupancy_rate', value: 104.5 },
  ])
})

test('the entry of the newest date counts, wherever it stands; of one day the last line', async () => {
  const house = await openHouse()
  const first = await enter(house, [
    students('3', { on: '03-02-2020' }),
    students('1', { on: '01-02-2020' }),
    students('2', { on: '02-02-2020' }),
    students('7', { period: '2020-02', on: '03-02-2020' }),
    students('8', { period: '2020-02', on: '03-02-2020' }),
    students('9', { period: '2020-02' }),
    students('6', { period: '2020-02', on: '01-02-2020' }),
  ])
  expect(first.exitCode).toBe(0)
  expect(first.rows).toMatchObject({ read: 7, loaded: 7, quarantined: 0, ignored: 0 })
  // The entry without a date is as new as those above it.
  expect(await valuesOf(house)).toEqual(['2020-01 3', '2020-02 9'])
  expect(await versionsOf(house)).toEqual([
    ...['3 open', '1 never', '2 never', '7 never', '8 never', '9 open', '6 never'],
  ])

  const again = await enter(house, [
    students('3', { on: '03-02-2020' }),
    students('1', { on: '01-02-2020' }),
    students('5', { on: '02-02-2020' }),
    students('4', { period: '2020-02', on: '04-02-2020' }),
  ])
  // Known, known, an older change that comes late, and a correction; what the file lacks stays.
  expect(again.rows).toMatchObject({ read: 4, loaded: 2, unchanged: 2, closed: 0 })
  expect(await valuesOf(house)).toEqual(['2020-01 3', '2020-02 4'])
})

test('a value that goes back and forth on one day ends as the last line says', async () => {
  const house = await openHouse()
  await enter(house, [students('10'), students('12'), students('10')])
  expect(await valuesOf(house)).toEqual(['2020-01 10'])
  await enter(house, [students('11')])
  expect(await valuesOf(house)).toEqual(['2020-01 11'])
})

test('J takes a value out of the mart, keeps its history, and a newer entry brings it back', async () => {
  const house = await openHouse()
  await enter(house, [students('450', { on: '03-02-2020' }), students('20', { place: 'Team Øst' })])
  await enter(house, [students('', { on: '05-02-2020', deleted: 'j' })])
  expect(await publishedValues(house)).toEqual(['2020-01 Team Øst 20'])
  expect(await versionsOf(house)).toEqual(['450 closed', '20 open', 'deleted open'])
  // The same workbook as before, unchanged: what was deleted later stays deleted.
  await enter(house, [students('450', { on: '03-02-2020' })])
  expect(await publishedValues(house)).toEqual(['2020-01 Team Øst 20'])
  await enter(house, [students('455', { on: '06-02-2020' })])
  expect(await publishedValues(house)).toEqual(['2020-01 455', '2020-01 Team Øst 20'])
})

test('a rejected correction leaves the value there was, and one made good in the same file counts', async () => {
  const house = await openHouse()
  await enter(house, [students('1'), students('2', { period: '2020-02' })])
  const { exitCode, rows } = await enter(house, [
    students('12.5', { on: '10-02-2020' }),
    students('3', { period: '2020-02', on: '12-02-2020', unit: 'kr.' }),
    students('4', { period: '2020-02', on: '11-02-2020' }),
  ])
  expect([exitCode, rows?.quarantined, rows?.loaded]).toEqual([1, 2, 1])
  expect(await valuesOf(house)).toEqual(['2020-01 1', '2020-02 4'])
})

test('a team that the plan does not know loads under its name, with a warning once any team is known', async () => {
  const house = await openHouse()
  expect((await enter(house, [students('1', { place: 'Team Syg' })])).exitCode).toBe(0)
  await house.deliver(
    'plan_maal_2020.csv',
    'Mål nr;KPI-id;Navn;Type;Operator;Mål 2020;Baseline;Område;Team\n1;course_enrolled;Kurser;;>=;10;5;Viborg;Team Syg\n',
  )
  await house.run('plan-targets', { publish: false })
  const { exitCode, load } = await enter(house, [
    students('1', { place: 'Team Syg' }),
    students('1', { place: 'Team Sug' }),
  ])
  expect(exitCode).toBe(1)
  expect(load?.message).toContain('Ukendt team i 1 indtastning(er), fx "Team Sug"')
  expect(await valuesOf(house)).toEqual(['2020-01 Team Sug 1', '2020-01 Team Syg 1'])
})

test('a revert takes back what a file opened, corrected and deleted', async () => {
  const house = await openHouse()
  await enter(house, [students('1', { on: '01-02-2020' }), students('5', { period: '2020-02' })])
  const { load } = await enter(house, [
    students('2', { on: '02-02-2020' }),
    students('3', { on: '03-02-2020' }),
    students('', { period: '2020-02', deleted: 'J' }),
    students('6', { period: '2020-03' }),
  ])
  expect(await publishedValues(house)).toEqual(['2020-01 3', '2020-03 6'])
  await revertWord(house.config, load?.run_id ?? '', { yes: true, publish: true }, () => undefined)
  expect(await publishedValues(house)).toEqual(['2020-01 1', '2020-02 5'])
  expect(await house.query('select 1 from mart.dim_team where team_key > 0')).toEqual([])
})

test.each([
  'Manuelle_indtastninger.xlsx',
  'Manuelle_indtastninger_20200215.csv',
  'manuelle indtastninger Anne.XLSX',
])('%s is taken by manual-entries alone', (name) => {
  expect(takersOf(name)).toEqual([FEED])
})

test.each(['~$Manuelle_indtastninger.xlsx', 'indtastninger.xlsx', 'Manuelle_indtastninger.xls'])(
  '%s is taken by nobody',
  (name) => {
    expect(takersOf(name)).toEqual([])
  },
)
