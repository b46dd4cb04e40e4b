/** Owns changes to a sample that a load must notice: one cell corrected, one spoilt, all spoilt, the file cut. */
import { TARGETS, type Target } from '../../../src/core/target.ts'
import type { AnyTargetRow } from '../../../src/core/target-row.ts'
import { inForce } from './expected.ts'
import { GARBAGE } from './kinds.ts'
import { type Sheet, withCell, withRows, write } from './sheet.ts'
import { placedColumns, readSample, readSheet, type Subject } from './subject.ts'

/** A changed sheet and the rows that core must then hold. */
export interface Correction {
  readonly sheet: Sheet
  readonly before: readonly AnyTargetRow[]
  readonly after: readonly AnyTargetRow[]
}

/**
 * The first change of one cell that gives the same keys with one other value: another row's text of that column, or the next
 * number. Throws when the sample has none.
 */
export function correctOneCell(subject: Subject): Promise<Correction> {
  return once(corrections, subject, () => findCorrection(subject))
}

const corrections = new WeakMap<Subject, Promise<Correction>>()
const spoiling = new WeakMap<Subject, Promise<readonly SpoilingColumn[]>>()

/** What was found for a subject, however often it is asked for. */
function once<T>(known: WeakMap<Subject, T>, subject: Subject, find: () => T): T {
  const found = known.get(subject) ?? find()
  known.set(subject, found)
  return found
}

async function findCorrection(subject: Subject): Promise<Correction> {
  const before = inForce(subject, await readSample(subject))
  for (const sheet of await correctionsOf(subject)) {
    const after = inForce(subject, await readSheet(subject, sheet))
    if (isCorrection(subject, before, after)) return { sheet, before, after }
  }
  throw new Error(`no cell of the sample of ${subject.feed.id} can be corrected alone`)
}

async function correctionsOf(subject: Subject): Promise<readonly Sheet[]> {
  const { sheet } = subject
  const rows = await soundRows(subject)
  return rows.flatMap((row) =>
    sheet.header.flatMap((_, column) => {
      const cell = sheet.rows[row]?.[column] ?? ''
      const others = rows.map((other) => sheet.rows[other]?.[column] ?? '')
      const next = /^\d+$/.test(cell) ? [String(Number(cell) + 1)] : []
      return [...new Set([...next, ...others])]
        .filter((text) => text !== cell && text !== '')
        .map((text) => withCell(sheet, row, column, text))
    }),
  )
}

/** The rows of the sample that are read without a fault and stand there once. */
async function soundRows(subject: Subject): Promise<readonly number[]> {
  const { records } = await readSample(subject)
  const keys = records.map(({ rows }) => JSON.stringify(rows.map((row) => keyOf(subject, row))))
  return records.flatMap(({ rows, faults }, row) => {
    const isSound = rows.length > 0 && faults.length === 0
    return isSound && keys.indexOf(keys[row] ?? '') === keys.lastIndexOf(keys[row] ?? '')
      ? [row]
      : []
  })
}

function keyOf({ feed }: Subject, row: AnyTargetRow): string {
  const { key }: Target = TARGETS[feed.target]
  return JSON.stringify(Object.keys(key).map((name) => row[name]))
}

function isCorrection(
  subject: Subject,
  before: readonly AnyTargetRow[],
  after: readonly AnyTargetRow[],
): boolean {
  const { values, changedAt }: Target = TARGETS[subject.feed.target]
  const known = new Map(before.map((row) => [keyOf(subject, row), row]))
  if (after.length !== before.length || !after.every((row) => known.has(keyOf(subject, row)))) {
    return false
  }
  const changed = after.flatMap((row) => {
    const was = known.get(keyOf(subject, row))
    return Object.keys(values).filter((name) => row[name] !== was?.[name])
  })
  return changed.length === 1 && changed[0] !== changedAt
}

/** A sheet with one bad row that was good in the sample, and whose key can still be read if there is such a cell. */
export async function spoilOneRow(subject: Subject): Promise<{ sheet: Sheet; row: number }> {
  const [row = 0] = await soundRows(subject)
  const columns = await spoilingColumns(subject, row)
  const { column } = columns.find(({ keyIsKnown }) => keyIsKnown) ?? columns[0] ?? none(subject)
  return { sheet: withCell(subject.sheet, row, column, GARBAGE), row }
}

/** A dozen rows or more, each with the same bad cell, under a heading that is declared. */
export async function spoilAllRows(subject: Subject): Promise<Sheet> {
  const [row = 0] = await soundRows(subject)
  const declared = new Set(placedColumns(subject).map(({ position }) => position))
  const columns = await spoilingColumns(subject, row)
  const { column } = columns.find((each) => declared.has(each.column)) ?? none(subject)
  const rows = subject.sheet.rows.map((cells) => cells.with(column, GARBAGE))
  const times = Math.ceil(12 / rows.length)
  return withRows(subject.sheet, Array.from({ length: times }, () => rows).flat())
}

interface SpoilingColumn {
  readonly column: number
  /** Whether the row's key can be read all the same. */
  readonly keyIsKnown: boolean
}

/** The columns where garbage rejects the row, which is the first sound one. */
function spoilingColumns(subject: Subject, row: number): Promise<readonly SpoilingColumn[]> {
  return once(spoiling, subject, () => findSpoiling(subject, row))
}

async function findSpoiling(subject: Subject, row: number): Promise<readonly SpoilingColumn[]> {
  const found: SpoilingColumn[] = []
  for (const column of subject.sheet.header.keys()) {
    const { records } = await readSheet(subject, withCell(subject.sheet, row, column, GARBAGE))
    const record = records[row]
    if (record && record.faults.length > 0) found.push({ column, keyIsKnown: record.keyIsKnown })
  }
  return found
}

function none({ feed }: Subject): never {
  throw new Error(`no column of ${feed.id} refuses anything`)
}

/** The file as a broken transfer leaves it: it ends in the middle of a row. */
export function cutShort({ sheet }: Subject): Buffer {
  const last = sheet.rows.at(-1) ?? []
  const rows = [...sheet.rows.slice(0, -1), last.slice(0, Math.ceil(last.length / 2))]
  return write({ ...sheet, rows, trailer: undefined }, { endsWithNewline: false })
}
