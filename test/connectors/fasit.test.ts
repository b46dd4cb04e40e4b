/** Owns the proof that FASIT's spells land in core as declared: persons by key, open ends open, and bad rows kept back. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { fasitMode } from '../../connectors/fasit/index.ts'
import { run } from '../../src/cli/words/run.ts'
import { openHouse, type Row, type TestHouse } from '../support/house.ts'
import { file, line, type Spell } from './fasit-file.ts'
import { expectedRows, loadSample, takersOf } from './sample.ts'

const NAME = 'FASIT_Forloeb_D_20200203.csv'
const FEED = 'fasit-spells'

/** The open spells in the order of their lines, times as text. */
function spellsOf(house: TestHouse): Promise<Row[]> {
  return house.query(
    `select *, source_created_at::text as source_created_at, source_changed_at::text as source_changed_at
     from core.benefit_spell where recorded_to = 'infinity' order by origin_run, source_line`,
  )
}

/** Delivers and loads spells as one file. */
async function load(house: TestHouse, spells: readonly Spell[], name = NAME) {
  await house.deliver(name, file(spells.map(line)))
  const result = await house.run(FEED, { publish: false })
  return { ...result, load: result.json.loads[0] }
}

/** Keys as letters in the order they are met, so that equal keys are equal letters. */
function lettered(keys: readonly unknown[]): readonly (string | null)[] {
  const met = [...new Set(keys)].filter((key) => key !== null)
  return keys.map((key) => (key === null ? null : 'abcdefghij'.charAt(met.indexOf(key))))
}

test('the sample lands in core as its expected rows say, and equal persons have equal keys', async () => {
  const house = await openHouse()
  const { exitCode, rows } = await loadSample(house, FEED, NAME)
  expect(exitCode).toBe(1)
  expect(rows).toMatchObject({ read: 11, loaded: 8, unchanged: 0, quarantined: 2, ignored: 1 })
  const found = await spellsOf(house)
  const people = lettered(found.map((row) => row.person_key))
  const caseworkers = lettered(found.map((row) => row.caseworker_key))
  const expected = await expectedRows(FEED)
  expect(people).toEqual(expected.map((row) => row.person))
  expect(caseworkers).toEqual(expected.map((row) => row.caseworker))
  const plain = expected.map(({ person, caseworker, ...row }) => row)
  expect(found).toMatchObject(plain)
  const keys = found.flatMap((row) => [row.spell_key, row.person_key, row.caseworker_key])
  for (const key of keys.filter((each) => each !== null)) expect(key).toMatch(/^[A-Z2-7]{26}$/)
  expect(new Set(found.map((row) => row.spell_key)).size).toBe(8)
  const [status] = await house.query(
    "select data_until::text from mart.load_status where feed = 'fasit-spells'",
  )
  expect(status).toEqual({ data_until: '2020-02-03' })
})

test.each([
  ['FASIT_Forloeb_F_20200203.csv', 'full'],
  ['FASIT_Forloeb_D_20200203.csv', 'delta'],
  ['FASIT_Forloeb_D_20200203_2.csv', 'delta'],
  ['fasit_forloeb_f_20200203.CSV', 'full'],
])('%s is a %s file of spells', (name, mode) => {
  expect(takersOf(name)).toEqual([FEED])
  expect(fasitMode(name)).toBe(mode)
})

test.each(['FASIT_Forloeb_20200203.csv', 'FASIT_Forloeb_X_20200203.csv', 'forloeb.csv'])(
  '%s is not taken from the inbox, and its name does not tell full from delta',
  (name) => {
    expect(takersOf(name)).toEqual([])
    expect(fasitMode(name)).toBeUndefined()
  },
)

test('a file whose name tells neither full nor delta is refused until the call tells it', async () => {
  const house = await openHouse()
  const path = await house.deliver('forloeb.csv', file([line({ ForløbID: '1' })]))
  const refused = await house.run(FEED, { file: path, publish: false })
  expect([refused.exitCode, refused.json.loads[0]?.error?.code]).toEqual([2, 'MISSING_FILE_FACT'])
  const again = await house.deliver('forloeb.csv', file([line({ ForløbID: '1' })]))
  expect((await house.run(FEED, { file: again, delta: true, publish: false })).exitCode).toBe(0)
})

