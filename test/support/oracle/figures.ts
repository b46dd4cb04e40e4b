/** Owns adding up the months of all persons: the cells of both facts, and every own KPI by every split. */
import type { History, Rules } from './history.ts'
import { type BenefitRow, type ChainRow, type Month, type Rows, rowsOf } from './months.ts'

/** Figures by what they are figures of; a figure that is not there is null, and a mark is a text. */
export type Figures = ReadonlyMap<string, readonly (number | string | boolean | null)[]>

export interface Counted {
  readonly benefits: Figures
  readonly sickness: Figures
  readonly kpis: Figures
}

const TEMPORARY = 'DP KTH KTH-U30 KTH-MIN UDH INT SHO SDP JAF RES REV'.split(' ')
const PERMANENT = ['FLX', 'LY', 'FP']
const PUBLIC = [...TEMPORARY, ...PERMANENT]
const AGE_GROUPS = ['16-66', '18-29', '16-29', '16-24', '25-29', '30-49', '50-66']
/** The first day of each band of duration; a year has 52 weeks. */
const DURATIONS = Object.entries({
  ...{ '0-4 uger': 1, '5-8 uger': 29, '9-13 uger': 57, '14-26 uger': 92, '27-39 uger': 183 },
  ...{ '40-52 uger': 274, '1-2 år': 365, '2-3 år': 729, 'Over 3 år': 1093 },
})
const YEAR = 364

/** Everything the mart should say of a history under some rules. */
export function count(history: History, rules: Rules): Counted {
  const rows = rowsOf(history, rules)
  const kpis = new Map([
    ...supportKpis(rows, history, rules),
    ...sicknessKpis(rows, rules),
    ...durationKpis(rows, rules),
  ])
  return { benefits: benefitCells(rows), sickness: sicknessCells(rows, rules), kpis }
}

function benefitCells({ benefits }: Rows): Figures {
  const cells = grouped(benefits, (row) => [
    [row.month.month, row.group, row.readiness, row.team, row.band, row.sex, row.origin].join(' '),
  ])
  return mapped(cells, (rows) => {
    const length = lengthOf(rows[0])
    return [
      sum(rows, (row) => row.days) / length,
      sum(rows, (row) => row.overlapDays) / length,
      sum(rows, (row) => row.hoursDays) / length,
      rows.filter(({ isLast }) => isLast).length,
      sum(rows, (row) => row.days),
      sum(rows, (row) => row.inflow),
      sum(rows, (row) => row.outflow),
    ]
  })
}

function sicknessCells({ chains }: Rows, rules: Rules): Figures {
  const cells = grouped(activeSick(chains), (row) => {
    const days = daysBy(row, rules)
    const band = DURATIONS.findLast(([, from]) => from <= (days ?? 0))?.[0] ?? 'UKENDT'
    return [[row.month.month, row.group, row.team, row.band, `"${band}"`, row.hasJaf].join(' ')]
  })
  const many = (rows: readonly ChainRow[], is: (row: ChainRow) => boolean) => rows.filter(is).length
  return mapped(cells, (rows) => [
    rows.length,
    many(rows, (row) => (daysBy(row, rules) ?? 0) > YEAR),
    many(rows, (row) => row.daysOfBenefit > YEAR),
    many(rows, (row) => row.daysOfAbsence > YEAR),
    0,
    many(rows, (row) => row.isTruncated),
    many(rows, (row) => row.isReturned),
    sum(rows, (row) => row.daysOfBenefit),
    sum(rows, (row) => row.daysOfAbsence),
    null,
  ])
}

const activeSick = (chains: readonly ChainRow[]) =>
  chains.filter(({ kind, isActive }) => kind === 'SICK' && isActive)

/** Days by the clock that is published; nobody tells of the refund's. */
function daysBy(row: ChainRow, { clock }: Rules): number | undefined {
  if (clock === 'refusion') return undefined
  return clock === 'ydelse' ? row.daysOfBenefit : row.daysOfAbsence
}

/** Which target groups and ages a KPI holds, whether it is told by target group and age, and what it counts. */
interface Support {
  readonly groups: readonly string[]
  readonly ages?: string
  readonly isWhole?: boolean
  readonly ofPopulation?: boolean
  readonly count: (rows: readonly BenefitRow[]) => number
}

