/** Owns the crash matrix: a scenario's points, the crash at each, and what the checks say of it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Base, makeBase, withCopy } from '../support/base.ts'
import type { TestHouse } from '../support/house.ts'
import { environmentOf, untilAlone, word } from '../support/process.ts'
import {
  checkCrashed,
  checkRecovered,
  type Side,
  sidesOf,
  type Undisturbed,
  type Violation,
} from './checks.ts'
import { type Facts, factsOf } from './facts.ts'
import type { Scenario } from './scenarios.ts'

/** A scenario with the house before its word, and what the word comes to undisturbed. */
export interface Prepared {
  readonly scenario: Scenario
  readonly base: Base
  readonly words: readonly string[]
  readonly undisturbed: Undisturbed
  /** What the word does, in its order. */
  readonly operations: readonly string[]
}

/** Where a process dies: before or after its n-th operation, counted from 1. */
export interface Point {
  readonly at: number
  readonly when: 'before' | 'after'
}

/** What a crash left. */
export interface Outcome {
  readonly scenario: string
  readonly point: Point
  readonly operation: string
  readonly mart: Side
  readonly core: Side
  readonly violations: readonly Violation[]
}

const PRELOAD = { NODE_OPTIONS: `--import=${new URL('preload.mjs', import.meta.url).href}` }
const AT_ONCE = 3

/** Prepares a scenario: its base, and one undisturbed run of its word that counts the operations. */
export async function prepare(scenario: Scenario, published: Base): Promise<Prepared> {
  const made: { words: readonly string[]; before?: Facts } = { words: [] }
  const base = await makeBase(
    async (house) => {
      made.words = await scenario.prepare(house)
      made.before = await factsOf(house)
    },
    scenario.isBlank ? { database: 'template0' } : published,
  )
  const { words, before } = made
  if (!before) throw new Error(`${scenario.name} was not prepared`)
  return withCopy(base, async (house) => {
    const counts = join(house.config.home, 'operations.json')
    const { exitCode, stderr } = await spoken(house, words, { CRASH_COUNT: counts })
    if (exitCode !== 0 && exitCode !== 1) throw new Error(`${scenario.name}: ${stderr}`)
    const { operations } = JSON.parse(await readFile(counts, 'utf8')) as { operations: string[] }
    const after = await factsOf(house)
    const between = scenario.between?.(after) ?? []
    await scenario.again(house, words)
    const settled = await factsOf(house)
    const delivered = before.files
    const undisturbed = { before, after, settled, between, delivered }
    return { scenario, base, words, operations, undisturbed }
  })
}

/**
 * Every point of a scenario, once: before each operation that changes something, and after it, unless the next one is a
 * statement that changes something too, for before that one things are the same. A reading leaves them as they are.
 */
export function pointsOf({ operations }: Pick<Prepared, 'operations'>): readonly Point[] {
  return operations.flatMap((operation, index) => {
    const at = index + 1
    if (isReading(operation)) return []
    const next = operations[index + 1] ?? ''
    const before: Point = { at, when: 'before' }
    return isStatement(next) && !isReading(next) ? [before] : [before, { at, when: 'after' }]
  })
}

function isStatement(operation: string): boolean {
  return operation.startsWith('sql ')
}

function isReading(operation: string): boolean {
  return /^sql select /.test(operation)
}

/** Crashes a scenario's word at each of the points, a few at a time. */
export async function strikeAll(
  prepared: Prepared,
  points: readonly Point[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const left = [...points]
  const worker = async () => {
    for (let point = left.shift(); point; point = left.shift()) {
      outcomes.push(await strike(prepared, point))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return outcomes
}

async function strike(prepared: Prepared, point: Point): Promise<Outcome> {
  const { scenario, base, words, undisturbed, operations } = prepared
  return withCopy(base, async (house) => {
    const crash = { CRASH_AT: String(point.at), CRASH_WHEN: point.when }
    const { exitCode, stderr } = await spoken(house, words, crash)
    const operation = operations[point.at - 1] ?? ''
    if (exitCode !== null) {
      throw new Error(`${scenario.name} did not die at ${point.at}, ${operation}: ${stderr}`)
    }
    await untilAlone(house)
    const crashed = await factsOf(house)
    const violations = [...checkCrashed(crashed, undisturbed)]
    await scenario.again(house, words)
    violations.push(...checkRecovered(await factsOf(house), undisturbed))
    const sides = sidesOf(crashed, undisturbed)
    return { scenario: scenario.name, point, operation, ...sides, violations }
  })
}

function spoken(
  house: TestHouse,
  words: readonly string[],
  crash: Readonly<Record<string, string>>,
) {
  return word(words, { ...environmentOf(house), ...PRELOAD, ...crash })
}
