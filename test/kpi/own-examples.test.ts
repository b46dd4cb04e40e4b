/** Owns the worked examples of the definitions (the primitives and the chains over 52 weeks), each followed from its export rows into the mart. */
import { beforeAll, expect, test } from '@jest/globals'
import { CprNumbers } from '../../fixtures/example/people/cpr.ts'
import { dayOf } from '../../fixtures/example/people/days.ts'
import { Dice } from '../../fixtures/example/people/dice.ts'
import {
  type Cells,
  caseFile,
  citizenFile,
  file,
  line,
  partialFile,
} from '../connectors/fasit-file.ts'
import { ageLines, population } from '../support/exports.ts'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { CHAINS } from '../support/worked-chains.ts'
import { PRIMITIVES } from '../support/worked-examples.ts'

const EXAMPLES = { ...PRIMITIVES, ...CHAINS }

const teamOf = (title: string) => `T${Object.keys(EXAMPLES).indexOf(title)}`

let house: TestHouse
let figures: ReadonlyMap<string, string>

beforeAll(async () => {
  house = await openHouse({ businessDate: '2020-03-15' })
  await load(house, files())
  figures = await read()
})

/** The examples' rows in files, each example a person and a team of its own. */
function files(): Readonly<Record<string, string>> {
  const numbers = new CprNumbers({ part: 0, parts: 1 })
  const dice = new Dice('worked examples')
  const rows = Object.values(EXAMPLES).map((example, index) => {
    const cpr = numbers.give(dayOf(...(example.birth ?? [1980, 6, 15])), false, false, dice)
    const person = { 'CPR-nr.': cpr }
    const ids = (heading: string) => (cells: Cells, position: number) => ({
      ...{ [heading]: `${20 * index + position + 20}`, TeamKode: `T${index}`, ...person },
      ...cells,
    })
    return {
      spells: example.spells.map(ids('ForløbID')),
      later: (example.later ?? []).map(ids('ForløbID')),
      cases: (example.cases ?? []).map(ids('SagsID')),
      partials: (example.partials ?? []).map((cells) => ({
        SagsID: `${20 * index + 20}`,
        ...cells,
      })),
      citizens: [{ BorgerID: `${index}`, ...person, ...example.citizen }],
    }
  })
  return {
    'FASIT_Borger_F_20200302.csv': citizenFile(rows.flatMap(({ citizens }) => citizens)),
    'FASIT_Forloeb_F_20200301.csv': file(rows.flatMap(({ spells }) => spells.map(line))),
    'FASIT_Forloeb_D_20200302.csv': file(rows.flatMap(({ later }) => later.map(line))),
    'SYG_Sygefravaer_F_20200302.csv': caseFile(rows.flatMap(({ cases }) => cases)),
    'SYG_Delvis_F_20200302.csv': partialFile(rows.flatMap(({ partials }) => partials)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 5100)),
  }
}

/** What the mart says of every team by `T3 2020-01 figure`: own KPIs, their parts by target group and age, and the chains. */
async function read(): Promise<ReadonlyMap<string, string>> {
  const rows = await house.query<{ key: string; figure: string }>(
    `select concat_ws(' ', team, period, name, nullif(target_group, 'ALL'), nullif(age_group, 'ALL')) as key,
       case when name in ('full_time', 'overlap', 'hours', 'share') then round(numerator, 3)::text else round(numerator)::text end
         as figure
     from mart.kpi
     inner join (values ('fulltime_persons', 'full_time'), ('fulltime_persons_overlap', 'overlap'),
       ('fulltime_persons_hours', 'hours'), ('persons_on_support', 'persons'), ('share_public_support', 'share'),
       ('inflow_count', 'inflow'), ('outflow_count', 'outflow'), ('sickness_over_52w_count', 'over_52w')) as n (kpi, name)
       using (kpi)
     where basis = 'own' and team <> 'ALL'
     union all
     select concat_ws(' ', t.team, m.month, f.name), sum(f.figure)::text
     from mart.fact_sickness_month as s
     inner join mart.dim_month as m using (month_key) inner join mart.dim_team as t using (team_key)
     cross join lateral (values ('chains', chains), ('days_benefit', days_benefit), ('days_absence', days_absence),
       ('over_52w_absence', chains_over_52w_absence), ('truncated', chains_clock_truncated),
       ('partial_returns', partial_returns), ('has_jaf', has_jaf::integer)) as f (name, figure)
     group by t.team, m.month, f.name`,
  )
  return new Map(rows.map(({ key, figure }) => [key, figure]))
}

test.each(Object.entries(EXAMPLES))('%s', (title, { expected }) => {
  const found = Object.keys(expected).map((what) => [
    what,
    figures.get(/^\d/.test(what) ? `${teamOf(title)} ${what}` : what) ?? '-',
  ])
  expect(Object.fromEntries(found)).toEqual(expected)
})
