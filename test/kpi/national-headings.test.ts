/** Owns the proof of the national KPIs found by a heading nobody has seen yet: how a table that has it is read, and how doubt is told. */
import { beforeAll, expect, test } from '@jest/globals'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type NationalFigures, nationalFigures, tableFile } from '../support/national.ts'

const SHORT = ['0-4 uger', '5-8 uger', '9-13 uger', '14-26 uger', '27-39 uger', '40-52 uger']
const LONG = ['1-2 år', '2-3 år', 'Over 3 år']
const HERNING = ['under 2 uger', '2-4 uger', '5-13 uger', '14-26 uger', '27-39 uger', '40-52 uger']
const GROUPS = [
  ...['A-dagpenge', 'Kontanthjælp', 'Uddannelseshjælp', 'Integrationsydelse', 'Sygedagpenge'],
  ...['Jobafklaringsforløb', 'Ressourceforløb', 'Revalidering', 'Fleksjob', 'Ledighedsydelse'],
]

const classes = (...names: readonly string[]) =>
  names.map((name) => `Antal forløb fordelt på varighed: ${name}`).join(';')

const FILES = {
  // Duration as headings in the one table, as a dimension in the other; RAR Fyn gives Herning's classes.
  'y07a21.csv': tableFile(
    classes(...SHORT, ...LONG),
    'Viborg;2019M12;100;90;80;200;150;120;180;60;20',
    'Skive;2019M12;100;90;80;200;150;120;180;60;',
  ),
  'y12a21.csv': tableFile(
    'Varighed;Antal forløb',
    ...[...SHORT, ...LONG].map(
      (name, place) => `Viborg;2019M12;${name};${[10, 10, 10, 20, 20, 30, 70, 20, 10][place]}`,
    ),
  ),
  'y07a21-fyn.csv': tableFile(classes(...HERNING, 'over 52 uger'), 'RAR Fyn;2019M12;1;2;3;4;5;6;7'),
  'y21mm10.csv': tableFile(
    'Branche;Samarbejdsgrad i alt;Samarbejdsgrad med lokalt jobcenter;Samarbejdsgrad med øvrige jobcentre',
    'Viborg;2019Q4;I alt;43,3;38,0;9,0',
    'Viborg;2019Q4;Bygge og anlæg;52,0;47,5;11,0',
  ),
  'y22mm10.csv': tableFile(
    'Antal virksomheder;Antal virksomheder, der samarbejder med jobcentret',
    'Skive;2019Q4;1500;600',
  ),
  'y21mm15.csv': tableFile(
    'Antal rekrutteringer;Antal forgæves rekrutteringer',
    'RAR Østjylland;2018H2;14000;3500',
    'RAR Østjylland;2019H2;15000;3300',
  ),
  'y21mm13.csv': tableFile(
    'Antal flygtninge og familiesammenførte;Andel flygtninge og familiesammenførte i beskæftigelse',
    'Viborg;2019M12;900;35,9',
  ),
  'y21mm14.csv': tableFile('Andel personer med handicap i beskæftigelse', 'Hele landet;2016;33,3'),
  'y21mm16.csv': tableFile(
    'Ydelsesgrupper;Andel uden aktiv indsats de seneste 12 mdr',
    'Viborg;2019Q4;Kontanthjælp;21,5',
  ),
  'y10t01.csv': tableFile('Antal tilkendelser af førtidspension', 'Viborg;2019M12;14'),
  'ptvg01.csv': tableFile(
    'Ydelsesgrupper;Forsørgelsesudgifter (kr., løbende priser)',
    'Viborg;2019M12;Ydelsesgrupper i alt;99000000',
    'Viborg;2019M12;Efterløn;9000000',
    'Viborg;2019M12;Førtidspension;40000000',
    ...GROUPS.map((group) => `Viborg;2019M12;${group};5000000`),
  ),
  'y09g01.csv': tableFile('Forsørgelsesudgifter (kr., løbende priser)', 'Skive;2019M12;3700000'),
  'y91kl05.csv': tableFile(
    'Andel indvandrere i beskæftigelse;Antal ledige med mangelkompetencer;Andel virksomheder med kontakt til jobcentret;Andel aktivitetsparate, der er blevet jobparate',
    'Viborg;2019Q4;58,2;17;31,0;4,4',
  ),
  'y92ab01.csv': tableFile(
    'Antal beskæftigede;Beskæftigelsesfrekvens;Antal SU-modtagere;Antal arbejdspladser;Indpendling;Udpendling;Jobomsætning',
    'Viborg;2019Q1;36138;76,2;3605;47480;12400;11000;2100',
  ),
  'y92ua01.csv': tableFile(
    'Udenlandsk arbejdskraft: Antal personer;Udenlandsk arbejdskraft: Antal fuldtidspersoner',
    'Viborg;2019M07;2877;2086',
  ),
}

