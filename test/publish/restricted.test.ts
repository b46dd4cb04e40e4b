/** Owns the proof of mart_restricted: a team's caseworkers add up to the team, and the early-warning list holds who it should and nobody else. */
import { beforeAll, expect, test } from '@jest/globals'
import { makePseudonymiser } from '../../src/core/pseudonym.ts'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
} from '../connectors/fasit-file.ts'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { CPR, type Letter } from '../support/people.ts'

const KEY = Buffer.alloc(32, 7)
const pseudonyms = makePseudonymiser([KEY])
const [SDP, JAF] = ['Sygedagpenge', 'Jobafklaringsforløb']

function spell(id: number, who: Letter, from: string, cells: Cells = {}): Cells {
  const own = { ForløbID: String(id), 'CPR-nr.': CPR[who], Ydelse: SDP, Startdato: from }
  const owner = { TeamKode: 'SYG1', 'Sagsbehandler ident': 'vkabc' }
  return { ...own, ...owner, Ændret: '01-12-2019 08:00', ...cells }
}

const DEF = { 'Sagsbehandler ident': 'VKDEF' }
const MOVED = spell(5, 'e', '01-03-2019', DEF)

// On 3 February 2020, the day of the newest extract, day 365, 364, 309 and 308.
const SPELLS = [
  spell(1, 'a', '04-02-2019', { ...DEF, TeamKode: '' }),
  spell(2, 'b', '05-02-2019', { Visitationskategori: 'Kategori 2' }),
  spell(3, 'c', '01-04-2019', DEF),
  spell(4, 'd', '02-04-2019'),
  MOVED,
  // Nearly there too, but: a protected address, in no citizens' file, a number nobody knows, over, and well.
  spell(6, 'f', '01-03-2019'),
  spell(7, 'g', '01-03-2019'),
  spell(8, 'z', '01-03-2019', { BorgerID: '8' }),
  spell(9, 'h', '01-12-2018', { 'Sagsbehandler ident': '' }),
  spell(10, 'i', '01-03-2019', { Slutdato: '02-02-2020' }),
  spell(11, 'j', '07-01-2019', { Slutdato: '16-06-2019' }),
  spell(12, 'j', '17-06-2019', { ...DEF, Ydelse: JAF }),
]

const citizens = (letters: readonly Letter[], protectedOne: Letter) =>
  citizenFile(
    letters.map((who, index) => ({
      BorgerID: String(index + 1),
      'CPR-nr.': CPR[who],
      Adressebeskyttelse: who === protectedOne ? 'J' : 'N',
    })),
  )

const CASE = { SagsID: '700', 'CPR-nr.': CPR.b, 'Første fraværsdag': '05-02-2019' }
const KNOWN = ['a', 'b', 'c', 'd', 'e', 'f', 'h', 'z', 'i', 'j'] as const

let house: TestHouse

beforeAll(async () => {
  house = await openHouse({ pseudonymKey: KEY.toString('base64') })
  const later = { TeamKode: 'SYG2', 'Sagsbehandler ident': 'VKGHI', Ændret: '20-01-2020 10:00' }
  const half = { 'Arbejdstimer pr. uge': '18', 'Fraværstimer pr. uge': '19' }
  await load(house, {
    'FASIT_Forloeb_F_20200103.csv': file(SPELLS.map(line)),
    'FASIT_Forloeb_D_20200203.csv': file([line({ ...MOVED, ...later })]),
    'FASIT_Borger_F_20200203.csv': citizens(KNOWN, 'f'),
    'SYG_Sygefravaer_D_20200203.csv': caseFile([CASE]),
    'SYG_Delvis_D_20200203.csv': partialFile([
      { SagsID: '700', 'Delvis fra': '01-01-2020', ...half },
    ]),
  })
})

const NAMES = new Map(
  ['VKABC', 'VKDEF', 'VKGHI'].map((each) => [pseudonyms.of('caseworker', each), each]),
)

