/** Owns the proof that spells are cleaned as defined: no day twice, none after death or leaving, nothing split. */
import { beforeAll, expect, test } from '@jest/globals'
import { type Cells, citizenFile, file, line } from '../connectors/fasit-file.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { byPerson, CPR, type Letter, loadOne } from '../support/people.ts'

let spells = 500_000

/** A spell of one person: from, to, benefit, and what else matters. */
function spell(who: Letter, from: string, to: string, cells: Cells = {}): Cells {
  spells += 1
  const own = { ForløbID: String(spells), 'CPR-nr.': CPR[who], Startdato: from, Slutdato: to }
  return { ...own, ...cells }
}

const fileOf = (rows: readonly Cells[]) => file(rows.map(line))

const REOPENED = spell('d', '01-11-2019', '31-12-2019', { Ydelse: 'Sygedagpenge', Status: 'L' })
const CLOSED_LATE = spell('e', '01-03-2019', '', { Ydelse: 'Uddannelseshjælp' })
const DELETED = spell('f', '01-01-2020', '')
const MOVED_BACK = spell('k', '01-01-2019', '', { Ydelse: 'Førtidspension' })
const REORGANISED = spell('l', '01-10-2019', '31-01-2020', {
  TeamKode: 'SYG1',
  Team: 'Sygedagpenge Øst',
  'Sagsbehandler ident': 'VKABC',
  Visitationskategori: 'Aktivitetsparat',
  Ændret: '05-10-2019 09:00',
})

const FIRST_DAY: readonly Cells[] = [
  // Overlapping, and one of them twice.
  spell('a', '01-01-2020', '20-01-2020', { Afslutningsårsag: 'OVG Overgang' }),
  spell('a', '10-01-2020', '31-01-2020', { Afslutningsårsag: 'JOB Ordinært arbejde' }),
  spell('a', '10-01-2020', '31-01-2020', { Afslutningsårsag: 'JOB Ordinært arbejde' }),
  // The one ends on the day the other starts; another benefit on that day is a matter of its own.
  spell('b', '01-01-2020', '10-01-2020'),
  spell('b', '10-01-2020', '20-01-2020'),
  spell('b', '20-01-2020', '25-01-2020', { Ydelse: 'Ledighedsydelse' }),
  // The next day is no gap; a day between is one.
  spell('c', '01-01-2020', '10-01-2020'),
  spell('c', '11-01-2020', '15-01-2020'),
  spell('c', '17-01-2020', '20-01-2020'),
  REOPENED,
  CLOSED_LATE,
  DELETED,
  spell('g', '01-01-2020', ''),
  spell('g', '02-01-2020', '31-12-9999', { Ydelse: 'Fleksjob' }),
  spell('g', '03-01-2020', '01-01-1900', { Ydelse: 'Ressourceforløb' }),
  spell('h', '24-01-2020', '10-01-2020'),
  spell('i', '01-01-2020', ''),
  spell('i', '15-01-2020', '31-01-2020', { Ydelse: 'Sygedagpenge' }),
  spell('i', '16-01-2020', '', { Ydelse: 'Sygedagpenge' }),
  spell('j', '01-01-2020', '31-01-2020', { Afslutningsårsag: 'RASK Raskmeldt' }),
  spell('j', '11-01-2020', '', { Ydelse: 'Sygedagpenge' }),
  spell('n', '01-01-2020', '09-01-2020', { Afslutningsårsag: 'RASK Raskmeldt' }),
  MOVED_BACK,
  spell('k', '01-02-2019', '31-03-2019', { Ydelse: 'Sygedagpenge' }),
  REORGANISED,
  spell('o', '10-01-2020', '24-01-2020'),
  spell('o', '20-01-2020', '31-01-2020', { Ydelse: 'Sygedagpenge' }),
  spell('z', '01-01-2020', '10-01-2020'),
  spell('z', '05-01-2020', '20-01-2020'),
  // One citizen without a number, and one whose number the citizens' file knows.
  spell('z', '01-01-2020', '10-01-2020', { BorgerID: '5', Ydelse: 'Fleksjob' }),
  spell('z', '05-01-2020', '20-01-2020', { BorgerID: '5', Ydelse: 'Fleksjob' }),
  spell('z', '01-01-2020', '20-01-2020', { BorgerID: '6' }),
]