const days =
  (kind: 'days' | 'overlapDays' | 'hoursDays') =>
  (rows: readonly BenefitRow[]): number =>
    sum(rows, (row) => row[kind]) / lengthOf(rows[0])
const share = { ages: '16-66', ofPopulation: true, count: days('days') }
const SUPPORT: Readonly<Record<string, Support>> = {
  fulltime_persons: { groups: PUBLIC, count: days('days') },
  fulltime_persons_overlap: { groups: PUBLIC, count: days('overlapDays') },
  fulltime_persons_hours: { groups: PUBLIC, count: days('hoursDays') },
  persons_on_support: {
    groups: PUBLIC,
    count: (rows) => new Set(rows.filter(({ isLast }) => isLast).map(({ person }) => person)).size,
  },
  inflow_count: { groups: PUBLIC, count: (rows) => sum(rows, (row) => row.inflow) },
  outflow_count: { groups: PUBLIC, count: (rows) => sum(rows, (row) => row.outflow) },
  share_public_support: { ...share, groups: PUBLIC },
  share_temporary_support: { ...share, groups: TEMPORARY },
  share_permanent_support: { ...share, groups: PERMANENT },
  share_sickness_benefit: { ...share, groups: ['SDP'] },
  share_youth_temporary_support: { ...share, groups: TEMPORARY, ages: '18-29', isWhole: true },
  ftp_youth_temporary_support: {
    ...{ groups: TEMPORARY, ages: '18-29', isWhole: true, count: days('days') },
  },
  youth_share_public_support: { ...share, groups: PUBLIC, ages: '16-29', isWhole: true },
}

function supportKpis(rows: Rows, history: History, rules: Rules): Figures {
  const figures = new Map<string, (number | string | boolean | null)[]>()
  for (const [kpi, { groups, ages = 'ALL', isWhole, ofPopulation, count }] of Object.entries(
    SUPPORT,
  )) {
    const held = rows.benefits.filter(
      ({ group, band }) => groups.includes(group) && isIn(band, ages),
    )
    const splits = grouped(held, ({ month, group, team, band }) =>
      splitsOf(group, team, band).map((split) => [month.month, ...split].join(' ')),
    )
    for (const { month } of rows.months) {
      const total = [month, 'ALL', 'ALL', 'ALL'].join(' ')
      if (!splits.has(total)) splits.set(total, [])
    }
    for (const [split, each] of splits) {
      const [name = '', group = '', , age = ''] = split.split(' ')
      if (isWhole && (group !== 'ALL' || age !== 'ALL')) continue
      const month = rows.months.find((one) => one.month === name)
      if (!month || (ofPopulation && age !== 'ALL' && !AGE_GROUPS.includes(age))) continue
      const people = ofPopulation ? populationOf(history, month, age === 'ALL' ? ages : age) : null
      const hasSick = group === 'SDP' || (group === 'ALL' && groups !== PERMANENT)
      figures.set(`${kpi} ${split}`, [
        ...figureOf(each.length > 0 ? count(each) : 0, people, ofPopulation ? 100 : undefined),
        month.after < (hasSick ? rules.preliminarySickness : rules.preliminary),
      ])
    }
  }
  return figures
}

/** Numerator, denominator, value and status; a share without a denominator has no value. */
function figureOf(numerator: number | null, denominator: number | null, ratio?: number) {
  if (numerator === null || (ratio !== undefined && !denominator)) {
    return [numerator, denominator, null, 'no_data']
  }
  const value = ratio === undefined ? numerator : (ratio * numerator) / (denominator ?? 0)
  return [numerator, denominator, value, 'ok']
}

/** Persons of the ages in the quarter that the month lies in, when every one of them is given. */
function populationOf({ population }: History, { month }: Month, ages: string): number | null {
  const quarter = `${month.slice(0, 4)}K${Math.ceil(Number(month.slice(5)) / 3)}`
  const [from = 0, to = 0] = ages.split('-').map(Number)
  const counts = Array.from({ length: to - from + 1 }, (_, index) => from + index).map(
    (age) => population[quarter]?.[String(age)],
  )
  return counts.some((each) => each === undefined) ? null : sum(counts, (each) => each ?? 0)
}

