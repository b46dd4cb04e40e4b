/** Owns the proof that the own figures are what counting day by day gives, for random histories delivered as files. */
import { expect } from '@jest/globals'
import fc from 'fast-check'
import { type Cells, file, line } from '../connectors/fasit-file.ts'
import type { TestHouse } from '../support/house.ts'
import { countMonth, dateOf, type OracleSpell } from '../support/own-oracle.ts'
import { CPR, type Letter } from '../support/people.ts'
import { property } from '../support/replay.ts'

const PEOPLE: readonly (readonly [Letter, string])[] = [
  ['q', '1974-10-13'],
  ['j', '1990-04-03'],
  ['g', '2001-03-28'],
  ['m', '1946-11-08'],
  ['e', '2004-09-15'],
]
const LABELS: Readonly<Record<string, string>> = {
  KTH: 'Kontanthjælp',
  UDH: 'Uddannelseshjælp',
  RES: 'Ressourceforløb',
  JAF: 'Jobafklaringsforløb',
  SDP: 'Sygedagpenge',
  FLX: 'Fleksjob',
}
const MONTHS = ['2019-09', '2019-10', '2019-11', '2019-12', '2020-01']

/** Spells that begin from January 2019 to January 2020, each on a day of its own, so that the later begun is clear. */
const spells = fc
  .uniqueArray(
    fc.record({
      who: fc.nat({ max: PEOPLE.length - 1 }),
      group: fc.constantFrom('KTH', 'UDH', 'RES', 'JAF', 'SDP', 'SDP', 'SDP', 'FLX'),
      team: fc.constantFrom('A', 'B'),
      from: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 200, max: 395 })),
      length: fc.option(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 300 })), { nil: undefined }),
      isDeleted: fc.integer({ min: 1, max: 8 }).map((one) => one === 1),
      // Another of the chain some days after its end: about as many as still hang together.
      after: fc.option(fc.integer({ min: 2, max: 7 }), { nil: undefined }),
      moved: fc.option(fc.integer({ min: 250, max: 398 }), { nil: undefined, freq: 3 }),
    }),
    { selector: ({ from }) => from, minLength: 6, maxLength: 20 },
  )
  .map((drawn) =>
    withFollowers(drawn).map(({ length, moved, after: _, ...rest }, id): OracleSpell => {
      const on = moved !== undefined && moved > rest.from ? moved : undefined
      return {
        ...rest,
        id,
        to: length === undefined ? undefined : rest.from + length,
        moved: on === undefined ? undefined : { on, team: 'C' },
      }
    }),
  )

type Drawn = Readonly<Record<'who' | 'from', number>> & {
  readonly length: number | undefined
  readonly after: number | undefined
}

function withFollowers<T extends Drawn>(drawn: readonly T[]): readonly T[] {
  const all = drawn.flatMap((one) => {
    const { length, after } = one
    if (length === undefined || after === undefined) return [one]
    return [one, { ...one, from: one.from + length + after, length: 10 }]
  })
  const inTime = all.filter(({ from }) => from < 396)
  return inTime.filter((one, index) => inTime.findIndex((o) => o.from === one.from) === index)
}

const danish = (day: number) => dateOf(day).split('-').reverse().join('-')

function cells(spell: OracleSpell, team: string, changed: string): Cells {
  return {
    ForløbID: String(spell.id + 1),
    'CPR-nr.': CPR[PEOPLE[spell.who]?.[0] ?? 'z'],
    Ydelse: LABELS[spell.group] ?? '',
    TeamKode: team,
    Team: team,
    Startdato: danish(spell.from),
    Slutdato: spell.to === undefined ? '' : danish(spell.to),
    Ændret: `${changed} 08:00`,
  }
}

/** A full file as all began, then a delta of those that moved to another team or were deleted. */
async function deliver(house: TestHouse, all: readonly OracleSpell[]): Promise<void> {
  const later = all.flatMap((spell) => [
    ...(spell.moved ? [line(cells(spell, spell.moved.team, danish(spell.moved.on)))] : []),
    ...(spell.isDeleted ? [line({ ...cells(spell, 'A', '03-02-2020'), Status: 'S' })] : []),
  ])
  const newest = new Map(later.map((text) => [text.split(';')[0], text]))
  await house.deliver(
    'FASIT_Forloeb_F_20190101.csv',
    file(all.map((spell) => line(cells(spell, spell.team, '01-01-2019')))),
  )
  await house.run('fasit-spells', { publish: false })
  await house.deliver('FASIT_Forloeb_D_20200203.csv', file([...newest.values()]))
  const { exitCode, text } = await house.run('fasit-spells')
  expect([exitCode <= 1, text]).toEqual([true, text])
}

/** The mart's figures of a month under the oracle's names. */
async function published(house: TestHouse, month: string) {
  const rows = await house.query<{ key: string; value: number }>(
    `with cell as (
       select concat_ws(' ', g.target_group, t.team, a.age_band) as cell, m.days, f.*
       from mart.fact_benefit_month as f
       inner join mart.dim_month as m using (month_key) inner join mart.dim_team as t using (team_key)
       inner join mart.dim_target_group as g using (target_group_key)
       inner join mart.dim_age_band as a using (age_band_key)
       where m.month = $1
     ),
     kpi as (
       select case kpi when 'sickness_over_52w_share' then 'active' when 'sickness_over_52w_count' then 'over52'
           when 'persons_on_support' then 'distinct' else replace(kpi, '_count', '') end as key,
         case kpi when 'sickness_over_52w_share' then denominator else numerator end as value
       from mart.kpi
       where basis = 'own' and period = $1 and target_group = 'ALL' and team = 'ALL' and age_group = 'ALL'
         and kpi in ('sickness_over_52w_share', 'sickness_over_52w_count', 'persons_on_support', 'inflow_count', 'outflow_count')
     )
     select key, value::float8 from (
       select 'days ' || cell as key, sum(benefit_days) as value from cell group by 1
       union all select 'persons ' || cell, sum(persons) from cell group by 1
       union all select 'overlap ' || cell, round(sum(full_time_persons_overlap * days), 4) from cell group by 1
       union all select key, value from kpi
     ) as f where value <> 0`,
    [month],
  )
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]))
}

property('the own figures are what every day counted gives', spells, async (all, house) => {
  await deliver(house, all)
  const people = PEOPLE.map(([, birth]) => ({ birth }))
  for (const month of MONTHS) {
    const asCounted = countMonth(all, people, month)
    const anyoneBegan = all.some((s) => !s.isDeleted && dateOf(s.from) <= `${month}-31`)
    expect([month, anyoneBegan ? await published(house, month) : {}]).toEqual([month, asCounted])
  }
})
