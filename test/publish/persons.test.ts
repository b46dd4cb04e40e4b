/** Owns the proof that a person stays one person: with a new CPR number, merged with another, in whatever order files come. */
import { beforeAll, expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import { type Cells, caseFile, citizenFile, file, line } from '../connectors/fasit-file.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { byPerson, CPR, type Letter, loadOne } from '../support/people.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')

function citizens(people: Readonly<Record<string, Letter>>, cells: Cells = {}): string {
  const rows = Object.entries(people).map(([id, who]) => ({
    BorgerID: id,
    'CPR-nr.': CPR[who],
    ...cells,
  }))
  return citizenFile(rows)
}

function spell(id: string, citizen: string, who: Letter, cells: Cells = {}): Cells {
  return { ForløbID: id, BorgerID: citizen, 'CPR-nr.': CPR[who], ...cells }
}

const fileOf = (rows: readonly Cells[]) => file(rows.map(line))

const FEW = { '91': 'g', '92': 'h', '93': 'i', '94': 'j', '95': 'k', '96': 'l' } as const
const BEFORE = { ...FEW, '1': 'a', '2': 's', '3': 'c', '5': 'm', '6': 'n', '7': 'd' } as const
// Citizen 1 has another number, 5 and 6 have changed theirs for each other's, and 2 (a substitute number) is gone.
const AFTER = { ...FEW, '1': 'b', '3': 'c', '5': 'n', '6': 'm', '7': 'd' } as const
// And then citizen 3 has another number too.
const LAST = { ...AFTER, '3': 'f' } as const

const SPELLS: readonly Cells[] = [
  spell('11', '1', 'a', { Slutdato: '31-01-2020' }),
  spell('21', '2', 's', { Slutdato: '10-01-2020' }),
  spell('22', '2', 's', { Startdato: '05-01-2020', Slutdato: '20-01-2020' }),
  spell('31', '3', 'c', { Startdato: '15-01-2020', Slutdato: '31-01-2020' }),
  spell('51', '5', 'm', { Slutdato: '02-01-2020' }),
  spell('61', '6', 'n', { Slutdato: '03-01-2020' }),
  spell('71', '7', 'd', { Slutdato: '04-01-2020' }),
]
// The merge takes one of the two spells along; the other was closed long ago and is not sent again.
const MOVED = [
  spell('21', '3', 'c', { Slutdato: '10-01-2020', Ændret: '04-02-2020 08:00' }),
  // Registered on the wrong person, who is still there: corrected, and no two persons are one.
  spell('71', '3', 'c', {
    Ydelse: 'Fleksjob',
    Slutdato: '04-01-2020',
    Ændret: '04-02-2020 08:00',
  }),
]

const FILES: readonly (readonly [name: string, text: string])[] = [
  ['FASIT_Borger_F_20200203.csv', citizens(BEFORE)],
  ['FASIT_Forloeb_D_20200203.csv', fileOf(SPELLS)],
  [
    'SYG_Sygefravaer_D_20200203.csv',
    caseFile([{ 'CPR-nr.': CPR.s, 'Sidste ydelsesdag': '20-01-2020' }]),
  ],
  ['FASIT_Forloeb_D_20200204.csv', fileOf(MOVED)],
  ['FASIT_Borger_F_20200204.csv', citizens(AFTER, { 'Sidst ændret': '04-02-2020 08:00' })],
  ['FASIT_Borger_F_20200205.csv', citizens(AFTER, { 'Sidst ændret': '04-02-2020 08:00' })],
  ['FASIT_Borger_F_20200206.csv', citizens(LAST, { 'Sidst ændret': '06-02-2020 08:00' })],
]

async function houseWith(files: typeof FILES): Promise<TestHouse> {
  const house = await openHouse({ pseudonymKey: KEY })
  for (const [name, text] of files) await loadOne(house, name, text)
  await house.publish()
  return house
}

const SPELL_COLUMNS = ['target_group', 'from_date', 'to_date', 'spells']
const AT_LAST = [
  'b KTH 2020-01-01 2020-01-31 1',
  'f FLX 2020-01-01 2020-01-04 1',
  // The merged citizen's two spells and his own are one person's days.
  'f KTH 2020-01-01 2020-01-31 3',
  'm KTH 2020-01-01 2020-01-02 1',
  'n KTH 2020-01-01 2020-01-03 1',
]

let house: TestHouse

beforeAll(async () => {
  house = await houseWith(FILES)
})

async function aliases(inHouse = house): Promise<readonly string[]> {
  const rows = await inHouse.query(
    `select o.birth_date as before, n.birth_date as after, a.reason
     from core.person_alias as a
     inner join core.person as o on o.person_key = a.old_person_key
     inner join core.person as n on n.person_key = a.new_person_key
     order by 1`,
  )
  return rows.map((row) => `${row.before} → ${row.after} ${row.reason}`)
}

test('a new number and a merge lead to the last number, numbers that were exchanged to nobody', async () => {
  expect(await aliases()).toEqual([
    '1965-03-07 → 1988-02-14 new_number',
    '1980-05-13 → 1975-09-02 new_number',
    '1988-06-14 → 1988-02-14 merged',
  ])
})

test('spells are under the person’s last number, those never sent again too', async () => {
  expect(await byPerson(house, 'core.spell_clean', SPELL_COLUMNS)).toEqual(AT_LAST)
})

/** Persons and days of January in the mart, by target group. */
async function january(inHouse: TestHouse) {
  const rows = await inHouse.query<{ row: string }>(
    `select concat_ws(' ', target_group, sum(persons), sum(benefit_days)) as row
     from mart.benefit_month where month = '2020-01' group by target_group order by 1`,
  )
  return rows.map(({ row }) => row)
}

test('the mart counts one person for two numbers, and each day of a merged person once', async () => {
  expect(await january(house)).toEqual(['FLX 1 4', 'KTH 4 67'])
})

test('a sickness case follows its person', async () => {
  expect(await byPerson(house, 'core.sickness_case_current', ['case_type', 'kind'])).toEqual([
    'f 11 sickness',
  ])
})

test('a person stands once, with the last number’s birth date and sex', async () => {
  const rows = await byPerson(house, 'core.person_current', ['sex', 'is_substitute', 'is_listed'])
  expect(rows.filter((row) => /^[abcfs]/.test(row))).toEqual(['b K false true', 'f K false true'])
})

test('the order between the feeds is of no matter', async () => {
  const isCitizens = ([name]: readonly [string, string]) => name.startsWith('FASIT_Borger')
  const other = await houseWith([
    ...FILES.filter((each) => !isCitizens(each)),
    ...FILES.filter(isCitizens),
  ])
  expect(await byPerson(other, 'core.spell_clean', SPELL_COLUMNS)).toEqual(AT_LAST)
  expect(await aliases(other)).toEqual(await aliases())
})

test('a merge waits for the second snapshot, and reverting the files takes the persons apart again', async () => {
  const early = await houseWith(FILES.slice(0, 5))
  expect(await january(early)).toEqual(['FLX 1 4', 'KTH 5 79'])
  expect(await aliases(early)).toEqual(['1980-05-13 → 1975-09-02 new_number'])
  const [run] = await early.query<{ run_id: string }>(
    "select run_id from ops.run where file_name = 'FASIT_Borger_F_20200204.csv'",
  )
  const flags = { yes: true, publish: false }
  await revertWord(early.config, run?.run_id ?? '', flags, () => undefined)
  expect(await aliases(early)).toEqual([])
  expect(await byPerson(early, 'core.spell_clean', SPELL_COLUMNS)).toEqual(
    expect.arrayContaining(['a KTH 2020-01-01 2020-01-31 1']),
  )
})

test('where BorgerID and CPR number point at two persons the number counts, and the run says so', async () => {
  const odd = [
    spell('81', '7', 'g', { Ydelse: 'Ressourceforløb', Slutdato: '31-01-2020' }),
    // A number the citizen once had, and a citizen that nobody knows, are no conflict.
    spell('82', '1', 'a', { Ydelse: 'Ressourceforløb', Slutdato: '31-01-2020' }),
    spell('83', '777', 'h', { Ydelse: 'Ressourceforløb', Slutdato: '31-01-2020' }),
  ]
  const load = await loadOne(house, 'FASIT_Forloeb_D_20200207.csv', fileOf(odd))
  expect(load?.exit_code).toBe(1)
  expect(load?.message).toContain(
    'BorgerID og CPR-nr. peger på hver sin person i 1 forløb, fx linje 3; CPR-nummeret gælder.',
  )
  const rows = await byPerson(house, 'core.spell_clean', ['target_group'])
  expect(rows.filter((row) => row.endsWith('RES'))).toEqual(['b RES', 'g RES', 'h RES'])
})

test('a sex that the number contradicts, and a case without a spell, are told at publication', async () => {
  const told = await openHouse()
  await loadOne(
    told,
    'FASIT_Borger_F_20200203.csv',
    citizenFile([{ Køn: 'K' }, { BorgerID: '2', 'CPR-nr.': CPR.b, Køn: 'K' }]),
  )
  await loadOne(
    told,
    'SYG_Sygefravaer_D_20200203.csv',
    caseFile([
      { 'Første fraværsdag': '02-01-2020' },
      { SagsID: '2', 'CPR-nr.': CPR.b, Sagsart: '24' },
      { SagsID: '3', 'CPR-nr.': CPR.c },
      { SagsID: '4', 'CPR-nr.': CPR.d, 'Sidste ydelsesdag': '09-01-2020' },
    ]),
  )
  const sick = { Ydelse: 'Sygedagpenge', Startdato: '10-01-2020' }
  await loadOne(
    told,
    'FASIT_Forloeb_D_20200203.csv',
    fileOf([spell('1', '3', 'c', sick), spell('2', '4', 'd', sick)]),
  )
  await told.publish()
  const audits = await told.query(
    `select audit, severity, bad_rows::integer, sample from ops.audit_result
     where audit in ('citizen_sex_as_cpr', 'sickness_case_has_spell') order by audit`,
  )
  expect(audits).toMatchObject([
    { audit: 'citizen_sex_as_cpr', severity: 'warn', bad_rows: 1 },
    { audit: 'sickness_case_has_spell', severity: 'warn', bad_rows: 2 },
  ])
  expect(audits[0]?.sample).toContain('"citizens":1')
  expect(String(audits[1]?.sample)).toMatch(/2020-01-01.*"cases":1[\s\S]*2020-01-02.*"cases":1/)
  expect(await byPerson(told, 'core.person_current', ['sex'])).toContain('a M')
  expect(await told.query('select from core.spell_clean')).toHaveLength(2)
})