/** The rows of a query as text, each caseworker's pseudonym as the initials it is of. */
async function told(sql: string): Promise<readonly string[]> {
  const rows = await house.query<{ row: string }>(sql)
  return rows.map(({ row }) => row.replace(/[A-Z2-7]{26}/g, (key) => NAMES.get(key) ?? key))
}

const SPLIT = `
  select concat_ws(' ', period, team, caseworker, kpi, value) as row from mart_restricted.kpi
  where value > 0 and period >= '2019-12' order by period, kpi, team, caseworker = 'UOPLYST', value desc`

test('each case counts on the caseworker who has it on the last day of the month', async () => {
  expect(await told(SPLIT)).toEqual([
    '2019-12 SYG1 UOPLYST sickness_over_52w_count 1',
    '2020-01 SYG1 VKABC partial_return_count 1',
    '2020-01 SYG1 VKDEF sickness_over_52w_count 1',
    '2020-01 SYG1 UOPLYST sickness_over_52w_count 1',
  ])
  const chains = await told(`
    select concat_ws(' ', f.month_key, t.team, w.caseworker, sum(f.chains)) as row
    from mart_restricted.fact_caseworker_sickness_month as f
    inner join mart.dim_team as t using (team_key)
    inner join mart_restricted.dim_caseworker as w using (caseworker_key)
    where f.month_key >= 201912 group by f.month_key, t.team, w.caseworker`)
  expect([...chains].sort()).toEqual([
    '201912 SYG1 UOPLYST 1',
    '201912 SYG1 VKABC 6',
    '201912 SYG1 VKDEF 3',
    '201912 UOPLYST VKDEF 1',
    '202001 SYG1 UOPLYST 1',
    '202001 SYG1 VKABC 6',
    '202001 SYG1 VKDEF 2',
    '202001 SYG2 VKGHI 1',
    '202001 UOPLYST VKDEF 1',
  ])
})

