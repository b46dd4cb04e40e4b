/** Owns the worked examples of the primitives as rows of exports and what they come to: days, benefits, hours and ages. */
import type { Cells } from '../connectors/fasit-file.ts'

/** An example: rows of one person of its own, and what the mart then says of its team by `2020-01 figure`, or of another that the key names. */
export interface Example {
  readonly spells: readonly Cells[]
  readonly later?: readonly Cells[]
  readonly cases?: readonly Cells[]
  readonly partials?: readonly Cells[]
  readonly citizen?: Cells
  readonly birth?: readonly [number, number, number]
  readonly expected: Readonly<Record<string, string>>
}

/** STAR's order of benefits; the second to the fourth are none of the plan's eleven. */
const IN_ORDER = [
  ...['A-dagpenge', 'Særlig uddannelsesydelse', 'Arbejdsmarkedsydelse', 'Kontantydelse'],
  ...['Kontanthjælp', 'Integrationsydelse', 'Uddannelseshjælp', 'Revalidering', 'Ressourceforløb'],
  ...['Jobafklaring', 'Sygedagpenge', 'Fleksjob', 'Ledighedsydelse', 'Førtidspension'],
]
const ELEVEN = ['DP', 'KTH', 'INT', 'UDH', 'REV', 'RES', 'JAF', 'SDP', 'FLX', 'LY', 'FP']
const [KTH, SDP] = ['Kontanthjælp', 'Sygedagpenge']

/** The cells of a spell that matter in an example. */
export const spell = (benefit: string, from: string, to = '', cells: Cells = {}): Cells => ({
  ...{ Ydelse: benefit, Startdato: from, Slutdato: to, Ændret: '01-12-2018 08:00' },
  ...cells,
})
const returned = (working: string, absent: string): Cells => ({
  ...{
    'Delvis fra': '01-01-2020',
    'Arbejdstimer pr. uge': working,
    'Fraværstimer pr. uge': absent,
  },
})
/** By title. */
export const PRIMITIVES: Readonly<Record<string, Example>> = {
  'fifteen days of kontanthjælp and twelve of sickness benefit, five of them on both': {
    spells: [spell(KTH, '10-01-2020', '24-01-2020'), spell(SDP, '20-01-2020', '31-01-2020')],
    expected: {
      '2020-01 full_time KTH': '0.484',
      '2020-01 full_time SDP': '0.387',
      '2020-01 full_time': '0.871',
      '2020-01 overlap KTH': '0.484',
      '2020-01 overlap SDP': '0.226',
      '2020-01 overlap': '0.710',
      '2020-01 persons': '1',
    },
  },
  // Each ends a day after the one before it in the order, so each has one day of its own.
  'a day on many benefits counts on the first in their order': {
    spells: IN_ORDER.map((benefit, index) =>
      spell(benefit, '01-01-2020', `${String(index + 1).padStart(2, '0')}-01-2020`),
    ),
    expected: Object.fromEntries(ELEVEN.map((group) => [`2020-01 overlap ${group}`, '0.032'])),
  },
  'duplicate spells of one benefit count a day once': {
    spells: [spell(KTH, '01-01-2020', '20-01-2020'), spell(KTH, '11-01-2020', '31-01-2020')],
    expected: { '2020-01 full_time': '1.000', '2020-01 inflow': '1' },
  },
  'an unfinished month is held back, and the one before it is not': {
    spells: [spell(KTH, '01-02-2020')],
    expected: { '2020-02 full_time': '1.000', '2020-03 full_time': '-' },
  },
  'figures begin with the month of the first spell, whole or not': {
    spells: [spell(KTH, '20-12-2018', '31-12-2018')],
    expected: { '2018-12 full_time': '0.387', '2018-11 full_time': '-' },
  },
  'February of a leap year has 29 days': {
    spells: [spell(KTH, '29-02-2020')],
    expected: { '2020-02 full_time': '0.034' },
  },
  'a partial return weighs what is left of the absence in hours, and nothing less in days': {
    spells: [spell(SDP, '01-01-2020', '31-01-2020')],
    cases: [{ 'Første fraværsdag': '01-01-2020' }],
    partials: [returned('27,75', '9,25')],
    expected: {
      '2020-01 full_time': '1.000',
      '2020-01 hours': '0.250',
      '2020-01 partial_returns': '1',
    },
  },
  'less than four hours of absence are no partial return': {
    spells: [spell(SDP, '01-01-2020', '31-01-2020')],
    cases: [{ 'Første fraværsdag': '01-01-2020' }],
    partials: [returned('33,01', '3,99')],
    expected: { '2020-01 hours': '1.000', '2020-01 partial_returns': '0' },
  },
  'a birthday within a month gives all of it the age of its last benefit day': {
    spells: [spell(KTH, '01-01-2020', '20-01-2020')],
    birth: [1990, 1, 20],
    expected: { '2020-01 full_time 30-34': '0.645', '2020-01 full_time 25-29': '-' },
  },
  'a birthday after the last benefit day does not': {
    spells: [spell(KTH, '01-01-2020', '20-01-2020')],
    birth: [1990, 1, 21],
    expected: { '2020-01 full_time 30-34': '-', '2020-01 full_time 25-29': '0.645' },
  },
  'sixteen is old enough for a share': {
    spells: [spell(KTH, '01-01-2020', '31-01-2020')],
    birth: [2004, 1, 31],
    expected: { '2020-01 share': '1.000', '2020-01 full_time': '1.000' },
  },
  'fifteen is not': {
    spells: [spell(KTH, '01-01-2020', '31-01-2020')],
    birth: [2004, 2, 1],
    expected: { '2020-01 share': '-', '2020-01 full_time': '1.000' },
  },
  'sixty-six is not too old': {
    spells: [spell(KTH, '01-01-2020', '31-01-2020')],
    birth: [1953, 2, 1],
    expected: { '2020-01 share': '1.000' },
  },
  'sixty-seven is': {
    spells: [spell(KTH, '01-01-2020', '31-01-2020')],
    birth: [1953, 1, 31],
    expected: { '2020-01 share': '-' },
  },
}
