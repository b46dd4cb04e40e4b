/** Owns the proof of the dimensions: teams as they were and as they are now, and target groups with their whole hierarchy. */
import { beforeAll, expect, test } from '@jest/globals'
import { type Cells, file, line } from '../connectors/fasit-file.ts'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { CPR, type Letter } from '../support/people.ts'

const HEADINGS = 'municipality_code,team_code,name,valid_from,valid_to,merged_into,leader'
// Merged twice; to be merged next year; another municipality's team of the same code.
const TEAMS = [
  '791,SYG1,Sygedagpenge Øst,,2019-06-30,SYG3,leder_ost',
  '791,SYG3,Sygedagpenge Midt,,2019-12-31,SYG9,leder_midt',
  ',SYG2,Sygedagpenge Vest,,2020-12-31,SYG9,leder_vest',
  ',SYG9,Sygeteamet,2020-01-01,2021-06-30,,leder_syg',
  ',SYG9,Sygehuset,2021-07-01,,,leder_ny',
  '630,SYG1,Vejles team,,,,leder_vejle',
]

function spell(id: number, who: Letter, team: readonly [string, string], cells: Cells = {}): Cells {
  return {
    ForløbID: String(id),
    'CPR-nr.': CPR[who],
    TeamKode: team[0],
    Team: team[1],
    Startdato: '01-12-2019',
    Ændret: '02-12-2019 08:00',
    ...cells,
  }
}

const SICK = { Ydelse: 'Sygedagpenge', Startdato: '01-12-2018' }
const MOVED = spell(1, 'a', ['SYG1', 'Øst'], { ...SICK, Målgruppekode: '6.6' })
const STAYS = spell(2, 'b', ['SYG1', 'Øst'], { ...SICK, Målgruppekode: '6.2' })
const RENAMED = spell(3, 'c', ['UNG', 'Ungeenheden'], { Målgruppekode: '6.99' })

let house: TestHouse

async function teams(...rows: readonly string[]): Promise<void> {
  await house.overlay('team.csv', HEADINGS, ...rows)
}

beforeAll(async () => {
  house = await openHouse()
  await teams(...TEAMS)
  const moved = { ...MOVED, TeamKode: 'SYG2', Team: 'Vest', Ændret: '17-12-2019 09:00' }
  const renamed = { ...RENAMED, Team: 'Unge og uddannelse', Ændret: '10-01-2020 09:00' }
  await load(house, {
    'FASIT_Forloeb_F_20191202.csv': file([MOVED, STAYS, RENAMED].map(line)),
    'FASIT_Forloeb_D_20200203.csv': file([moved, renamed].map(line)),
  })
})

async function told(sql: string): Promise<readonly string[]> {
  return (await house.query<{ row: string }>(sql)).map(({ row }) => row)
}

const AS_THEN = `
  select concat_ws(' ', month, team, sum(benefit_days), sum(persons)) as row from mart.benefit_month
  where month >= '2019-11' and target_group = 'SDP' group by month, team order by month, team`

test('the facts keep the team that had the days, and the KPIs are split by it', async () => {
  expect(await told(AS_THEN)).toEqual([
    '2019-11 SYG1 60 2',
    '2019-12 SYG1 47 1',
    '2019-12 SYG2 15 1',
    '2020-01 SYG1 31 1',
    '2020-01 SYG2 31 1',
  ])
  const over = await told(`
    select concat_ws(' ', period, team, value::int) as row from mart.kpi
    where kpi = 'sickness_over_52w_count' and basis = 'own' and period >= '2019-11' and team <> 'ALL'
      and age_group = 'ALL' order by period, team`)
  expect(over).toEqual([
    ...['2019-11 SYG1 2', '2019-12 SYG1 1', '2019-12 SYG2 1', '2020-01 SYG1 1', '2020-01 SYG2 1'],
  ])
})

const AS_NOW = `
  select concat_ws(' | ', municipality_code, team, name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to) as row
  from mart.dim_team where team_key > 0 order by team`

test('a team tells what it is called now, and who leads it, also when it was merged', async () => {
  expect(await told(AS_NOW)).toEqual([
    '791 | SYG1 | Sygedagpenge Øst | SYG9 | Sygeteamet | leder_syg | 2019-06-30',
    '791 | SYG2 | Sygedagpenge Vest | SYG2 | Sygedagpenge Vest | leder_vest | 2020-12-31',
    // In no spell.
    '791 | SYG3 | Sygedagpenge Midt | SYG9 | Sygeteamet | leder_syg | 2019-12-31',
    '791 | SYG9 | Sygeteamet | SYG9 | Sygeteamet | leder_syg | 2020-01-01 | 2021-06-30',
    '791 | UNG | Unge og uddannelse | UNG | Unge og uddannelse',
  ])
})

