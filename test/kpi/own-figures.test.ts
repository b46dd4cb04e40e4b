/** Owns the proof of the municipality's own KPIs by hand-counted spells, one team for each case, and of which months a correction rewrites. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
} from '../connectors/fasit-file.ts'
import { ageLines, population } from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { CPR, type Letter } from '../support/people.ts'

const [KTH, SDP, JAF] = ['Kontanthjælp', 'Sygedagpenge', 'Jobafklaringsforløb']

type Days = readonly [from: string, to?: string]

function spell(id: number, who: Letter, benefit: string, team: string, days: Days): Cells {
  return {
    ForløbID: String(id),
    'CPR-nr.': CPR[who],
    Ydelse: benefit,
    TeamKode: team,
    Team: `Team ${team}`,
    Startdato: days[0],
    Slutdato: days[1] ?? '',
    Ændret: '01-12-2019 08:00',
  }
}

const MOVED = spell(7, 'g', KTH, 'FROM', ['01-12-2019'])
const BIRTHDAY = spell(8, 'q', KTH, 'BORN', ['01-10-2019', '31-10-2019'])
const CORRECTED = spell(3, 'b', SDP, 'LONG', ['01-02-2019'])

const SPELLS = [
  // The worked example: 15 days and 12 days of January, 5 of them on both.
  spell(1, 'a', KTH, 'BOTH', ['10-01-2020', '24-01-2020']),
  spell(2, 'a', SDP, 'BOTH', ['20-01-2020', '31-01-2020']),
  // On 31 January day 365, day 364, and day 390 over both benefits.
  CORRECTED,
  spell(4, 'c', SDP, 'LONG', ['02-02-2019']),
  spell(5, 'd', SDP, 'LONG', ['07-01-2019', '16-06-2019']),
  spell(6, 'd', JAF, 'LONG', ['17-06-2019']),
  MOVED,
  { ...BIRTHDAY, Visitationskategori: 'Jobparat' },
  spell(9, 'f', SDP, 'PART', ['01-01-2020']),
  spell(10, 'o', 'Ressourceforløb', 'GONE', ['01-12-2019', '15-01-2020']),
  // 15, 18 and 73 years old.
  spell(11, 'e', KTH, 'YOUNG', ['01-01-2020']),
  spell(12, 'g', 'Uddannelseshjælp', 'YOUNG', ['01-01-2020', '31-01-2020']),
  spell(13, 'm', 'Fleksjob', 'OLD', ['01-01-2020']),
  // No group of the plan's eleven.
  spell(14, 'k', 'Efterløn', 'ELSE', ['01-01-2020']),
]

const PLAN = [
  'Mål nr;KPI-id;Navn;Type;Operator;Mål 2020;Baseline;Område',
  '6;sickness_over_52w_count;Over 52 uger;resultatmål;<=;315;355;Viborg',
].join('\n')

let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  const moved = { ...MOVED, TeamKode: 'TO', Team: 'Team TO', Ændret: '16-01-2020 09:00' }
  const sick = { SagsID: '700', 'CPR-nr.': CPR.f, 'Første fraværsdag': '01-01-2020' }
  await load(house, {
    'FASIT_Forloeb_F_20200103.csv': file(SPELLS.map(line)),
    'FASIT_Forloeb_D_20200203.csv': file([line(moved)]),
    'FASIT_Borger_F_20200203.csv': citizenFile([
      { BorgerID: '1', 'CPR-nr.': CPR.q, Herkomst: 'Indvandrere fra vestlige lande' },
    ]),
    'SYG_Sygefravaer_D_20200203.csv': caseFile([sick]),
    // Half the hours from 11 January: 10 days and 21 halves.
    'SYG_Delvis_D_20200203.csv': partialFile([
      {
        SagsID: '700',
        'Delvis fra': '11-01-2020',
        'Arbejdstimer pr. uge': '18,5',
        'Fraværstimer pr. uge': '18,5',
      },
    ]),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 5100)),
    'plan_maal_2020.csv': `${PLAN}\n`,
  })
})

/** `numerator/denominator` of an own figure of January, four decimals; `-` is none. */
async function figures(kpi: string, keys: readonly string[], period = '2020-01') {
  const rows = await house.query<{ key: string; figure: string }>(
    `select concat_ws(' ', target_group, team, age_group) as key,
       concat_ws('/', round(numerator, 4)::float8, round(denominator, 4)::float8) as figure
     from mart.kpi where kpi = $1 and basis = 'own' and period = $2`,
    [kpi, period],
  )
  const found = new Map(rows.map(({ key, figure }) => [key, figure]))
  return Object.fromEntries(keys.map((key) => [key, found.get(key) ?? '-']))
}

const FIGURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fulltime_persons: {
    'KTH BOTH ALL': '0.4839',
    'SDP BOTH ALL': '0.3871',
    'ALL BOTH ALL': '0.871',
    'ALL FROM ALL': '0.4839',
    'ALL TO ALL': '0.5161',
    // All ages; no benefit but the eleven.
    'ALL OLD ALL': '1',
    'ALL OLD 67+': '1',
    'FLX ALL 67+': '1',
    'ALL ELSE ALL': '-',
    'ALL YOUNG 18-29': '1',
    'UDH YOUNG 18-29': '-',
  },
  fulltime_persons_overlap: {
    'KTH BOTH ALL': '0.4839',
    'SDP BOTH ALL': '0.2258',
    'ALL BOTH ALL': '0.7097',
    // Kontanthjælp goes before uddannelseshjælp; the days of g stay with the team that has the kontanthjælp.
    'UDH ALL ALL': '0',
  },
  fulltime_persons_hours: { 'ALL PART ALL': '0.6613', 'ALL BOTH ALL': '0.871' },
  persons_on_support: {
    'ALL BOTH ALL': '1',
    'KTH BOTH ALL': '1',
    'ALL FROM ALL': '0',
    'ALL TO ALL': '1',
    'ALL ALL ALL': '9',
    'ALL LONG ALL': '3',
  },
  share_public_support: { 'ALL LONG ALL': '3/5100', 'ALL OLD ALL': '-', 'FLX ALL ALL': '-' },
  share_temporary_support: { 'RES ALL ALL': '0.4839/5100' },
  share_permanent_support: { 'ALL ALL ALL': '0/5100' },
  share_sickness_benefit: { 'ALL ALL ALL': '3.3871/5100', 'SDP LONG ALL': '2/5100' },
  share_youth_temporary_support: { 'ALL YOUNG ALL': '1/1200', 'ALL ALL ALL': '2/1200' },
  ftp_youth_temporary_support: { 'ALL YOUNG ALL': '1', 'ALL ALL ALL': '2' },
  youth_share_public_support: { 'ALL YOUNG ALL': '1/1400' },
  sickness_over_52w_count: { 'ALL LONG ALL': '2', 'ALL ALL ALL': '2', 'ALL PART ALL': '0' },
  sickness_over_52w_share: { 'ALL LONG ALL': '2/3', 'ALL ALL ALL': '2/5' },
  duration_on_benefit: { 'RES ALL ALL': '6.5714/1', 'FLX ALL 67+': '4.4286/1' },
  duration_on_benefit_median: { 'RES ALL ALL': '6.5714', 'SDP ALL ALL': '28.2143' },
  // A change of team splits the days, and is no flow.
  inflow_count: {
    ...{ 'ALL BOTH ALL': '2', 'RES ALL ALL': '0', 'ALL LONG ALL': '0', 'ALL TO ALL': '0' },
  },
  outflow_count: { 'ALL BOTH ALL': '2', 'RES ALL ALL': '1', 'ALL FROM ALL': '0' },
  partial_return_count: { 'ALL PART ALL': '1', 'ALL ALL ALL': '1' },
}

test.each(Object.entries(FIGURES))('%s is as counted by hand', async (kpi, expected) => {
  expect(await figures(kpi, Object.keys(expected))).toEqual(expected)
})

test('the value of a share is in percent and of a mean in weeks, also where both its parts are counts', async () => {
  const rows = await house.query<{ row: string }>(
    `select concat_ws(' ', kpi, team, round(value, 4)) as row from mart.kpi
     where basis = 'own' and period = '2020-01' and age_group = 'ALL' and (kpi, target_group, team) in (
       ('sickness_over_52w_share', 'ALL', 'LONG'), ('sickness_over_52w_share', 'ALL', 'ALL'),
       ('share_public_support', 'ALL', 'LONG'), ('duration_on_benefit', 'RES', 'ALL'))
     order by row`,
  )
  expect(rows.map(({ row }) => row)).toEqual([
    'duration_on_benefit ALL 6.5714',
    'share_public_support LONG 0.0588',
    'sickness_over_52w_share ALL 40.0000',
    'sickness_over_52w_share LONG 66.6667',
  ])
})

test('a birthday does not split a month: its days are of the age on the last of them', async () => {
  const rows = await house.query(
    `select age_band, sex, readiness, origin, team, persons, full_time_persons::float8 as full_time, benefit_days
     from mart.benefit_month where month = '2019-10' and team = 'BORN'`,
  )
  expect(rows).toEqual([
    {
      ...{ age_band: '45-49', sex: 'K', readiness: 'JP', origin: 'IND_VEST', team: 'BORN' },
      ...{ persons: 1, full_time: 1, benefit_days: 31 },
    },
  ])
})

test('the newest months are preliminary, one more where sickness benefit is in them', async () => {
  const rows = await house.query<{ row: string }>(
    `select concat_ws(' ', period, target_group) as row from mart.kpi
     where kpi = 'fulltime_persons' and basis = 'own' and team = 'ALL' and age_group = 'ALL' and is_preliminary
       and target_group in ('ALL', 'SDP', 'JAF') order by row`,
  )
  expect(rows.map(({ row }) => row)).toEqual([
    ...['2019-11 ALL', '2019-11 SDP', '2019-12 ALL', '2019-12 JAF', '2019-12 SDP'],
    ...['2020-01 ALL', '2020-01 JAF', '2020-01 SDP'],
  ])
})

