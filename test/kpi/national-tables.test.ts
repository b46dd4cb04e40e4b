/** Owns the proof of the national KPIs whose tables have been seen: given rows of each table, and the figures worked out by hand. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type NationalFigures, nationalFigures, tableFile } from '../support/national.ts'

const COUNTS = 'Forventet og faktisk antal fuldtidspersoner på offentlig forsørgelse: '
const SHARES = 'Forventet og faktisk andel fuldtidspersoner på offentlig forsørgelse: '
const BENCHMARK = [
  ...['Ydelsesgrupper', `${COUNTS}Forventet antal`, `${COUNTS}Faktisk antal`],
  ...[`${COUNTS}Forskel mellem forventet og faktisk antal`, `${SHARES}Forventet andel (pct.)`],
  ...[`${SHARES}Faktisk andel (pct.)`, 'Placering på benchmarkranglisten'],
].join(';')
const AFTER = 'Efterfølgende beskæftigelse: I'

const FILES = {
  'y30r21.csv': tableFile(
    BENCHMARK,
    'Viborg;2019QMAT02;Ydelsesgrupper i alt;4600;4500;-100;7,4;7,2;48',
    'Viborg;2019QMAT02;A-dagpenge mv.;900;950;50;1,5;1,6;60',
  ),
  'y25i01.csv': tableFile(
    'Ydelsesgrupper;Alder;Antal ledige personer;Antal ledige fuldtidspersoner;Ledige fuldtidspersoner i pct. af arbejdsstyrken 16-66 år',
    'Viborg;2019M07;Ydelsesgrupper i alt;Alder i alt;1410;1080;2,8',
    'Viborg;2019M07;Ydelsesgrupper i alt;16-24 år;170;130;3,0',
    'Viborg;2019M07;Ydelsesgrupper i alt;65 år og derover;9;7;0,4',
    'Viborg;2019M07;A-dagpenge;Alder i alt;1100;;2,2',
    'Hele landet;2019M07;Ydelsesgrupper i alt;Alder i alt;120000;98000;3,4',
  ),
  'y07a07.csv': tableFile(
    'Køn;Antal afsluttede forløb;Gnsn. varighed af afsluttede forløb (uger)',
    'Viborg;2019Q4;Køn i alt;400;12,5',
    'Viborg;2019Q4;Kvinder;220;13,0',
  ),
  'y01a27.csv': tableFile(
    'Gnsn. varighed af afsluttede forløb (uger)',
    'Viborg;2019Q4;18,4',
    'Viborg;2020Q1;18,1',
  ),
  'y12a07.csv': tableFile(
    'Varighed;Antal afsluttede forløb;Gnsn. varighed af afsluttede forløb (uger)',
    'Viborg;2019Q4;Varighed i alt;40;60,0',
    'Viborg;2019Q4;0-4 uger;10;2,5',
    'Viborg;2019Q4;Over 3 år;2;180,0',
  ),
  'y07b15.csv': tableFile(
    'Arbejdsmarkedsstatus;Antal afsluttede forløb;Status 3 mdr. efter afsluttet forløb, pct. ;Status 6 mdr. efter afsluttet forløb, pct. ;Status 12 mdr. efter afsluttet forløb, pct. ',
    'Viborg;2019QMAT01;Arbejdsmarkedsstatus i alt;800;100,0;100,0;100,0',
    'Viborg;2019QMAT01;Lønmodtagerbeskæftigelse;800;50,0;55,5;60,0',
    'Viborg;2019QMAT01;Uddannelse;800;2,0;2,5;3,0',
    'Viborg;2019QMAT01;Fleksjob;800;8,0;9,0;9,5',
  ),
  'y01b15.csv': tableFile(
    'Arbejdsmarkedsstatus;Antal afsluttede forløb;Status 6 mdr. efter afsluttet forløb, antal',
    'Viborg;2019QMAT01;Arbejdsmarkedsstatus i alt;500;500',
    'Viborg;2019QMAT01;Lønmodtagerbeskæftigelse;500;300',
    'Viborg;2019QMAT01;Uddannelse;500;20',
  ),
  'otij01.csv': tableFile(
    'Ydelsesgrupper;Målgruppe;Antal personer i alt;Antal personer med ordinære timer;Andel personer med ordinære timer.',
    'Viborg;2019M12;Ydelsesgrupper i alt;Målgruppe i alt;1500;250;16,7',
    'Viborg;2019M12;Kontanthjælp;Målgruppe i alt;800;120;15,0',
    'Viborg;2019M12;Kontanthjælp;Jobparate mv.;300;60;20,0',
  ),
  'y60j01.csv': tableFile(
    'Antal personer i alt;Antal personer med ordinære timer',
    'Viborg;2025M08;1600;400',
  ),
  'y14d03.csv': tableFile(
    `Ydelsesgrupper;Tilbud;Målgruppe;Antal afsluttede forløb;${AFTER} samme virksomhed;${AFTER} anden virksomhed i samme branche;${AFTER} anden virksomhed i anden branche;Efterfølgende beskæftigelse: Ingen beskæftigelse`,
    'Viborg;2019QMAT03;Ydelsesgrupper i alt;Tilbud i alt;Målgruppe i alt;200;40;10;30;120',
    'Viborg;2019QMAT03;Ydelsesgrupper i alt;Privat virksomhedspraktik;Målgruppe i alt;100;25;5;20;50',
    'Viborg;2019QMAT03;A-dagpenge;Tilbud i alt;Målgruppe i alt;80;20;5;15;40',
  ),
  'ptvc01.csv': tableFile(
    'Ydelsesgrupper;Tilbud;Antal aktiverede;Antal fuldtidsaktiverede',
    'Viborg;2019M12;Ydelsesgrupper i alt;Tilbud i alt;700;400',
    'Viborg;2019M12;Ydelsesgrupper i alt;Virksomhedspraktik i alt;210;120',
    'Viborg;2019M12;Ydelsesgrupper i alt;Virksomhedspraktik, kommune;90;50',
    'Viborg;2019M12;Ydelsesgrupper i alt;Ansættelse med løntilskud i alt;90;60',
    'Viborg;2019M12;Kontanthjælp;Virksomhedspraktik i alt;60;30',
    'Viborg;2019M12;Kontanthjælp;Ansættelse med løntilskud i alt;20;10',
    'Viborg;2019M12;Sygedagpenge;Virksomhedspraktik i alt;40;10',
    'Viborg;2019M12;Sygedagpenge;Ansættelse med løntilskud i alt;;',
  ),
  'y36a02.csv': tableFile('Antal personer;Antal fuldtidspersoner', 'Viborg;2019M12;800;770'),
  'y25i09.csv': tableFile(
    'Ydelsesgrupper;A-kasse;Antal langtidsledige fuldtidspersoner;Antal langtidsledige personer;Antal bruttoledige personer',
    'Viborg;2019M12;A-dagpenge;I alt;250;300;1500',
    'Viborg;2019M12;A-dagpenge;Din Faglige A-Kasse;9;10;100',
    'Viborg;2019M12;Kontanthjælp;I alt;200;240;600',
  ),
  'y09a24.csv': tableFile(
    'Antal påbegyndte forløb;Antal afsluttede forløb;Antal forløb primo;Antal forløb ultimo',
    'Viborg;2019M12;25;21;290;294',
  ),
  'y25i14.csv': tableFile('Jobopslag', 'Viborg;2019M07;950'),
}

const HIDDEN = 'suppressed: Kilden viser ikke tallet (diskretion)'
const ORDINARY_HOURS = {
  '791 2019-12 ALL': [250, null, 250],
  '791 2019-12 KTH': [120, null, 120],
  '791 2025-08 KTH': [400, null, 400],
} as const

/** Worked out by hand from the rows above; every row of these KPIs stands here. */
const EXPECTED: NationalFigures = {
  benchmark_rank: {
    '791 2019-Q2R ALL': [48, null, 48],
    '791 2019-Q2R ALL benefit_group=A-dagpenge mv.': [60, null, 60],
  },
  benchmark_gap: {
    '791 2019-Q2R ALL': [-100, null, -100],
    '791 2019-Q2R ALL benefit_group=A-dagpenge mv.': [50, null, 50],
  },
  benchmark_expected_rank: {
    '791 2019-Q2R ALL':
      'no_data: Placeringen kræver alle 98 kommuner; filen har 1 (feed jobindsats)',
  },
  // The workforce is not given, so its share stands alone; ages that reach past 66 are no age group.
  unemployment_rate: {
    '791 2019-07 ALL': [1080, null, 2.8],
    '791 2019-07 ALL 16-24': [130, null, 3],
    '791 2019-07 DP': HIDDEN,
    'DK 2019-07 ALL': [98_000, null, 3.4],
  },
  // 400 × 12.5 weeks; Y01A27 gives the mean alone.
  duration_on_benefit: {
    '791 2019-Q4 SDP': [5000, 400, 12.5],
    '791 2019-Q4 DP': [null, null, 18.4],
    '791 2020-Q1 DP': [null, null, 18.1],
    // 40 × 60, 10 × 2.5 and 2 × 180 weeks: a class of durations is a breakdown.
    '791 2019-Q4 JAF': [2400, 40, 60],
    '791 2019-Q4 JAF duration=0-4 uger': [25, 10, 2.5],
    '791 2019-Q4 JAF duration=Over 3 år': [360, 2, 180],
  },
  // 55.5 + 2.5 per cent of 800; fleksjob is no ordinary job. Y01B15 gives persons: 300 + 20 of 500.
  exit_share_job_education: {
    '791 2019-Q1R SDP': [464, 800, 58],
    '791 2019-Q1R SDP horizon=3m': [416, 800, 52],
    '791 2019-Q1R SDP horizon=6m': [464, 800, 58],
    '791 2019-Q1R SDP horizon=12m': [504, 800, 63],
    '791 2019-Q1R DP': [320, 500, 64],
    '791 2019-Q1R DP horizon=6m': [320, 500, 64],
  },
  exit_count_job_education: {
    '791 2019-Q1R DP': [320, null, 320],
    '791 2019-Q1R DP horizon=6m': [320, null, 320],
  },
  ordinary_hours_persons: ORDINARY_HOURS,
  partially_unemployed_count: ORDINARY_HOURS,
  registered_with_ordinary_hours_share: {
    '791 2019-12 ALL': [250, 1500, 16.666667],
    '791 2019-12 KTH': [120, 800, 15],
    '791 2025-08 KTH': [400, 1600, 25],
  },
  selfsupport_after_activation_count: {
    '791 2019-Q3R ALL': [80, null, 80],
    '791 2019-Q3R ALL activity=Privat virksomhedspraktik': [50, null, 50],
    '791 2019-Q3R DP': [40, null, 40],
  },
  selfsupport_after_activation_share: {
    '791 2019-Q3R ALL': [80, 200, 40],
    '791 2019-Q3R ALL activity=Privat virksomhedspraktik': [50, 100, 50],
    '791 2019-Q3R DP': [40, 80, 50],
  },
  activation_count: {
    '791 2019-12 ALL': [300, null, 300],
    '791 2019-12 KTH': [80, null, 80],
    '791 2019-12 SDP': HIDDEN,
  },
  // 60 + 20 of the 800 persons of Y36A02; sickness benefit is suppressed, whoever is in the group.
  activation_share: {
    '791 2019-12 KTH': [80, 800, 10],
    '791 2019-12 SDP': HIDDEN,
  },
  long_term_share_dp: { '791 2019-12 ALL': [300, 1500, 20] },
  long_term_share_kth: { '791 2019-12 ALL': [240, 600, 40] },
  inflow_count: { '791 2019-12 LY': [25, null, 25] },
  outflow_count: { '791 2019-12 LY': [21, null, 21] },
  job_postings: { '791 2019-07 ALL': [950, null, 950] },
}

