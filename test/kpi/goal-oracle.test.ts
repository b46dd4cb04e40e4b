/** Owns the proof that a goal's status is what exact arithmetic says, by hand at the edges and by brute force everywhere. */
import { beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { benefits, groupLines, type PlanGoal, plan } from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import { caseFiles, caseStatuses, type GoalCase, goal } from '../support/goals.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const ONE = { '2020M06': '101' }

/** One figure against goals that all come to the same. */
function edge(
  period: string,
  figure: string,
  status: string,
  ...goals: GoalCase['goals']
): GoalCase {
  const expected = Object.fromEntries(goals.map(({ no }) => [no, status]))
  return { figures: { [period]: figure }, goals, expected }
}

// From 483 on 31 December to 300 a year later: 182 of 366 days are 91 of the 183, so 392, and 6 more are allowed.
const DOWN = [goal('<=', '<=', '300', '483'), goal('<', '<', '300', '483')]
// Upwards from 417 to 600: 508, and 12 fewer.
const UP = [goal('>=', '>=', '600', '417'), goal('>', '>', '600', '417')]
// From 400 to 100: 200 is reached, and 2 more are allowed.
const THIRDS = goal('1', '<=', '100', '400')
const AROUND = goal('1', '<=', '50', '100')

/** The edges by hand: each has a municipality, beside the random goals in one house. */
const EDGES: Readonly<Record<string, readonly GoalCase[]>> = {
  'at the end of June half the way and 2 percent of the target are allowed, to the last person': [
    edge('2020M06', '398', 'on_track', ...DOWN),
    edge('2020M06', '399', 'off_track', ...DOWN),
    edge('2020M06', '496', 'on_track', ...UP),
    edge('2020M06', '495', 'off_track', ...UP),
  ],
  'a path through thirds is exact too: at the end of August 244 of 366 days have gone': [
    edge('2020M08', '202', 'on_track', THIRDS),
    edge('2020M08', '203', 'off_track', THIRDS),
  ],
  'before the year the path is the baseline, after it the target': [
    edge('2019M11', '101', 'on_track', AROUND),
    edge('2019M11', '102', 'off_track', AROUND),
    edge('2021M03', '51', 'on_track', AROUND),
    edge('2021M03', '52', 'off_track', AROUND),
  ],
  'without a baseline there is no path: a goal is reached or it is not': [
    {
      figures: ONE,
      goals: [goal('1', '<=', '100'), goal('2', '>=', '102')],
      expected: { '1': 'off_track', '2': 'off_track' },
    },
  ],
}
const ALL_EDGES = Object.values(EDGES).flat()

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
/** Groups in jobindsats' words, with the plan's. In every area each is a cell with a figure of its own; a-dagpenge is the edges'. */
const GROUPS = [
  ...([
    ['Jobafklaringsforløb', 'Jobafklaring'],
    ['Ressourceforløb', 'Ressourceforløb'],
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

/** A random goal in its cell, and what it must come to. */
interface Placed extends Judged {
  readonly no: string
  readonly area: string
  readonly period: string
  readonly label: string
  readonly group: string
}

function placedGoals(areas: readonly string[], seed: number): readonly Placed[] {
  const cells = areas.flatMap((area, position) => {
    const [period = '', days = 0n] = MONTHS[position % MONTHS.length] ?? []
    return GROUPS.map(([label, group]) => ({ area, period, days, label, group }))
  })
  const drawn = fc.sample(cases, { numRuns: cells.length, seed })
  return cells.map((cell, position) => {
    const one = drawn[position]
    if (!one) throw new Error('a cell without a case')
    return { ...cell, no: `random ${position}`, ...judge(one, cell.days) }
  })
}

function planGoal({ no, area, group, operator, target, baseline, decimals }: Placed): PlanGoal {
  return {
    ...{ no, area, group, operator, kpi: 'fulltime_persons', target: danish(target, decimals) },
    ...(baseline !== undefined && { baseline: danish(baseline, decimals) }),
  }
}

const seed = Math.trunc(Math.random() * 2 ** 31)
let house: TestHouse
let placed: readonly Placed[]

beforeAll(async () => {
  house = await openHouse({ businessDate: '2021-06-01' })
  const areas = await house.query<{ name: string }>(
    `select name from ref.area where kind = 'municipality' order by name collate "C"`,
  )
  placed = placedGoals(
    areas.map(({ name }) => name),
    seed,
  )
  const edges = caseFiles(ALL_EDGES)
  const lines = placed.map(({ area, period, label, actual }) =>
    groupLines(area, period, { [label]: danish(actual, 6) }),
  )
  await load(house, {
    'plan_maal_2020.csv': plan(2020, ...edges.goals, ...placed.map(planGoal)),
    'ptv_a02.csv': benefits(...edges.lines, ...lines),
  })
})

test.each(Object.entries(EDGES))('%s', async (_, edges) => {
  const found = await caseStatuses(house, ALL_EDGES)
  for (const each of edges) {
    const { figures, expected } = each
    expect({ figures, ...found[ALL_EDGES.indexOf(each)] }).toMatchObject({ figures, ...expected })
  }
})

test('some eight hundred random goals have the status that exact arithmetic gives them', async () => {
  const rows = await goalsOf(house)
  const wrong = placed.flatMap((one) => {
    const status = rows[`plan_maal 2020 ${one.no}`]?.status
    if (status === oracle(one)) return []
    const [target, actual] = [danish(one.target, 6), danish(one.actual, 6)]
    const baseline = one.baseline === undefined ? '' : danish(one.baseline, 6)
    const { operator, decimals, period } = one
    return [{ operator, target, decimals, baseline, period, actual, status, expected: oracle(one) }]
  })
  expect(Object.keys(rows).filter((key) => key.includes(' random '))).toHaveLength(placed.length)
  expect({ seed, wrong: wrong.length, first: wrong[0] }).toEqual({ seed, wrong: 0 })
})