test('the chains of a month stand by how long they have lasted', async () => {
  const rows = await house.query<{ row: string }>(
    `select concat_ws(' ', f.duration_band, f.has_jaf, f.chains, f.chains_over_52w, f.days_benefit) as row
     from mart.fact_sickness_month as f inner join mart.dim_team as t using (team_key)
     where f.month_key = 202001 and t.team = 'LONG' order by row`,
  )
  expect(rows.map(({ row }) => row)).toEqual([
    '1-2 år f 1 1 365',
    '1-2 år t 1 1 390',
    '40-52 uger f 1 0 364',
  ])
})

test('a goal takes the own figure where there is one', async () => {
  expect((await goalsOf(house))['plan_maal 2020 6']).toMatchObject({
    ...{ basis: 'own', actual: 2, period: '2020-01', status: 'achieved', is_preliminary: true },
  })
})

const OWN_TABLES: Readonly<Record<string, string>> = {
  benefit:
    "select to_char(to_date(month_key::text, 'YYYYMM'), 'YYYY-MM'), xmin from mart.fact_benefit_month",
  sickness:
    "select to_char(to_date(month_key::text, 'YYYYMM'), 'YYYY-MM'), xmin from mart.fact_sickness_month",
  kpi: "select period, xmin from mart.fact_kpi where basis = 'own'",
}

/** The transactions that wrote each month of the own figures, under `table month`. */
async function written(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const [name, query] of Object.entries(OWN_TABLES)) {
    const rows = await house.query<{ month: string; by: string }>(
      `select month, string_agg(distinct written::text, ',') as by from (${query}) as f (month, written) group by 1`,
    )
    for (const { month, by } of rows) found.set(`${name} ${month}`, by)
  }
  return found
}

/** Which months of which own tables a change rewrites, `sickness 2020-01`. */
async function rewritten(change: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await written()
  await change()
  const after = await written()
  const months = new Set([...before.keys(), ...after.keys()])
  return [...months].filter((each) => before.get(each) !== after.get(each)).sort()
}

test('a correction of the past rewrites the months it touches and no others', async () => {
  const closed = { ...CORRECTED, Slutdato: '30-11-2019', Ændret: '04-02-2020 08:00' }
  const months = await rewritten(() =>
    load(house, { 'FASIT_Forloeb_D_20200204.csv': file([line(closed)]) }),
  )
  expect(months).toEqual([
    ...['benefit 2019-11', 'benefit 2019-12', 'benefit 2020-01'],
    ...['kpi 2019-11', 'kpi 2019-12', 'kpi 2020-01'],
    // It was still a chain on the last day of November.
    ...['sickness 2019-12', 'sickness 2020-01'],
  ])
  expect(await figures('sickness_over_52w_count', ['ALL LONG ALL'])).toEqual({
    'ALL LONG ALL': '1',
  })
})

test('day 364 becomes day 365 when the export tells of a day more, and only then is it over 52 weeks', async () => {
  const earlier = { ...spell(4, 'c', SDP, 'LONG', ['01-02-2019']), Ændret: '05-02-2020 08:00' }
  const key = ['ALL LONG ALL']
  const share = () => figures('sickness_over_52w_share', key)
  expect(await share()).toEqual({ 'ALL LONG ALL': '1/2' })
  await load(house, { 'FASIT_Forloeb_D_20200205.csv': file([line(earlier)]) })
  expect(await share()).toEqual({ 'ALL LONG ALL': '2/2' })
  expect(await figures('sickness_over_52w_count', key, '2019-12')).toEqual({ 'ALL LONG ALL': '0' })
})

/** Sets how many months back own figures are given for. */
async function reachBack(months: number): Promise<void> {
  await house.overlay('parameter.csv', 'name,value,unit,note', `own_months,${months},months,Prøve`)
}

test('a month past the horizon is closed: it stays as it was, whatever comes, until the horizon reaches it again', async () => {
  const october = () => figures('fulltime_persons', ['ALL BORN ALL'], '2019-10')
  const shorter = { ...BIRTHDAY, Slutdato: '16-10-2019', Ændret: '06-02-2020 08:00' }
  await reachBack(2)
  const open = await rewritten(() =>
    load(house, { 'FASIT_Forloeb_D_20200206.csv': file([line(shorter)]) }),
  )
  const tables = ['benefit', 'kpi', 'sickness']
  expect(open).toEqual(tables.flatMap((table) => [`${table} 2019-12`, `${table} 2020-01`]))
  expect(await october()).toEqual({ 'ALL BORN ALL': '1' })
  await reachBack(36)
  expect(await rewritten(() => house.publish())).toContain('benefit 2019-10')
  expect(await october()).toEqual({ 'ALL BORN ALL': '0.5161' })
})
