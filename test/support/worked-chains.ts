/** Owns the worked examples of chains and their clocks as rows of exports and what they come to: what joins, what ends, and from which day it counts. */
import type { Cells } from '../connectors/fasit-file.ts'
import { type Example, spell } from './worked-examples.ts'

const [SDP, JAF] = ['Sygedagpenge', 'Jobafklaringsforløb']
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

/** By title. */
export const CHAINS: Readonly<Record<string, Example>> = {
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
  'who moves in sick keeps the clock that is delivered, from the first benefit day where it is told':
    {
      spells: [spell(SDP, '01-06-2019')],
      cases: [{ 'Første fraværsdag': '10-12-2018', 'Første ydelsesdag': '09-01-2019' }],
      citizen: { Tilflytningsdato: '01-06-2019' },
      expected: {
        '2020-01 days_benefit': '388',
        '2020-01 over_52w': '1',
        '2020-01 truncated': '0',
      },
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