let house: TestHouse
let figures: NationalFigures

beforeAll(async () => {
  house = await openHouse()
  await load(house, FILES)
  figures = await nationalFigures(house, Object.keys(EXPECTED))
})

test.each(Object.entries(EXPECTED))('%s is what its table gives', (kpi, expected) => {
  expect(figures[kpi]).toEqual(expected)
})

test('the newest two months of a table are preliminary, so its quarter before the newest is not', async () => {
  const rows = await house.query<{ period: string; is_preliminary: boolean }>(
    `select period, is_preliminary from mart.kpi
     where kpi = 'duration_on_benefit' and target_group = 'DP' order by period`,
  )
  expect(rows).toEqual([
    { period: '2019-Q4', is_preliminary: false },
    { period: '2020-Q1', is_preliminary: true },
  ])
})

test('benchmark_expected_rank is the number among all 98 municipalities by expected share', async () => {
  const areas = await readFile(join(PACKAGE_ROOT, 'sql/reference/area.csv'), 'utf8')
  const names = areas
    .split('\n')
    .filter((line) => line.includes(',municipality,'))
    .map((line) => line.split(',')[2])
  expect(names).toHaveLength(98)
  const others = names.filter((name) => name !== 'Viborg')
  const line = (name: string | undefined, share: string) =>
    `${name};2019QMAT04;Ydelsesgrupper i alt;1;1;0;${share};7,2;1`
  await load(house, {
    'y30r21_2.csv': tableFile(
      BENCHMARK,
      line('Viborg', '7,4'),
      // 57 municipalities expect less, one as much, the rest more.
      ...others.map((name, place) => line(name, place < 57 ? '5,1' : place < 58 ? '7,4' : '9,0')),
    ),
  })
  const { benchmark_expected_rank: ranks } = await nationalFigures(house, [
    'benchmark_expected_rank',
  ])
  expect(ranks?.['791 2019-Q4R ALL']).toEqual([58, null, 58])
  expect(Object.values(ranks ?? {}).filter((rank) => rank[0] === 1)).toHaveLength(57)
})
