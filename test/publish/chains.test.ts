/** Owns the proof of the chains and their clocks, by the worked examples of the definition and its edges. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
} from '../connectors/fasit-file.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { byPerson, CPR, type Letter, loadOne } from '../support/people.ts'

let ids = 500_000

function spell(who: Letter, benefit: string, from: string, to = '', absence = ''): Cells {
  ids += 1
  const days = { Startdato: from, Slutdato: to, 'Første fraværsdag': absence }
  return { ForløbID: String(ids), 'CPR-nr.': CPR[who], Ydelse: benefit, ...days }
}

function sicknessCase(who: Letter, type: string, absence: string, last = '', first = ''): Cells {
  ids += 1
  return {
    SagsID: String(ids),
    'CPR-nr.': CPR[who],
    Sagsart: type,
    'Første fraværsdag': absence,
    'Første ydelsesdag': first,
    'Sidste ydelsesdag': last,
  }
}

const [SDP, JAF] = ['Sygedagpenge', 'Jobafklaringsforløb']
const WITH_PARTIAL = sicknessCase('a', '11', '05-01-2019')

const SPELLS = [
  spell('a', SDP, '04-02-2019'),
  spell('b', SDP, '07-01-2019', '16-06-2019', '08-12-2018'),
  spell('b', JAF, '17-06-2019', '', '08-12-2018'),
  spell('c', JAF, '17-06-2019'),
  // A weekend between; ten days; and the three and four days on either side of the tolerance.
  spell('d', SDP, '01-03-2019', '31-05-2019'),
  spell('d', SDP, '03-06-2019', '30-06-2019'),
  spell('e', SDP, '01-03-2019', '31-05-2019'),
  { ...spell('e', SDP, '10-06-2019', '30-06-2019'), Afslutningsårsag: 'RASK Raskmeldt' },
  spell('f', SDP, '01-03-2019', '31-05-2019'),
  spell('f', JAF, '04-06-2019', '30-06-2019'),
  spell('g', SDP, '01-03-2019', '31-05-2019'),
  spell('g', JAF, '05-06-2019', '30-06-2019'),
  // Leave in the middle, from 1 May to 31 August.
  spell('h', SDP, '01-01-2019', '31-12-2019'),
  spell('i', SDP, '01-01-2019', '30-06-2019', '20-12-2018'),
  // Another CPR number on the way.
  spell('j', SDP, '01-01-2019', '31-05-2019'),
  spell('k', SDP, '01-06-2019', '30-06-2019'),
  // Moved in on 1 June 2019.
  spell('l', SDP, '01-06-2019', '', '10-02-2019'),
  spell('m', SDP, '01-06-2019'),
  spell('n', 'Kontanthjælp', '02-06-2019'),
  spell('o', 'Kontanthjælp', '01-07-2019'),
  // A benefit renamed by law; a transfer between benefits.
  spell('p', 'Integrationsydelse', '01-10-2019', '31-12-2019'),
  spell('p', 'Selvforsørgelses- og hjemrejseydelse', '01-01-2020', '20-01-2020'),
  spell('p', 'Kontanthjælp', '21-01-2020'),
  spell('q', SDP, '01-01-2019', '30-06-2019'),
  spell('q', JAF, '15-06-2019', '31-07-2019'),
  spell('q', 'Ledighedsydelse', '01-08-2019'),
]

const CASES = [
  WITH_PARTIAL,
  sicknessCase('h', '11', '01-01-2019', '30-04-2019'),
  sicknessCase('h', '24', '01-05-2019', '31-08-2019'),
  // From employee to flexjob in the middle, and the first of the two registered twice.
  sicknessCase('i', '11', '01-12-2018', '28-02-2019'),
  sicknessCase('i', '11', '05-12-2018', '28-02-2019'),
  sicknessCase('i', '43', '01-03-2019'),
]

const CITIZENS: readonly Cells[] = [
  { BorgerID: '1', 'CPR-nr.': CPR.l, Tilflytningsdato: '01-06-2019' },
  { BorgerID: '2', 'CPR-nr.': CPR.m, Tilflytningsdato: '01-06-2019' },
  { BorgerID: '3', 'CPR-nr.': CPR.n, Tilflytningsdato: '01-06-2019' },
  { BorgerID: '4', 'CPR-nr.': CPR.o, Tilflytningsdato: '01-06-2019' },
]
const citizens = (who: Letter) => citizenFile([...CITIZENS, { BorgerID: '5', 'CPR-nr.': CPR[who] }])

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  const partial = [{ SagsID: WITH_PARTIAL.SagsID ?? '', 'Delvis fra': '01-06-2019' }]
  await loadOne(house, 'FASIT_Forloeb_D_20200203.csv', file(SPELLS.map(line)))
  await loadOne(house, 'SYG_Sygefravaer_D_20200203.csv', caseFile(CASES))
  await loadOne(house, 'SYG_Delvis_D_20200203.csv', partialFile(partial))
  await loadOne(house, 'FASIT_Borger_F_20200203.csv', citizens('j'))
  await loadOne(house, 'FASIT_Borger_F_20200204.csv', citizens('k'))
  await house.publish()
})

async function chains(who: Letter, columns: readonly string[]): Promise<readonly string[]> {
  const rows = await byPerson(house, 'core.benefit_chain', ['chain_start', ...columns])
  return rows.filter((row) => row.startsWith(who)).map((row) => row.slice(2))
}

/** Days on a clock up to and with a day; over 52 weeks is more than 364. */
async function duration(who: Letter, clock: 'benefit_start' | 'absence_start', on: string) {
  const [row] = await chains(who, [clock])
  const start = row?.split(' ')[1] ?? ''
  const [answer] = await house.query('select $1::date - $2::date + 1 as days', [on, start])
  return answer?.days
}