test('one CPR number is one person, however it is written, and a spell keeps its key', async () => {
  const house = await openHouse()
  const ways = ['070365-1544', '0703651544', '703651544', '="0703651544"', '070365 1544']
  const spells = ways.map((cpr, index) => ({ ForløbID: String(index + 1), 'CPR-nr.': cpr }))
  await load(house, [...spells, { ForløbID: '6', 'CPR-nr.': '070365-1546' }])
  const first = await spellsOf(house)
  expect(lettered(first.map((row) => row.person_key))).toEqual(['a', 'a', 'a', 'a', 'a', 'b'])
  const changed = { ForløbID: '3', 'CPR-nr.': '070365-1544', Ændret: '03-02-2020 09:00' }
  await load(house, [{ ...changed, Slutdato: '31-01-2020' }], 'FASIT_Forloeb_D_20200204.csv')
  const versions = await house.query(
    'select end_date, person_key from core.benefit_spell where spell_key = $1 order by recorded_from',
    [first[2]?.spell_key],
  )
  const person_key = first[0]?.person_key
  expect(versions).toEqual([
    { end_date: null, person_key },
    { end_date: '2020-01-31', person_key },
  ])
})

test('a CPR number that is none rejects the row, and neither quarantine nor output shows it', async () => {
  const house = await openHouse()
  const {
    exitCode,
    text,
    load: result,
  } = await load(house, [
    { ForløbID: '1', 'CPR-nr.': '090958-11A3' },
    { ForløbID: '2', 'CPR-nr.': '310280-1231' },
    { ForløbID: '3', 'CPR-nr.': '' },
    { ForløbID: '4' },
  ])
  expect(exitCode).toBe(1)
  expect(result?.rows).toMatchObject({ read: 4, loaded: 1, quarantined: 3 })
  const faults = await house.query(
    'select code, line, column_name, got from ops.quarantine order by line',
  )
  expect(faults).toEqual([
    { code: 'BAD_CPR', line: 3, column_name: 'CPR-nr.', got: '***' },
    { code: 'BAD_CPR', line: 4, column_name: 'CPR-nr.', got: '***' },
    { code: 'MISSING_VALUE', line: 5, column_name: 'CPR-nr.', got: 'tom' },
  ])
  expect(text).toContain('BAD_CPR')
  expect(text).not.toMatch(/090958|310280/)
})

test('a spell that ends before it starts is rejected, and its earlier version stays', async () => {
  const house = await openHouse()
  await load(house, [{ ForløbID: '1' }, { ForløbID: '2' }])
  const before = await spellsOf(house)
  const swapped = { ForløbID: '1', Startdato: '24-01-2020', Slutdato: '10-01-2020' }
  const later = await load(house, [swapped], 'FASIT_Forloeb_F_20200204.csv')
  expect(later.load?.error?.code).toBe('ROW_COUNT_DROP')
  const delta = await load(house, [swapped], 'FASIT_Forloeb_D_20200205.csv')
  expect(delta.load?.faults).toMatchObject([{ code: 'END_BEFORE_START', line: 3 }])
  expect(delta.load?.message).not.toContain('nøgle kunne ikke læses')
  expect(await spellsOf(house)).toEqual(before)
})

test('a blank end, 31-12-9999 and 01-01-1900 are open ends, and a spell of one day has one', async () => {
  const house = await openHouse()
  const ends = ['', '31-12-9999', '01-01-1900', '9999-12-31', '01-01-2020']
  await load(
    house,
    ends.map((end, index) => ({ ForløbID: String(index), Slutdato: end })),
  )
  expect((await spellsOf(house)).map((row) => row.end_date)).toEqual([
    ...[null, null, null, null, '2020-01-01'],
  ])
})

test('an unknown benefit is rejected with the line to add; an unknown visitation category only warns', async () => {
  const house = await openHouse()
  const { exitCode, load: result } = await load(house, [
    { ForløbID: '1', Ydelse: 'Borgerløn' },
    { ForløbID: '2', Visitationskategori: 'Næsten parat' },
    { ForløbID: '3', Visitationskategori: 'constructor' },
  ])
  expect(exitCode).toBe(1)
  expect(result?.faults).toMatchObject([{ code: 'UNKNOWN_LABEL', line: 3, column: 'Ydelse' }])
  expect(result?.faults[0]?.message).toContain('target_group,fasit,"Borgerløn",KODE,,')
  expect(result?.message).toContain('Ukendt visitationskategori i 2 forløb, fx "Næsten parat"')
  expect(await spellsOf(house)).toMatchObject([
    { readiness: null, readiness_label: 'Næsten parat' },
    { readiness: null, readiness_label: 'constructor' },
  ])
})