const SECOND_DAY: readonly Cells[] = [
  { ...REOPENED, Slutdato: '', Status: 'A', Ændret: '04-02-2020 09:00' },
  { ...CLOSED_LATE, Slutdato: '30-09-2019', Status: 'L', Ændret: '04-02-2020 09:00' },
  { ...DELETED, Status: 'S', Ændret: '04-02-2020 09:00' },
  {
    ...REORGANISED,
    TeamKode: 'SYG2',
    Team: 'Sygedagpenge Vest',
    'Sagsbehandler ident': 'VKDEF',
    Ændret: '16-12-2019 14:30',
  },
]
const THIRD_DAY: readonly Cells[] = [
  // The team and the caseworker it has now; the category changed before the second version was seen.
  { ...REORGANISED, TeamKode: 'SYG3', Ændret: '04-02-2020 10:00' },
]
// An older change that arrives last takes its place in between.
const FOURTH_DAY: readonly Cells[] = [
  { ...REORGANISED, Visitationskategori: 'Jobparat', Ændret: '01-12-2019 10:00' },
]

const CITIZENS: readonly Cells[] = [
  { BorgerID: '1', 'CPR-nr.': CPR.i, 'Død dato': '15-01-2020' },
  { BorgerID: '2', 'CPR-nr.': CPR.j, Fraflytningsdato: '10-01-2020' },
  {
    BorgerID: '3',
    'CPR-nr.': CPR.k,
    Fraflytningsdato: '01-03-2019',
    Tilflytningsdato: '01-06-2019',
  },
  { BorgerID: '4', 'CPR-nr.': CPR.n, Fraflytningsdato: '10-01-2020' },
  { BorgerID: '6', 'CPR-nr.': CPR.p },
]

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  await loadOne(house, 'FASIT_Forloeb_D_20200203.csv', fileOf(FIRST_DAY))
  await loadOne(house, 'FASIT_Forloeb_D_20200204.csv', fileOf(SECOND_DAY))
  await loadOne(house, 'FASIT_Forloeb_D_20200205.csv', fileOf(THIRD_DAY))
  await loadOne(house, 'FASIT_Forloeb_D_20200206.csv', fileOf(FOURTH_DAY))
  await loadOne(house, 'FASIT_Borger_F_20200204.csv', citizenFile(CITIZENS))
  await house.publish()
})

async function clean(who: Letter): Promise<readonly string[]> {
  const columns = ['target_group', 'from_date', 'to_date', 'exit_reason', 'spells']
  const rows = await byPerson(house, 'core.spell_clean', columns)
  return rows.filter((row) => row.startsWith(who)).map((row) => row.slice(2))
}

test.each<readonly [string, Letter, readonly string[]]>([
  ['overlapping and repeated spells count each day once', 'a', ['KTH 2020-01-01 2020-01-31 JOB 3']],
  [
    'a spell that starts on the day another ends goes on with it, another benefit does not',
    'b',
    ['KTH 2020-01-01 2020-01-20 - 2', 'LY 2020-01-20 2020-01-25 - 1'],
  ],
  [
    'touching spells are one, spells a day apart are two',
    'c',
    ['KTH 2020-01-01 2020-01-15 - 2', 'KTH 2020-01-17 2020-01-20 - 1'],
  ],
  ['a spell whose end is taken away is open again', 'd', ['SDP 2019-11-01 - - 1']],
  [
    'a spell closed months back ends there, and a birthday on the way does not split it',
    'e',
    ['UDH 2019-03-01 2019-09-30 - 1'],
  ],
  ['a deleted spell is none', 'f', []],
  [
    'an open end is open however it is written',
    'g',
    ['FLX 2020-01-02 - - 1', 'KTH 2020-01-01 - - 1', 'RES 2020-01-03 - - 1'],
  ],
  ['a spell that ends before it starts is none', 'h', []],
  [
    'death ends every spell, that day counted, and what begins later never was',
    'i',
    ['KTH 2020-01-01 2020-01-15 DØD 1', 'SDP 2020-01-15 2020-01-15 DØD 1'],
  ],
  [
    'leaving the municipality ends them alike, even where the benefit goes on',
    'j',
    ['KTH 2020-01-01 2020-01-10 FRA 1'],
  ],
  ['a spell that had ended keeps its own reason', 'n', ['KTH 2020-01-01 2020-01-09 RASK 1']],
  [
    'who has moved back was never away from a spell that goes on',
    'k',
    ['FP 2019-01-01 - - 1', 'SDP 2019-02-01 2019-03-01 FRA 1'],
  ],
  ['a reorganisation does not split a spell', 'l', ['KTH 2019-10-01 2020-01-31 - 1']],
  [
    'an unknown number is the citizen’s own where the citizens’ file has one',
    'p',
    ['KTH 2020-01-01 2020-01-20 - 1'],
  ],
  [
    'a citizen without a number is one person; spells of nobody are each a person of its own',
    'z',
    [
      'FLX 2020-01-01 2020-01-20 - 2',
      'KTH 2020-01-01 2020-01-10 - 1',
      'KTH 2020-01-05 2020-01-20 - 1',
    ],
  ],
])('%s', async (_, who, expected) => {
  expect(await clean(who)).toEqual(expected)
})