test.each<readonly [string, Letter, 'benefit_start' | 'absence_start', number]>([
  ['2020-01-31', 'a', 'benefit_start', 362],
  ['2020-02-02', 'a', 'benefit_start', 364],
  ['2020-02-29', 'a', 'benefit_start', 391],
  ['2020-01-31', 'b', 'benefit_start', 390],
  ['2020-01-31', 'b', 'absence_start', 420],
  ['2020-01-31', 'c', 'benefit_start', 229],
])('on %s person %s has a %s of %i days', async (on, who, clock, days) => {
  expect(await duration(who, clock, on)).toBe(days)
})

const DAYS = ['chain_end', 'chain_group', 'first_target_group', 'last_target_group', 'has_jaf']

test.each<readonly [string, Letter, readonly string[]]>([
  ['sickness benefit and jobafklaring are one chain', 'b', ['2019-01-07 - SICK SDP JAF true']],
  ['a weekend does not break a chain', 'd', ['2019-03-01 2019-06-30 SICK SDP SDP false']],
  [
    'ten days do',
    'e',
    ['2019-03-01 2019-05-31 SICK SDP SDP false', '2019-06-10 2019-06-30 SICK SDP SDP false'],
  ],
  ['three days do not', 'f', ['2019-03-01 2019-06-30 SICK SDP JAF true']],
  [
    'four days do',
    'g',
    ['2019-03-01 2019-05-31 SICK SDP SDP false', '2019-06-05 2019-06-30 SICK JAF JAF true'],
  ],
  [
    'leave ends the chain, and its days are none',
    'h',
    ['2019-01-01 2019-04-30 SICK SDP SDP false', '2019-09-01 2019-12-31 SICK SDP SDP false'],
  ],
  ['a new CPR number does not break a chain', 'k', ['2019-01-01 2019-06-30 SICK SDP SDP false']],
  [
    'a benefit that a law renames goes on, another benefit is another chain',
    'p',
    ['2019-10-01 2020-01-20 KTH-MIN INT SHO false', '2020-01-21 - KTH KTH KTH false'],
  ],
  [
    'spells on both benefits at once are one chain, which ends where another benefit begins',
    'q',
    ['2019-01-01 2019-07-31 SICK SDP JAF true', '2019-08-01 - LY LY LY false'],
  ],
])('%s', async (_, who, expected) => {
  expect(await chains(who, DAYS)).toEqual(expected)
})

