/** Owns the worked examples of the definitions as rows of exports and what they come to: days, ages, chains and clocks. */
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
const [KTH, SDP, JAF] = ['Kontanthjælp', 'Sygedagpenge', 'Jobafklaringsforløb']

const spell = (benefit: string, from: string, to = '', cells: Cells = {}): Cells => ({
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
const ABSENT = { 'Første fraværsdag': '08-12-2018' }
/** From February 2019, and another benefit or nothing from 1 January 2020. */
const ended = (...next: readonly Cells[]): Example => ({
  spells: [spell(SDP, '04-02-2019', '31-12-2019'), ...next],
  expected: { '2019-12 chains': '1', '2020-01 chains': '-', '2019-12 outflow': '1' },
})
/** Since 1 January 2019, 396 days to the end of January, whatever happens on the way. */
const unbroken = (more: Partial<Example> = {}): Example => ({
  spells: [spell(SDP, '01-01-2019')],
  ...more,
  expected: {
    '2020-01 chains': '1',
    '2020-01 days_benefit': '396',
    '2020-01 over_52w': '1',
    '2019-06 inflow': '0',
    '2019-05 outflow': '0',
    ...more.expected,
  },
})
const JUNE = '01-06-2019 08:00'

/** By title, in the present tense. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
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
  'from 4 February 2019 it is 362 days to 31 January 2020 and 391 to 29 February': {
    spells: [spell(SDP, '04-02-2019')],
    expected: {
      '2020-01 days_benefit': '362',
      '2020-01 over_52w': '0',
      '2020-01 chains': '1',
      '2020-02 days_benefit': '391',
      '2020-02 over_52w': '1',
    },
  },
  'on day 364 a chain is not over 52 weeks': {
    spells: [spell(SDP, '03-03-2019')],
    expected: { '2020-02 days_benefit': '364', '2020-02 over_52w': '0' },
  },
  'on day 365 it is': {
    spells: [spell(SDP, '02-03-2019')],
    expected: { '2020-02 days_benefit': '365', '2020-02 over_52w': '1' },
  },
  'sickness benefit and then jobafklaring are one chain of 390 days, 420 from the first of absence':
    {
      spells: [
        spell(SDP, '07-01-2019', '16-06-2019', ABSENT),
        spell(JAF, '17-06-2019', '', ABSENT),
      ],
      expected: {
        '2020-01 days_benefit': '390',
        '2020-01 over_52w': '1',
        '2020-01 days_absence': '420',
        '2020-01 over_52w_absence': '1',
        '2020-01 has_jaf': '1',
        '2019-06 inflow': '0',
        '2019-06 outflow': '0',
      },
    },
  'jobafklaring alone has 229 of them': {
    spells: [spell(JAF, '17-06-2019', '', ABSENT)],
    expected: {
      '2020-01 days_benefit': '229',
      '2020-01 over_52w': '0',
      '2020-01 days_absence': '420',
      '2020-01 over_52w_absence': '1',
    },
  },
  'from a Friday to a Monday the chain goes on': {
    spells: [spell(SDP, '01-03-2019', '31-05-2019'), spell(SDP, '03-06-2019')],
    expected: {
      '2020-01 days_benefit': '337',
      '2019-05 outflow': '0',
      '2019-06 inflow': '0',
      '2019-05 chains': '1',
    },
  },
  'ten days later the clock begins anew': {
    spells: [spell(SDP, '01-03-2019', '31-05-2019'), spell(SDP, '10-06-2019')],
    expected: { '2020-01 days_benefit': '236', '2019-05 outflow': '1', '2019-06 inflow': '1' },
  },
  'three days between sickness benefit and jobafklaring are borne': {
    spells: [spell(SDP, '01-03-2019', '31-05-2019'), spell(JAF, '04-06-2019')],
    expected: { '2020-01 days_benefit': '337', '2019-06 inflow': '0' },
  },
  'four are not': {
    spells: [spell(SDP, '01-03-2019', '31-05-2019'), spell(JAF, '05-06-2019')],
    expected: { '2020-01 days_benefit': '241', '2019-06 inflow': '1' },
  },
  'a chain in a gap on the last day of the month is not active then': {
    spells: [spell(SDP, '01-03-2019', '30-05-2019'), spell(SDP, '03-06-2019')],
    expected: { '2019-05 chains': '-', '2019-05 outflow': '0', '2019-06 chains': '1' },
  },
  'of spells without a day between the earliest first day of absence counts': {
    spells: [
      spell(SDP, '01-03-2019', '31-05-2019', { 'Første fraværsdag': '20-02-2019' }),
      spell(SDP, '01-06-2019', '', { 'Første fraværsdag': '25-05-2019' }),
    ],
    expected: { '2020-01 days_absence': '346', '2020-01 days_benefit': '337' },
  },
  'of two benefits on a day the later begun counts, and a new spell of the other begins nothing': {
    spells: [
      spell(SDP, '01-01-2019', '31-03-2019'),
      spell(SDP, '01-04-2019', '30-06-2019'),
      spell(JAF, '15-02-2019', '30-06-2019'),
    ],
    expected: { '2019-06 outflow JAF': '1', '2019-06 outflow SDP': '0', '2019-02 inflow': '0' },
  },
  'a partial return does not slow the clock': unbroken({
    cases: [{ 'Første fraværsdag': '01-01-2019' }],
    partials: [{ 'Delvis fra': '01-03-2019', 'Delvis til': '31-08-2019' }],
  }),
  'a move within the municipality does not restart it': unbroken({
    citizen: { Tilflytningsdato: '01-05-1999', Kommunekode: '791' },
  }),
  'a change of caseworker and team does not': unbroken({
    later: [
      spell(SDP, '01-01-2019', '', {
        Ændret: JUNE,
        'Sagsbehandler ident': 'VKNYE',
        TeamKode: 'NEW',
      }),
    ],
    expected: {
      '2020-01 chains': '-',
      '2020-01 days_benefit': '-',
      '2020-01 over_52w': '-',
      '2019-06 inflow': '-',
      '2019-05 chains': '1',
      'NEW 2020-01 days_benefit': '396',
      'NEW 2019-06 inflow': '0',
    },
  }),
  'a change of sagsart does not': unbroken({
    cases: [
      { 'Første fraværsdag': '01-01-2019', 'Sidste ydelsesdag': '31-05-2019' },
      { Sagsart: '43', 'Første fraværsdag': '01-06-2019' },
    ],
  }),
  'being well for a day or two does not': unbroken({
    spells: [spell(SDP, '01-01-2019', '31-05-2019'), spell(SDP, '03-06-2019')],
    cases: [{ 'Første fraværsdag': '01-01-2019', Raskmeldingsdato: '31-05-2019' }],
  }),
  'fleksjob ends the chain': ended(spell('Fleksjob', '01-01-2020')),
  'ledighedsydelse ends it': ended(spell('Ledighedsydelse', '01-01-2020')),
  'ressourceforløb ends it': ended(spell('Ressourceforløb', '01-01-2020')),
  'førtidspension ends it': ended(spell('Førtidspension', '01-01-2020')),
  'efterløn ends it': ended(spell('Efterløn', '01-01-2020')),
  'a job ends it': ended(),
  'death ends it, that day counted': {
    ...ended(),
    spells: [spell(SDP, '04-02-2019')],
    citizen: { 'Død dato': '31-12-2019' },
  },
  'moving out of the municipality ends it': {
    ...ended(),
    spells: [spell(SDP, '04-02-2019')],
    citizen: { Fraflytningsdato: '31-12-2019' },
  },
  'who moves in sick keeps the clock that is delivered': {
    spells: [spell(SDP, '01-06-2019', '', { 'Første fraværsdag': '10-12-2018' })],
    citizen: { Tilflytningsdato: '01-06-2019' },
    expected: { '2020-01 days_benefit': '418', '2020-01 over_52w': '1', '2020-01 truncated': '0' },
  },
  'who moves in sick without one begins anew, and is marked': {
    spells: [spell(SDP, '01-06-2019')],
    citizen: { Tilflytningsdato: '01-06-2019' },
    expected: { '2020-01 days_benefit': '245', '2020-01 over_52w': '0', '2020-01 truncated': '1' },
  },
  'leave in the middle ends the chain, though the benefit goes on': {
    spells: [spell(SDP, '01-01-2019')],
    cases: [
      { 'Første fraværsdag': '01-01-2019', 'Sidste ydelsesdag': '30-04-2019' },
      { Sagsart: '24', 'Første fraværsdag': '01-05-2019', 'Sidste ydelsesdag': '31-08-2019' },
    ],
    expected: {
      '2020-01 days_benefit': '153',
      '2019-05 chains': '-',
      '2019-05 full_time': '1.000',
      '2019-04 outflow': '1',
      '2019-09 inflow': '1',
    },
  },
}
