/** Owns the proof that a goal's status is what exact arithmetic says, by hand at the edges and by brute force everywhere. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { benefits, groupLines, type PlanGoal, plan } from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import { goal, statuses } from '../support/goals.ts'
import { openHouse } from '../support/house.ts'

test('at the end of June half the way and 2 percent of the target are allowed, to the last person', async () => {
  // From 483 on 31 December to 300 a year later: 182 of 366 days are 91 of the 183, so 392, and 6 more are allowed.
  const down = [goal('<=', '<=', '300', '483'), goal('<', '<', '300', '483')]
  expect(await statuses({ '2020M06': '398' }, down)).toEqual({ '<=': 'on_track', '<': 'on_track' })
  expect(await statuses({ '2020M06': '399' }, down)).toEqual({
    '<=': 'off_track',
    '<': 'off_track',
  })
  // Upwards from 417 to 600: 508, and 12 fewer.
  const up = [goal('>=', '>=', '600', '417'), goal('>', '>', '600', '417')]
  expect(await statuses({ '2020M06': '496' }, up)).toEqual({ '>=': 'on_track', '>': 'on_track' })
  expect(await statuses({ '2020M06': '495' }, up)).toEqual({ '>=': 'off_track', '>': 'off_track' })
})

test('a path through thirds is exact too: at the end of August 244 of 366 days have gone', async () => {
  // From 400 to 100: 200 is reached, and 2 more are allowed.
  const down = [goal('1', '<=', '100', '400')]
  expect(await statuses({ '2020M08': '202' }, down)).toEqual({ '1': 'on_track' })
  expect(await statuses({ '2020M08': '203' }, down)).toEqual({ '1': 'off_track' })
})

test('before the year the path is the baseline, after it the target', async () => {
  const goals = [goal('1', '<=', '50', '100')]
  expect(await statuses({ '2019M11': '101' }, goals)).toEqual({ '1': 'on_track' })
  expect(await statuses({ '2019M11': '102' }, goals)).toEqual({ '1': 'off_track' })
  expect(await statuses({ '2021M03': '51' }, goals)).toEqual({ '1': 'on_track' })
  expect(await statuses({ '2021M03': '52' }, goals)).toEqual({ '1': 'off_track' })
})

test('without a baseline there is no path: a goal is reached or it is not', async () => {
  const goals = [goal('1', '<=', '100'), goal('2', '>=', '102')]
  expect(await statuses({ '2020M06': '101' }, goals)).toEqual({
    '1': 'off_track',
    '2': 'off_track',
  })
})

// Below: random goals against a second opinion that shares nothing with the SQL. All figures are whole millionths.

const MILLION = 1_000_000n
const OPERATORS = ['<=', '<', '>=', '>'] as const
type Operator = (typeof OPERATORS)[number]

/** An area has its figures in one of these months, at whose end so many of 2020's 366 days have gone. */
const MONTHS: readonly (readonly [period: string, days: bigint])[] = [
  ...([
    ['2019M10', 0n],
    ['2019M12', 0n],
    ['2020M01', 31n],
    ['2020M02', 60n],
  ] as const),
  ...([
    ['2020M06', 182n],
    ['2020M08', 244n],
    ['2020M10', 305n],
  ] as const),
  ...([
    ['2020M12', 366n],
    ['2021M03', 366n],
  ] as const),
]
const DAYS = 366n
/** Groups in jobindsats' words, with the plan's. In every area each is a cell with a figure of its own. */
const GROUPS = [
  ...([
    ['A-dagpenge', 'Forsikrede'],
    ['Jobafklaringsforløb', 'Jobafklaring'],
  ] as const),
  ...['Kontanthjælp', 'Uddannelseshjælp', 'Sygedagpenge'].map((label) => [label, label] as const),
  ...['Revalidering', 'Fleksjob', 'Ledighedsydelse'].map((label) => [label, label] as const),
] as const

interface Case {
  readonly operator: Operator
  readonly decimals: number
  /** Target, and how far it lies from the baseline, in units of the target's last decimal. */
  readonly target: number
  readonly way: number | null
  /** Where the figure lies: anywhere near the target, or so many millionths from a place where the status may turn. */
  readonly aim: 'near' | 'target' | 'limit' | 'half'
  readonly miss: number
}

const cases: fc.Arbitrary<Case> = fc.record({
  operator: fc.constantFrom(...OPERATORS),
  decimals: fc.nat(3),
  // Targets and ways of which the margin and the path come out whole are those whose limits can be met exactly.
  target: fc.oneof(
    fc.integer({ min: 1, max: 1200 }).map((n) => n * 50),
    fc.nat(60_000),
  ),
  way: fc.option(
    fc.oneof(
      fc.integer({ min: -60, max: 60 }).map((n) => n * 183),
      fc.integer({ min: -9999, max: 9999 }),
    ),
  ),
  aim: fc.constantFrom('near', 'target', 'limit', 'half'),
  miss: fc.integer({ min: -1_000_000, max: 1_000_000 }),
})