test('what a team was called when is kept, by the list or as the spells have named it', async () => {
  const names = await told(`
    select concat_ws(' ', t.team, n.valid_from, n.valid_to, n.name) as row
    from mart.team_name as n inner join mart.dim_team as t using (team_key) order by 1`)
  expect(names).toEqual([
    'SYG1 0001-01-01 2019-06-30 Sygedagpenge Øst',
    'SYG2 0001-01-01 2020-12-31 Sygedagpenge Vest',
    'SYG3 0001-01-01 2019-12-31 Sygedagpenge Midt',
    'SYG9 2020-01-01 2021-06-30 Sygeteamet',
    'UNG 0001-01-01 2020-01-09 Ungeenheden',
    'UNG 2020-01-10 Unge og uddannelse',
  ])
})

test('a reorganisation changes what a team is called now, and no figure', async () => {
  const before = await told(AS_THEN)
  const keys = await house.query('select team, team_key from mart.dim_team order by team_key')
  await teams(
    ...TEAMS.map((row) =>
      row
        .replace('2020-12-31', '2020-01-31')
        .replace('Sygeteamet,2020-01-01', 'Sygehjulet,2020-02-01'),
    ),
  )
  await house.publish()
  expect(await told(AS_THEN)).toEqual(before)
  expect((await told(AS_NOW)).slice(0, 2)).toEqual([
    '791 | SYG1 | Sygedagpenge Øst | SYG9 | Sygehjulet | leder_syg | 2019-06-30',
    '791 | SYG2 | Sygedagpenge Vest | SYG9 | Sygehjulet | leder_syg | 2020-01-31',
  ])
  expect(await house.query('select team, team_key from mart.dim_team order by team_key')).toEqual(
    keys,
  )
  const names = `select count(*)::int as names from mart.team_name where name in ('Sygeteamet', 'Sygehjulet')`
  expect(await house.query(names)).toEqual([{ names: 1 }])
})

test('a code that is not of the benefit is told at publication, one that nobody knows too', async () => {
  const [audit] = await house.query<{ sample: string }>(
    `select sample from ops.audit_result where audit = 'lab_code_fits_benefit' order by run_id desc limit 1`,
  )
  const codes = audit?.sample.split('\n').map((row) => JSON.parse(row).lab_code)
  expect(codes).toEqual(['6.99', '6.2'])
})

const FLAGS =
  'is_public_11 is_sick is_youth_temporary is_benchmark is_jobindsats_total is_nonwest_women'

test.each<readonly [string, string, string]>([
  [
    'UDH',
    '- 2025-06-30 KTH-U30 KTH-U30',
    'Offentlig forsørgelse/Midlertidig/Kontanthjælpssystemet/Kontanthjælp mv./6.4|6.5 101111',
  ],
  [
    'INT',
    '2015-09-01 2019-12-31 SHO KTH-MIN',
    'Offentlig forsørgelse/Midlertidig/Integration/Kontanthjælp mv./6.2|6.3|6.4|6.5 101111',
  ],
  ['SDP', '- - - SDP', 'Offentlig forsørgelse/Midlertidig/Sygemeldte/Sygedagpenge mv./6.6 111110'],
  ['LY', '- - - LY', 'Offentlig forsørgelse/Permanent/Varig støtte/Kontanthjælp mv./6.9 100110'],
  ['SEN', '2020-01-01 - - SEN', 'Uden for/-/Tilbagetrækning/-/- 000010'],
  ['ALL', '- - - -', '-/-/-/-/- 000000'],
])(
  'the target group %s tells its days, its successors, its place and its sets',
  async (group, days, place) => {
    const [row] = await house.query<{ days: string; place: string }>(
      `select concat_ws(' ', coalesce(valid_from::text, '-'), coalesce(valid_to::text, '-'), coalesce(successor_code, '-'),
         coalesce(as_now_code, '-')) as days,
       concat_ws('/', coalesce(level0, '-'), coalesce(support_type, '-'), coalesce(level1, '-'),
         coalesce(benchmark_group, '-'), coalesce(lab_codes, '-'))
       || ' ' || concat(${FLAGS.split(' ')
         .map((flag) => `${flag}::int`)
         .join(', ')}) as place
     from mart.dim_target_group where target_group = $1`,
      [group],
    )
    expect(row).toEqual({ days, place })
  },
)

test('an age band and a category tell the groupings they are in', async () => {
  const ages = await told(`
    select concat_ws(' ', age_band, band_jobindsats, band_under_30, band_under_40) as row from mart.dim_age_band
    where age_band in ('00-15', '16-17', '30-34', '65-66', '67+', 'UKENDT') order by sort`)
  expect(ages).toEqual([
    ...['00-15', '16-17 16-19 16-29 16-39', '30-34 30-34 30+ 16-39'],
    ...['65-66 65+ 30+ 40+', '67+ 65+ 30+ 40+', 'UKENDT'],
  ])
  const categories = await told(`
    select concat_ws(' ', readiness, target_groups, valid_to) as row from mart.dim_readiness order by sort`)
  expect(categories).toEqual([
    ...['JP KTH|INT|SHO', 'AP KTH|UDH|INT|SHO', 'UP UDH', 'AUP UDH'],
    ...['KAT1 SDP 2026-06-30', 'KAT2 SDP 2026-06-30', 'KAT3 SDP 2026-06-30', 'UKENDT', 'UOPLYST'],
  ])
})
