/** Owns how one JSON value becomes the cells of a row, or the fault that says why it is no row. */
import { bad, type Fault } from '../core/outcome.ts'
import { booleanText, numberText } from './cell-text.ts'

/** The cells of a row, or none and why. */
export interface JsonRow {
  readonly cells: readonly string[]
  readonly fault?: Fault
}

/** Whether a value is an object of plain values, such as a row is. */
export function isFlat(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((field) => typeof field !== 'object' || field === null)
  )
}

/** The headings that an object would give as a row; none when it is not one. */
export function headingsOf(value: unknown): readonly string[] {
  return isFlat(value) ? Object.keys(value) : []
}

/** The cells of an array. Numbers become Danish text, null an empty cell, texts stay as they are. */
export function cellsOfArray(value: unknown): JsonRow {
  return Array.isArray(value) ? cellsOfValues(value) : noRow(describe(value))
}

/** The cells of an object, in the order of the headings; a field that it lacks is an empty cell. */
export function cellsOfObject(value: unknown, headings: readonly string[]): JsonRow {
  if (Array.isArray(value)) return noRow('en liste blandt objekter')
  if (!isFlat(value)) return noRow(describe(value))
  const known = new Set(headings)
  const strange = Object.keys(value).filter((name) => !known.has(name))
  if (strange.length > 0) return noRow('et JSON-objekt med andre felter')
  return cellsOfValues(headings.map((name) => value[name]))
}

/** A record that is no row. */
export function noRow(got: string): JsonRow {
  const outcome = bad('NOT_A_ROW', 'en række med data', got)
  return { cells: [], ...(!outcome.ok && outcome.faults[0] && { fault: outcome.faults[0] }) }
}

function cellsOfValues(values: readonly unknown[]): JsonRow {
  const cells: string[] = []
  for (const value of values) {
    const cell = cellOf(value)
    if (cell === undefined) return noRow(describe(value))
    cells.push(cell)
  }
  return { cells }
}

function cellOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'boolean') return booleanText(value)
  if (typeof value !== 'number') return undefined
  // Beyond them the digits that were read are not those that stood there.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return undefined
  return numberText(value)
}

function describe(value: unknown): string {
  if (typeof value === 'number') return 'et tal med flere cifre, end der kan læses nøjagtigt'
  if (Array.isArray(value)) return 'en liste i en celle'
  return typeof value === 'object' && value !== null ? describeObject(value) : 'JSON uden felter'
}

function describeObject(value: object): string {
  const code: unknown = (value as { code?: unknown }).code
  return typeof code === 'number' ? `et JSON-svar med kode ${code}` : 'et JSON-objekt i flere lag'
}