test('the caseworkers of a team add up to the team, in every month, age and target group', async () => {
  const sums = (table: string) =>
    house.query(
      `select month_key, team_key, target_group_key, age_band_key, sum(chains)::int as chains,
         sum(chains_over_52w)::int as over, sum(partial_returns)::int as partial
       from ${table} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    )
  const teams = await sums('mart.fact_sickness_month')
  expect(teams.length).toBeGreaterThan(60)
  expect(await sums('mart_restricted.fact_caseworker_sickness_month')).toEqual(teams)
  const [apart] = await house.query(
    `select count(*)::int as kpis, count(*) filter (where t.value is distinct from k.value)::int as apart
     from mart.kpi as k
     left join (
       select kpi, period, team, sum(value) as value from mart_restricted.kpi group by kpi, period, team
     ) as t using (kpi, period, team)
     where k.basis = 'own' and k.age_group = 'ALL' and k.team <> 'ALL' and k.target_group = 'ALL'
       and k.kpi in ('sickness_over_52w_count', 'partial_return_count')`,
  )
  expect(apart).toEqual({ kpis: expect.any(Number), apart: 0 })
  expect(apart?.kpis).toBeGreaterThan(20)
})

const LIST = `
  select concat_ws(' ', w.warning, w.reference_date, t.team, c.caseworker, r.readiness, g.target_group, w.clock_start, w.days,
    w.weeks, w.due_on, w.is_partial_return) as row
  from mart_restricted.early_warning as w
  inner join mart.dim_team as t using (team_key) inner join mart.dim_readiness as r using (readiness_key)
  inner join mart.dim_target_group as g using (target_group_key)
  inner join mart_restricted.dim_caseworker as c using (caseworker_key)
  order by w.days desc`

test('the list holds those who soon are over 52 weeks, with the team and caseworker of that day, and nobody else', async () => {
  expect(await told(LIST)).toEqual([
    'nearing_52w 2020-02-03 SYG1 VKABC KAT2 SDP 2019-02-05 364 52 2020-02-04 t',
    'nearing_52w 2020-02-03 SYG2 VKGHI UOPLYST SDP 2019-03-01 340 48 2020-02-28 f',
    'nearing_52w 2020-02-03 SYG1 VKDEF UOPLYST SDP 2019-04-01 309 44 2020-03-30 f',
  ])
})

test('cases are referred to by pseudonyms, of the key that is in force', async () => {
  const rows = await house.query(
    `select person_pseudonym, spell_pseudonym, case_pseudonym, key_version
     from mart_restricted.early_warning where days = 364`,
  )
  expect(rows).toEqual([
    {
      person_pseudonym: pseudonyms.person(CPR.b.replace('-', '')),
      spell_pseudonym: pseudonyms.of('source_id', '2'),
      case_pseudonym: pseudonyms.of('source_id', '700'),
      key_version: 1,
    },
  ])
})

test('a caseworker stands once, as a pseudonym, with the team now and all the teams so far', async () => {
  const rows = await told(`
    select concat_ws(' ', w.caseworker, w.key_version, t.team, w.teams) as row
    from mart_restricted.dim_caseworker as w inner join mart.dim_team as t using (team_key)
    order by w.municipality_code, t.team desc, w.caseworker, w.teams`)
  expect([...rows].sort()).toEqual([
    'UKENDT 0 UKENDT',
    'UOPLYST 0 UOPLYST',
    'VKABC 1 SYG1 SYG1',
    'VKDEF 1 SYG1 SYG1|UOPLYST',
    'VKGHI 1 SYG2 SYG2',
  ])
})

test('what only a leader may see is nowhere in mart', async () => {
  const tables = await house.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema = 'mart'`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const secrets = [...NAMES.keys(), pseudonyms.person(CPR.b.replace('-', ''))]
  for (const { name } of tables) {
    const rows = await house.query<{ row: string }>(`select t::text as row from ${name} as t`)
    const found = rows.filter(({ row }) => secrets.some((secret) => row.includes(secret)))
    expect([name, found]).toEqual([name, []])
  }
})

test('when only the caseworker changes, only the months after are written again, and the team’s not at all', async () => {
  const changed = { ...DEF, Ændret: '10-12-2019 08:00' }
  const now = spell(4, 'd', '02-04-2019', changed)
  await load(house, {
    'FASIT_Forloeb_D_20200204.csv': file([line(now)]),
    'FASIT_Borger_F_20200204.csv': citizens(KNOWN, 'b'),
  })
  const rewritten = await house.query(
    `select model, string_agg(slice, ' ' order by slice) as slices from ops.slice_change
     where run_id = (select max(publication_id) from mart.publication) group by model order by model`,
  )
  expect(rewritten).toEqual([
    { model: 'early_warning_nearing_52w', slices: '2020-02-03 2020-02-04' },
    { model: 'fact_caseworker_sickness_month', slices: '201912 202001' },
  ])
  // A day later: d is near now and b has got a protected address, while f has none any longer.
  expect((await told(LIST)).map((row) => row.split(' ').slice(1, 4).join(' '))).toEqual([
    '2020-02-04 SYG2 VKGHI',
    '2020-02-04 SYG1 VKABC',
    '2020-02-04 SYG1 VKDEF',
    '2020-02-04 SYG1 VKDEF',
  ])
})

test('by a clock that nobody tells, nobody knows who is over 52 weeks, and nobody is near', async () => {
  await house.overlay('parameter.csv', 'name,value,unit,note', 'clock,refusion,,')
  await house.publish()
  const counts = await house.query(
    `select kpi, sum(value)::int as value from mart_restricted.kpi where period = '2020-01' group by kpi order by kpi`,
  )
  expect(counts).toEqual([
    { kpi: 'partial_return_count', value: 1 },
    { kpi: 'sickness_over_52w_count', value: null },
  ])
  expect(await told(LIST)).toEqual([])
})