const only = (key: string, value: number) => ({ [key]: [null, null, value] as const })
const count = (key: string, value: number) => ({ [key]: [value, null, value] as const })

/** Worked out by hand from the rows above; every row of these KPIs stands here. */
const EXPECTED: NationalFigures = {
  // 180 + 60 + 20 and 70 + 20 + 10; Skive's last class is kept back, and its other half is not there.
  sickness_over_52w_count: {
    '791 2019-12 SDP': [260, null, 260],
    '791 2019-12 JAF': [100, null, 100],
    '791 2019-12 ALL': [360, null, 360],
    // Both ways to give the classes make the same breakdown, and its parts add up.
    ...count('791 2019-12 SDP duration=1-2 år', 180),
    ...count('791 2019-12 SDP duration=2-3 år', 60),
    ...count('791 2019-12 SDP duration=Over 3 år', 20),
    ...count('791 2019-12 JAF duration=1-2 år', 70),
    ...count('791 2019-12 JAF duration=2-3 år', 20),
    ...count('791 2019-12 JAF duration=Over 3 år', 10),
    ...count('791 2019-12 ALL duration=1-2 år', 250),
    ...count('791 2019-12 ALL duration=2-3 år', 80),
    ...count('791 2019-12 ALL duration=Over 3 år', 30),
    '779 2019-12 SDP': 'suppressed: Kilden viser ikke tallet (diskretion)',
    '779 2019-12 ALL': 'suppressed: Kilden mangler tal for JAF (feed jobindsats)',
    ...count('779 2019-12 SDP duration=1-2 år', 180),
    ...count('779 2019-12 SDP duration=2-3 år', 60),
    '779 2019-12 SDP duration=Over 3 år': 'suppressed: Kilden viser ikke tallet (diskretion)',
    '779 2019-12 ALL duration=1-2 år': 'no_data: Kilden mangler tal for JAF (feed jobindsats)',
    '779 2019-12 ALL duration=2-3 år': 'no_data: Kilden mangler tal for JAF (feed jobindsats)',
    '779 2019-12 ALL duration=Over 3 år':
      'suppressed: Kilden mangler tal for JAF (feed jobindsats)',
    'RAR:Fyn 2019-12 SDP': [7, null, 7],
    'RAR:Fyn 2019-12 ALL': 'no_data: Kilden mangler tal for JAF (feed jobindsats)',
  },
  // Of 1,000 and 200 spells: 26 and 50 per cent, and 30 together, not the mean of the two.
  sickness_over_52w_share: {
    '791 2019-12 SDP': [260, 1000, 26],
    '791 2019-12 JAF': [100, 200, 50],
    '791 2019-12 ALL': [360, 1200, 30],
    '779 2019-12 SDP': 'suppressed: Kilden viser ikke tallet (diskretion)',
    '779 2019-12 ALL': 'suppressed: Kilden mangler tal for JAF (feed jobindsats)',
    'RAR:Fyn 2019-12 SDP': [7, 28, 25],
    'RAR:Fyn 2019-12 ALL': 'no_data: Kilden mangler tal for JAF (feed jobindsats)',
  },
  cooperation_degree: {
    ...only('791 2019-Q4 ALL', 43.3),
    ...only('791 2019-Q4 ALL jobcentre=local', 38),
    ...only('791 2019-Q4 ALL jobcentre=other', 9),
    ...only('791 2019-Q4 ALL branch=Bygge og anlæg', 52),
    '779 2019-Q4 ALL': [600, 1500, 40],
  },
  failed_recruitment_count: {
    ...count('RAR:Østjylland 2018-H2 ALL', 3500),
    ...count('RAR:Østjylland 2019-H2 ALL', 3300),
  },
  failed_recruitment_rate: {
    'RAR:Østjylland 2018-H2 ALL': [3500, 14_000, 25],
    'RAR:Østjylland 2019-H2 ALL': [3300, 15_000, 22],
  },
  refugee_employment_share: only('791 2019-12 ALL', 35.9),
  disability_employment_share: only('DK 2016 ALL', 33.3),
  passive_share_1y: only('791 2019-Q4 KTH', 21.5),
  disability_pension_inflow: count('791 2019-12 ALL', 14),
  // Ten groups of 5 million and førtidspension: the eleven, whatever the source's own total holds.
  public_expenditure_share_transfer: {
    ...count('791 2019-12 ALL', 90_000_000),
    ...count('791 2019-12 FP', 40_000_000),
    ...Object.assign(
      {},
      ...['DP', 'KTH', 'UDH', 'INT', 'SDP', 'JAF', 'RES', 'REV', 'FLX', 'LY'].map((group) =>
        count(`791 2019-12 ${group}`, 5_000_000),
      ),
    ),
    ...count('779 2019-12 LY', 3_700_000),
    '779 2019-12 ALL':
      'no_data: Kilden mangler tal for DP, FLX, FP, INT, JAF, KTH, RES, REV, SDP, UDH (feed jobindsats)',
  },
  immigrants_in_work: only('791 2019-Q4 ALL', 58.2),
  shortage_skill_unemployed: count('791 2019-Q4 ALL', 17),
  companies_in_contact_share: only('791 2019-Q4 ALL', 31),
  jobready_transition: only('791 2019-Q4 ALL', 4.4),
  employed_persons: count('791 2019-Q1 ALL', 36_138),
  employment_rate: only('791 2019-Q1 ALL', 76.2),
  su_recipients: count('791 2019-Q1 ALL', 3605),
  workplaces: count('791 2019-Q1 ALL', 47_480),
  net_inbound_commuting: count('791 2019-Q1 ALL', 1400),
  job_turnover: count('791 2019-Q1 ALL', 2100),
  foreign_labour_persons: count('791 2019-07 ALL', 2877),
  foreign_labour_ftp: count('791 2019-07 ALL', 2086),
}