test('the mart counts just these days and persons', async () => {
  const rows = await house.query(
    `select target_group, sum(persons)::integer as persons, sum(benefit_days)::integer as days
     from mart.benefit_month where month = '2020-01' group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { target_group: 'FLX', persons: 2, days: 30 + 20 },
    { target_group: 'FP', persons: 1, days: 31 },
    {
      target_group: 'KTH',
      persons: 12,
      days: 31 + 20 + 19 + 31 + 15 + 10 + 31 + 9 + 15 + 20 + 10 + 16,
    },
    { target_group: 'LY', persons: 1, days: 6 },
    { target_group: 'RES', persons: 1, days: 29 },
    { target_group: 'SDP', persons: 3, days: 31 + 1 + 12 },
  ])
  const all = await house.query(
    `select numerator::integer as persons from mart.kpi
     where kpi = 'persons_on_support' and period = '2020-01' and (target_group, team, age_group) = ('ALL', 'ALL', 'ALL')`,
  )
  expect(all).toEqual([{ persons: 15 }])
})

test('the mart keeps the days with the team that had them', async () => {
  const rows = await house.query(
    `select t.team, t.name, f.benefit_days, f.persons
     from mart.fact_benefit_month as f inner join mart.dim_team as t using (team_key)
     where f.month_key = 201912 and t.team like 'SYG%' order by 1`,
  )
  expect(rows).toEqual([
    { team: 'SYG1', name: 'Sygedagpenge Øst', benefit_days: 15, persons: 0 },
    { team: 'SYG2', name: 'Sygedagpenge Vest', benefit_days: 16, persons: 1 },
  ])
})

test('the worked days of January: 15 on kontanthjælp and 12 on sickness benefit are 0.871 full-time persons', async () => {
  const rows = await house.query(
    `select target_group, to_date - from_date + 1 as days, sum(to_date - from_date + 1) over () / 31.0 as full_time
     from core.spell_clean inner join core.person using (municipality_code, person_key)
     where birth_date = '1982-09-21' order by target_group`,
  )
  expect(rows.map((row) => [row.target_group, row.days])).toEqual([
    ['KTH', 15],
    ['SDP', 12],
  ])
  expect(Number(rows[0]?.full_time).toFixed(3)).toBe('0.871')
})

test('a team holds from the day the source changed it, the first one from the start, one after the end never', async () => {
  const rows = await byPerson(house, 'core.spell_team', ['team_code', 'valid_from', 'valid_to'])
  expect(rows.filter((row) => row.startsWith('l'))).toEqual([
    'l SYG1 2019-10-01 2019-12-15',
    'l SYG2 2019-12-16 2020-01-31',
  ])
})

test('a caseworker and a category hold likewise, and a change that came late stands where it belongs', async () => {
  const people = await byPerson(house, 'core.spell_caseworker', ['valid_from', 'valid_to'])
  expect(people.filter((row) => row.startsWith('l'))).toEqual([
    'l 2019-10-01 2019-12-15',
    'l 2019-12-16 2020-01-31',
  ])
  const states = await byPerson(house, 'core.spell_state', ['readiness', 'valid_from', 'valid_to'])
  expect(states.filter((row) => row.startsWith('l'))).toEqual([
    'l AP 2019-10-01 2019-11-30',
    'l AP 2019-12-16 2020-01-31',
    'l JP 2019-12-01 2019-12-15',
  ])
})

test('every day of a cleaned spell has one owner', async () => {
  const days = (view: string, from: string, to: string) =>
    house.query(
      `select person_key, target_group, count(*)::integer as days, count(distinct day)::integer as different
       from core.${view} cross join generate_series(${from}, coalesce(${to}, '2020-02-15'), interval '1 day') as day
       group by 1, 2 order by 1, 2`,
    )
  const owned = await days('spell_owner', 'valid_from', 'valid_to')
  expect(owned).toEqual(await days('spell_clean', 'from_date', 'to_date'))
  expect(owned.every((row) => row.days === row.different)).toBe(true)
})

test('a person that only the spells name has a birth date and a sex, and the rest is unknown', async () => {
  const columns = ['sex', 'died_on', 'is_listed']
  const rows = await byPerson(house, 'core.person_current', columns)
  expect(rows).toHaveLength(14)
  expect(rows).toEqual(
    expect.arrayContaining(['a M - false', 'b K - false', 'i M 2020-01-15 true']),
  )
})
