/** Owns the proof that one spell edited in the written export moves its days in its month, team and KPIs, and not another cell of the mart. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { deliverExample } from '../support/example.ts'
import { martContents, type Row, type TestHouse } from '../support/house.ts'
import { differences } from '../support/states.ts'

const FILE = 'FASIT_Forloeb_F_20200120'
const FEW_MONTHS = 'name,value,unit,note\nown_months,4,months,Prøve\n'
const AGE_GROUPS = ['16-66', '18-29', '16-29', '16-24', '25-29', '30-49', '50-66']
const DAYS = 10

type Moved = Record<string, { gone: Row[]; come: Row[] }>

let house: TestHouse
let moved: Moved
/** The cells of the edited line by heading. */
let spell: Readonly<Record<string, string>>

beforeAll(async () => {
  house = (await deliverExample({ months: 2, people: true, persons: 250 })).house
  await house.overlay('parameter.csv', FEW_MONTHS)
  // Its files are some days old by its clock, and a warning says so.
  expect((await house.nightly()).exitCode).toBe(1)
  const before = await martContents(house)
  const { line, edited, text } = await shorten()
  await house.deliver(`${FILE}_2.csv`, Buffer.from(text.replace(line, edited), 'latin1'))
  const { exitCode, text: said } = await house.run('fasit-spells')
  expect([exitCode, said]).toEqual([0, said])
  moved = differences(before, await martContents(house))
})

/** The export with a person's only spell of kontanthjælp, which ended on New Year's Eve, ending ten days before. */
async function shorten() {
  const path = join(house.config.home, 'exports', `${FILE}.csv`)
  const text = (await readFile(path)).toString('latin1')
  const [, heading = '', ...lines] = text.split('\r\n')
  const headings = heading.split(';')
  const cellsOf = (row: string) =>
    Object.fromEntries(row.split(';').map((cell, index) => [headings[index] ?? '', cell]))
  const line = lines.find((row) => {
    const { Ydelse, Slutdato, BorgerID = '' } = cellsOf(row)
    const others = lines.filter((other) => other.includes(`;${BorgerID};`))
    return Ydelse?.startsWith('Kontanthj') && Slutdato === '31-12-2019' && others.length === 1
  })
  if (line === undefined) throw new Error('the example has no such spell')
  spell = cellsOf(line)
  return { line, text, edited: line.replace('31-12-2019', '21-12-2019') }
}

/** What moved of a KPI: by how much, under `target group team age group`. */
function movesOf(kpi: string): Readonly<Record<string, number>> {
  const { gone = [], come = [] } = moved.kpi ?? {}
  const keyOf = (row: Row) => [row.target_group, row.team, row.age_group].join(' ')
  const before = new Map(gone.filter((row) => row.kpi === kpi).map((row) => [keyOf(row), row]))
  const moves = come
    .filter((row) => row.kpi === kpi)
    .map((row) => [keyOf(row), Number(row.numerator) - Number(before.get(keyOf(row))?.numerator)])
  return Object.fromEntries(moves)
}

test('nothing moves but the month’s cell and the own KPIs of that month', () => {
  expect(Object.keys(moved).sort()).toEqual([
    'benefit_month',
    'fact_benefit_month',
    'fact_kpi',
    'kpi',
  ])
  const rows = [...(moved.kpi?.gone ?? []), ...(moved.kpi?.come ?? [])]
  expect(new Set(rows.map(({ basis, period }) => `${basis} ${period}`))).toEqual(
    new Set(['own 2019-12']),
  )
  expect(new Set(rows.map(({ kpi }) => kpi))).toEqual(
    new Set([
      ...['fulltime_persons', 'fulltime_persons_overlap', 'fulltime_persons_hours'],
      ...['share_public_support', 'share_temporary_support'],
      // The median is somebody else's.
      'duration_on_benefit',
    ]),
  )
})

test('the cell loses the days that the spell lost', () => {
  const { gone = [], come = [] } = moved.benefit_month ?? {}
  const [before, after] = [gone[0], come[0]]
  expect([gone.length, come.length]).toEqual([1, 1])
  expect(after).toEqual({
    ...before,
    benefit_days: Number(before?.benefit_days) - DAYS,
    full_time_persons: expect.closeTo(Number(before?.full_time_persons) - DAYS / 31, 8),
  })
  expect(before).toMatchObject({
    ...{ month: '2019-12', target_group: 'KTH', team: spell.TeamKode },
  })
})

test('full-time persons lose them in total and by target group, team and age, and so do the shares', () => {
  const { KTH, ALL, team } = { KTH: 'KTH', ALL: 'ALL', team: spell.TeamKode ?? '' }
  const band = String(moved.benefit_month?.gone[0]?.age_band)
  const [low = 0, high = 0] = band.split('-').map(Number)
  const groups = AGE_GROUPS.filter((ages) => {
    const [from = 0, to = 0] = ages.split('-').map(Number)
    return from <= low && high <= to
  })
  const keys = (ages: readonly string[]) =>
    [ALL, KTH].flatMap((group) =>
      [ALL, team].flatMap((each) =>
        [ALL, ...ages]
          .filter((age) => [group, each, age].includes(ALL))
          .map((age) => [group, each, age].join(' ')),
      ),
    )
  const lost = (all: readonly string[]) =>
    Object.fromEntries(all.map((key) => [key, expect.closeTo(-DAYS / 31, 5)]))
  const everyAge = keys([...new Set([band, ...groups])])
  for (const kpi of ['fulltime_persons', 'fulltime_persons_overlap', 'fulltime_persons_hours']) {
    expect([kpi, movesOf(kpi)]).toEqual([kpi, lost(everyAge)])
  }
  // A share has the ages that a population is given for.
  for (const kpi of ['share_public_support', 'share_temporary_support']) {
    expect([kpi, movesOf(kpi)]).toEqual([kpi, lost(keys(groups))])
  }
  const weeks = everyAge.filter((key) => key.split(' ')[1] === ALL)
  expect(movesOf('duration_on_benefit')).toEqual(
    Object.fromEntries(weeks.map((key) => [key, expect.closeTo(-DAYS / 7, 5)])),
  )
})