/** One goal and the figure it is held against, in millionths. */
interface Judged {
  readonly operator: Operator
  readonly decimals: number
  readonly target: bigint
  readonly baseline: bigint | undefined
  readonly days: bigint
  readonly actual: bigint
}

/** What the status must be: whole numbers only, so that nothing is lost on the way. */
function oracle({ operator, decimals, target, baseline, days, actual }: Judged): string {
  const rounded = roundHalfUp(actual, decimals)
  if (compare(operator, rounded, target)) return 'achieved'
  if (baseline === undefined) return 'off_track'
  // Times 366 and times 100: the path and its 2 percent without a division.
  const path = (baseline * DAYS + (target - baseline) * days) * 100n
  const margin = 2n * target * DAYS
  const held = rounded * DAYS * 100n
  const isFine = operator.startsWith('<') ? held <= path + margin : held >= path - margin
  return isFine ? 'on_track' : 'off_track'
}

function compare(operator: Operator, left: bigint, right: bigint): boolean {
  if (operator === '<=') return left <= right
  if (operator === '<') return left < right
  return operator === '>=' ? left >= right : left > right
}

function roundHalfUp(millionths: bigint, decimals: number): bigint {
  const unit = 10n ** BigInt(6 - decimals)
  return ((millionths + unit / 2n) / unit) * unit
}

/** A case in millionths, at the given day of the year. Neither baseline nor figure is below zero. */
function judge(one: Case, days: bigint): Judged {
  const unit = 10n ** BigInt(6 - one.decimals)
  const target = BigInt(one.target) * unit
  const start = one.way === null ? undefined : target - BigInt(one.way) * unit
  const baseline = start !== undefined && start >= 0n ? start : undefined
  const reached = baseline === undefined ? target : baseline + ((target - baseline) * days) / DAYS
  const margin = (one.operator.startsWith('<') ? target : -target) / 50n
  const aims = { near: target, target, limit: reached + margin, half: target + unit / 2n }
  const actual =
    aims[one.aim] +
    BigInt(one.aim === 'near' ? one.miss * 10 : Math.sign(one.miss) * (one.miss % 2))
  return { ...one, target, baseline, days, actual: actual < 0n ? 0n : actual }
}

function danish(millionths: bigint, decimals: number): string {
  const fraction = String(millionths % MILLION)
    .padStart(6, '0')
    .slice(0, decimals)
  return [String(millionths / MILLION), fraction].filter(Boolean).join(',')
}

test('a thousand random goals have the status that exact arithmetic gives them', async () => {
  const house = await openHouse({ businessDate: '2021-06-01' })
  const areas = await house.query<{ name: string }>(
    `select name from ref.area where kind = 'municipality' order by name collate "C"`,
  )
  const cells = areas.flatMap(({ name }, position) => {
    const [period = '', days = 0n] = MONTHS[position % MONTHS.length] ?? []
    return GROUPS.map(([label, group]) => ({ area: name, period, days, label, group }))
  })
  const seed = Math.trunc(Math.random() * 2 ** 31)
  const drawn = fc.sample(cases, { numRuns: cells.length, seed })
  const placed = cells.map((cell, position) => {
    const one = drawn[position]
    if (!one) throw new Error('a cell without a case')
    return { ...cell, no: String(position), ...judge(one, cell.days) }
  })
  const goals = placed.map(
    ({ no, area, group, operator, target, baseline, decimals }): PlanGoal => ({
      ...{ no, area, group, operator, kpi: 'fulltime_persons', target: danish(target, decimals) },
      ...(baseline !== undefined && { baseline: danish(baseline, decimals) }),
    }),
  )
  const lines = placed.map(({ area, period, label, actual }) =>
    groupLines(area, period, { [label]: danish(actual, 6) }),
  )
  await load(house, {
    'plan_maal_2020.csv': plan(2020, ...goals),
    'ptv_a02.csv': benefits(...lines),
  })
  const rows = await goalsOf(house)
  const wrong = placed.flatMap((one) => {
    const status = rows[`plan_maal 2020 ${one.no}`]?.status
    if (status === oracle(one)) return []
    const [target, actual] = [danish(one.target, 6), danish(one.actual, 6)]
    const baseline = one.baseline === undefined ? '' : danish(one.baseline, 6)
    const { operator, decimals, period } = one
    return [{ operator, target, decimals, baseline, period, actual, status, expected: oracle(one) }]
  })
  expect(Object.keys(rows)).toHaveLength(cells.length)
  expect({ seed, wrong: wrong.length, first: wrong[0] }).toEqual({ seed, wrong: 0 })
})