test('no clock of a chain reaches back past the leave before it', async () => {
  expect(await chains('h', ['benefit_start', 'absence_start'])).toEqual([
    '2019-01-01 2019-01-01 2019-01-01',
    '2019-09-01 2019-09-01 2019-09-01',
  ])
})

test('a change of sagsart does not restart the clock, and of two cases on a day the newest absence counts', async () => {
  expect(await chains('i', ['benefit_start', 'absence_start'])).toEqual([
    '2019-01-01 2019-01-01 2018-12-05',
  ])
})

test('a chain ends for the reason its last spell gives', async () => {
  expect(await chains('e', ['exit_reason'])).toEqual(['2019-03-01 -', '2019-06-10 RASK'])
})

test('a case gives the clock of absence, and a partial return does not stop it', async () => {
  expect(await chains('a', ['chain_end', 'absence_start', 'refund_start'])).toEqual([
    '2019-02-04 - 2019-01-05 -',
  ])
})

test.each<readonly [string, Letter, string]>([
  ['who moved in keeps the start that is delivered', 'l', '2019-06-01 2019-02-10 false'],
  ['without one the clock starts here and is marked', 'm', '2019-06-01 2019-06-01 true'],
  ['on every benefit', 'n', '2019-06-02 2019-06-02 true'],
  ['a benefit that began later began here', 'o', '2019-07-01 2019-07-01 false'],
])('%s', async (_, who, expected) => {
  expect(await chains(who, ['benefit_start', 'clock_truncated'])).toEqual([expected])
})

test('the parts of a chain say which benefit and case each day has', async () => {
  const columns = ['chain_start', 'from_date', 'to_date', 'target_group', 'case_type']
  const rows = await byPerson(house, 'core.benefit_chain_part', columns)
  expect(rows.filter((row) => /^[iq]/.test(row) && row.includes('2019-01-01 '))).toEqual([
    'i 2019-01-01 2019-01-01 2019-02-28 SDP 11',
    'i 2019-01-01 2019-03-01 2019-06-30 SDP 43',
    'q 2019-01-01 2019-01-01 2019-06-14 SDP -',
    'q 2019-01-01 2019-06-15 2019-06-30 JAF -',
    'q 2019-01-01 2019-07-01 2019-07-31 JAF -',
  ])
})

test('the municipality decides whether leave ends a chain, how long a gap may be, and by which clock', async () => {
  const parameters = [
    'name,value,unit,note',
    'chain_gap_days,4,days,Prøve',
    'maternity_ends_chain,false,,Prøve',
    'clock,refusion,,Prøve',
  ]
  await house.overlay('parameter.csv', ...parameters)
  await house.publish()
  expect(await chains('h', ['chain_end'])).toEqual(['2019-01-01 2019-12-31'])
  expect(await chains('g', ['chain_end'])).toEqual(['2019-03-01 2019-06-30'])
  expect(await chains('e', ['chain_end'])).toHaveLength(2)
  // Nobody tells of weeks in the refund yet, so nobody knows how many are over a year: that is no 0.
  const over = await house.query(
    `select kpi, numerator, value, status, status_text from mart.kpi
     where kpi like 'sickness_over_52w%' and basis = 'own' and period = '2020-01' and team = 'ALL' and age_group = 'ALL'
     order by kpi`,
  )
  const unknown = {
    ...{ numerator: null, value: null, status: 'no_data' },
    status_text: 'Ingen kilde fortæller om uger i refusionen (parameteren clock)',
  }
  expect(over).toEqual([
    { kpi: 'sickness_over_52w_count', ...unknown },
    { kpi: 'sickness_over_52w_share', ...unknown },
  ])
})