test('another count than the trailer’s refuses the file, and core stays as it was', async () => {
  const house = await openHouse()
  await load(house, [{ ForløbID: '1' }])
  const before = await spellsOf(house)
  const name = 'FASIT_Forloeb_D_20200204.csv'
  await house.deliver(name, file([line({ ForløbID: '2' }), line({ ForløbID: '3' })], 'ANTAL;3'))
  const { exitCode, json } = await house.run(FEED, { publish: false })
  expect(exitCode).toBe(2)
  const error = { code: 'TRAILER_MISMATCH', expected: '3 rækker', got: '2 rækker' }
  expect(json.loads[0]).toMatchObject({ state: 'refused', error })
  expect(json.loads[0]?.rows).toMatchObject({ read: 2, loaded: 0, quarantined: 0, ignored: 2 })
  expect(await spellsOf(house)).toEqual(before)
  const failed = join(house.config.home, 'failed', FEED)
  const [reason = ''] = (await readdir(failed, { recursive: true })).filter((entry) =>
    entry.endsWith('.txt'),
  )
  expect(await readFile(join(failed, reason), 'utf8')).toContain('TRAILER_MISMATCH')
})

test.each([
  ['with empty cells behind it', 'ANTAL;1;;;;;;;;;;;;;;;;;\r\n', 1],
  ['without a line end', 'Antal;1', 1],
  ['that is missing', '', 1],
  ['that says no rows where there is one', 'ANTAL;0\r\n', 0],
  ['that is cut off', 'ANT', 0],
])('a trailer %s', async (_, trailer, loaded) => {
  const house = await openHouse()
  await house.deliver(NAME, file([line({ ForløbID: '1' })], trailer))
  const { json } = await house.run(FEED, { publish: false })
  expect(json.loads[0]?.rows.loaded).toBe(loaded)
  expect(json.loads[0]?.state).toBe(loaded ? 'done' : 'refused')
})

test('a trailer between the rows is a row like others, and a wrong one', async () => {
  const house = await openHouse()
  await house.deliver(NAME, file([line({ ForløbID: '1' }), 'ANTAL;1', line({ ForløbID: '2' })]))
  const { json } = await house.run(FEED, { publish: false })
  expect(json.loads[0]?.faults).toMatchObject([{ code: 'WRONG_FIELD_COUNT', line: 4 }])
  expect(json.loads[0]?.rows).toMatchObject({ read: 3, loaded: 2, quarantined: 1 })
})

const KEYS = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'))

test('another pseudonym key than the one core was made with is refused before anything is read', async () => {
  const house = await openHouse({ pseudonymKey: KEYS[0] })
  await load(house, [{ ForløbID: '1' }])
  const before = await spellsOf(house)
  const other = { ...house.config, pseudonymKey: KEYS[1] }
  await house.deliver('FASIT_Forloeb_D_20200204.csv', file([line({ ForløbID: '2' })]))
  const { exitCode, json } = await run(other, FEED, { publish: false }, () => undefined)
  expect(exitCode).toBe(4)
  expect(json).toMatchObject({ failures: [{ error: { code: 'WRONG_PSEUDONYM_KEY' } }] })
  expect(await spellsOf(house)).toEqual(before)
  const [last] = await house.query(
    'select state, exit_code, rows_read from ops.run where feed = $1 order by run_id desc limit 1',
    [FEED],
  )
  expect(last).toEqual({ state: 'failed', exit_code: 4, rows_read: '0' })
  expect(await readdir(join(house.config.home, 'inbox'))).toContain('FASIT_Forloeb_D_20200204.csv')
  const again = await house.run(FEED, { publish: false })
  expect([again.exitCode, (await spellsOf(house)).length]).toEqual([0, 2])
})

test('a first file that is refused does not tie the database to its key', async () => {
  const house = await openHouse({ pseudonymKey: KEYS[0] })
  await house.deliver(NAME, file([line({ ForløbID: '1' })], 'ANTAL;2\r\n'))
  expect((await house.run(FEED, { publish: false })).exitCode).toBe(2)
  expect(await house.query('select * from ops.pseudonym_key')).toEqual([])
  await load(house, [{ ForløbID: '1' }], 'FASIT_Forloeb_D_20200204.csv')
  const [known] = await house.query('select version, check_value from ops.pseudonym_key')
  expect(known).toEqual({ version: 1, check_value: expect.stringMatching(/^[A-Z2-7]{26}$/) })
})