function sicknessKpis({ chains, months }: Rows, rules: Rules): Figures {
  const splits = grouped(activeSick(chains), ({ month, team, band }) =>
    splitsOf('ALL', team, band).map((split) => [month.month, ...split].join(' ')),
  )
  const figures = new Map<string, (number | string | boolean | null)[]>()
  for (const month of months) {
    const total = `${month.month} ALL ALL ALL`
    if (!splits.has(total)) splits.set(total, [])
    for (const [split, rows] of splits) {
      if (!split.startsWith(month.month)) continue
      // Where nobody tells how long a chain has lasted, nobody knows whether it is over a year.
      const isUnknown = rows.some((row) => daysBy(row, rules) === undefined)
      const over = isUnknown ? null : rows.filter((row) => (daysBy(row, rules) ?? 0) > YEAR).length
      const isPreliminary = month.after < rules.preliminarySickness
      figures.set(`sickness_over_52w_count ${split}`, [...figureOf(over, null), isPreliminary])
      figures.set(`sickness_over_52w_share ${split}`, [
        ...figureOf(over, rows.length, 100),
        isPreliminary,
      ])
      const returned = rows.filter(({ isReturned }) => isReturned).length
      if (split.endsWith(' ALL')) {
        figures.set(`partial_return_count ${split}`, [...figureOf(returned, null), isPreliminary])
      }
    }
  }
  return figures
}

function durationKpis({ chains, months }: Rows, rules: Rules): Figures {
  const held = chains.filter(({ group }) => PUBLIC.includes(group))
  const splits = grouped(held, ({ month, group, band }) =>
    splitsOf(group, 'ALL', band).map((split) => [month.month, ...split].join(' ')),
  )
  const figures = new Map<string, (number | string | boolean | null)[]>()
  for (const [split, rows] of splits) {
    const [name, group = ''] = split.split(' ')
    const after = months.find(({ month }) => month === name)?.after ?? 0
    const isPreliminary =
      after < (group === 'ALL' || group === 'SDP' ? rules.preliminarySickness : rules.preliminary)
    const weeks = rows.map(({ daysOfBenefit }) => daysOfBenefit / 7).sort((a, b) => a - b)
    const [low = 0, high = 0] = [weeks[(weeks.length - 1) >> 1], weeks[weeks.length >> 1]]
    const total = sum(weeks, (each) => each)
    figures.set(`duration_on_benefit ${split}`, [
      ...figureOf(total, weeks.length, 1),
      isPreliminary,
    ])
    figures.set(`duration_on_benefit_median ${split}`, [
      ...figureOf((low + high) / 2, null),
      isPreliminary,
    ])
  }
  return figures
}

/** Whether a band lies in some ages. */
function isIn(band: string, ages: string): boolean {
  if (ages === 'ALL' || ages === band) return true
  const [from = 0, to = 0] = ages.split('-').map(Number)
  const [low = 0, high = Number.NaN] = band.split('-').map(Number)
  return low >= from && high <= to
}

/** The splits of a row: each of the three told or not, but never all three. */
function splitsOf(group: string, team: string, band: string): readonly (readonly string[])[] {
  const ages = ['ALL', ...new Set([band, ...AGE_GROUPS.filter((ages) => isIn(band, ages))])]
  const told = (code: string) => (code === 'ALL' ? ['ALL'] : ['ALL', code])
  return told(group).flatMap((one) =>
    told(team).flatMap((other) =>
      ages.filter((age) => [one, other, age].includes('ALL')).map((age) => [one, other, age]),
    ),
  )
}

function grouped<T>(
  rows: readonly T[],
  keysOf: (row: T) => readonly string[],
): Map<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key)
      if (group) group.push(row)
      else groups.set(key, [row])
    }
  }
  return groups
}

const mapped = <T, U>(groups: ReadonlyMap<string, T>, figure: (rows: T) => U) =>
  new Map([...groups].map(([key, rows]) => [key, figure(rows)]))

const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((total, row) => total + of(row), 0)

const lengthOf = (row: BenefitRow | undefined): number =>
  row ? row.month.last - row.month.first + 1 : 1
