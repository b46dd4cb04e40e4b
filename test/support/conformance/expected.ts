/** Owns the comparison of rows for core with the hand-written rows beside a sample, and which rows of a file are in force. */
import { expect } from '@jest/globals'
import { TARGETS, type Target } from '../../../src/core/target.ts'
import type { AnyTargetRow } from '../../../src/core/target-row.ts'
import { comparable } from '../../connectors/sample.ts'
import type { Row } from '../house.ts'
import { type Reading, readSample, type Subject } from './subject.ts'

/** The sample's rows as they stand in core when it alone is loaded. */
export async function rowsInForce(subject: Subject): Promise<readonly AnyTargetRow[]> {
  return inForce(subject, await readSample(subject))
}

/** The rows of the faultless records; what is given twice counts once, and of two changes of a row the newer. */
export function inForce({ feed }: Subject, { records }: Reading): readonly AnyTargetRow[] {
  const { key, changedAt }: Target = TARGETS[feed.target]
  const names = Object.keys(key)
  const found = new Map<string, AnyTargetRow>()
  for (const row of records.flatMap(({ rows, faults }) => (faults.length > 0 ? [] : rows))) {
    const given = changedAt ? names.map((name) => row[name]) : Object.entries(row).sort()
    const identity = JSON.stringify(given)
    const known = found.get(identity)
    if (known && changedAt && String(known[changedAt]) > String(row[changedAt])) continue
    found.set(identity, row)
  }
  return [...found.values()]
}

/**
 * Throws unless the rows are the expected ones, in the fields that both have. An expected `person` stands for
 * `person_key`: a letter, equal where the keys are.
 */
export function expectRows({ expected, profile }: Subject, rows: readonly AnyTargetRow[]): void {
  const show = profile.shown ?? ((row) => row)
  const shown = rows.flatMap((row): readonly Row[] =>
    [show(row)].filter((each) => each !== undefined),
  )
  const fields = Object.keys(expected[0] ?? {})
  const have = new Set(shown.flatMap((row) => Object.keys(row)))
  const shared = fields.filter((field) => have.has(field))
  const letters = fields.filter((field) => !have.has(field) && have.has(`${field}_key`))
  // Names and totals that only the mart has are the connector's own test's to compare.
  expect(shared.length + letters.length).toBeGreaterThan(fields.length / 2)
  expect(comparable(shown.map((row) => only(row, shared)))).toEqual(
    comparable(expected.map((row) => only(row, shared))),
  )
  for (const letter of letters) {
    const keys = inOrder(shown, shared).map((row) => row[`${letter}_key`])
    const given = inOrder(expected, shared).map((row) => row[letter])
    expect(lettered(keys)).toEqual(lettered(given))
  }
}

function only(row: Row, fields: readonly string[]): Row {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))
}

function inOrder(rows: readonly Row[], fields: readonly string[]): readonly Row[] {
  const place = (row: Row) => comparable([only(row, fields)])[0] ?? ''
  return [...rows].sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

/** Which of the values are equal: each as the number of its first occurrence. */
function lettered(values: readonly unknown[]): readonly (number | null)[] {
  return values.map((value) => ((value ?? null) === null ? null : values.indexOf(value)))
}
