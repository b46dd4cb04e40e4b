/** Owns the crash matrix as tests: a few points of one scenario, both chosen by the commit, or with JOBMART_DEEP all. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Base, makeBase } from '../support/base.ts'
import { type Outcome, type Point, pointsOf, prepare, strikeAll } from './matrix.ts'
import { publishFirst, SCENARIOS, type Scenario } from './scenarios.ts'

const SAMPLED = 3
const LEAST_POINTS = 100
const isDeep = process.env.JOBMART_DEEP === '1'

let published: Base
const counts = new Map<string, number>()

beforeAll(async () => {
  published = await makeBase(publishFirst)
})

afterAll(() => published?.drop())

for (const scenario of isDeep ? SCENARIOS : [sampledScenario()]) {
  test(`a process killed at any operation of ${scenario.name} spoils nothing`, async () => {
    const start = Date.now()
    const prepared = await prepare(scenario, published)
    try {
      const points = pointsOf(prepared)
      counts.set(scenario.name, points.length)
      const outcomes = await strikeAll(prepared, isDeep ? points : sampleOf(scenario.name, points))
      if (isDeep) tell(scenario.name, prepared.operations.length, outcomes, Date.now() - start)
      expect(outcomes.filter(({ violations }) => violations.length > 0)).toEqual([])
    } finally {
      await prepared.base.drop()
    }
  }, 3_600_000)
}

// Only the whole matrix can tell.
const deepTest = isDeep ? test : test.skip

deepTest('the matrix has at least a hundred points, some in every scenario', () => {
  expect([...counts.keys()]).toEqual(SCENARIOS.map(({ name }) => name))
  expect(Math.min(...counts.values())).toBeGreaterThan(0)
  const points = [...counts.values()].reduce((sum, count) => sum + count, 0)
  process.stdout.write(`crash matrix: ${points} points in ${counts.size} scenarios\n`)
  expect(points).toBeGreaterThanOrEqual(LEAST_POINTS)
})

/** Another scenario at every commit, the same one whenever a commit is tested. */
function sampledScenario(): Scenario {
  const [first] = [...SCENARIOS].sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1))
  if (!first) throw new Error('there are no scenarios')
  return first
}

function sampleOf(name: string, points: readonly Point[]): readonly Point[] {
  const place = ({ at, when }: Point) => rank(`${name} ${at} ${when}`)
  return [...points].sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(0, SAMPLED)
}

/** A place in an order that is the commit's own. */
function rank(text: string): string {
  return createHash('sha256').update(`${commitHash()} ${text}`).digest('hex')
}

function commitHash(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    // No repository: an exported tree is tested too.
    return 'no commit'
  }
}

function tell(
  name: string,
  operations: number,
  outcomes: readonly Outcome[],
  milliseconds: number,
): void {
  const states = new Map<string, number>()
  for (const { mart, core } of outcomes) {
    const state = `mart ${mart}, core ${core}`
    states.set(state, (states.get(state) ?? 0) + 1)
  }
  const spoiled = outcomes.filter(({ violations }) => violations.length > 0)
  const lines = [
    `${name}: ${operations} operations, ${outcomes.length} points, ${spoiled.length} with violations, ${Math.round(milliseconds / 1000)} s`,
    ...[...states].map(([state, points]) => `  ${state}: ${points}`),
    ...spoiled.map(
      ({ point, operation, violations }) =>
        `  ! ${point.when} ${point.at} ${operation}: ${violations.map(({ check, seen }) => `${check}: ${seen}`).join('; ')}`,
    ),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