let house: TestHouse
let figures: NationalFigures

beforeAll(async () => {
  house = await openHouse()
  await load(house, FILES)
  figures = await nationalFigures(house, Object.keys(EXPECTED))
})

test.each(Object.entries(EXPECTED))('%s is found by its heading', (kpi, expected) => {
  expect(figures[kpi]).toEqual(expected)
})

test('two measures that fit one line, or a table with half of what is needed, give no figure but the reason', async () => {
  await load(house, {
    'y95xx01.csv': tableFile('Arbejdspladser;Antal arbejdspladser', 'Skive;2019Q1;1;2'),
    'y96xx01.csv': tableFile('Indpendling', 'Skive;2019Q1;5000'),
  })
  const told = await nationalFigures(house, ['workplaces', 'net_inbound_commuting'])
  expect(told.workplaces?.['779 2019-Q1 ALL']).toBe(
    'no_data: Flere målinger i Y95XX01 passer på samme linje i kpi_source.csv (workplaces, variant 1) (feed jobindsats)',
  )
  expect(told.net_inbound_commuting?.['779 2019-Q1 ALL']).toBe(
    'no_data: Tabellen Y96XX01 mangler: udpendling|antal udpendlere|udpendlere (feed jobindsats)',
  )
})

test("the municipality's own kpi_source.csv says where a figure is; a corrected figure is published again", async () => {
  await house.overlay(
    'kpi_source.csv',
    'kpi,variant,line,source,table_id,measure,dimensions,gives,target_group,total_set,breakdown,period_type,verified,note',
    'refugee_employment_share,0,1,jobindsats,Y97XX01,løntimer %,,value,,,,M,true,',
  )
  const deliver = (name: string, share: string) =>
    load(house, {
      [name]: tableFile('Løntimer ialt', `Viborg;2019M12;${share}`, `Viborg;2019Q4;${share}`),
    })
  await deliver('y97xx01.csv', '41,0')
  const shares = async () => {
    const { refugee_employment_share: share } = await nationalFigures(house, [
      'refugee_employment_share',
    ])
    return share
  }
  expect(await shares()).toEqual(only('791 2019-12 ALL', 41))
  await deliver('y97xx01-rettet.csv', '42,0')
  expect(await shares()).toEqual(only('791 2019-12 ALL', 42))
})
