/** Owns turning one record into rows for core: the declared columns compiled once, every fault of a row collected. */
import { type MeasureCell, type ReadContext, readText } from '../core/column.ts'
import { holdsCpr, MASKED, mayHoldCpr } from '../core/cpr.ts'
import type { Column, Feed, FileFacts, OpenCells } from '../core/feed.ts'
import { bad, type Fault, type Outcome } from '../core/outcome.ts'
import type { Period } from '../core/period.ts'
import type { Pseudonymiser } from '../core/pseudonym.ts'
import type { AnyTargetRow } from '../core/target-row.ts'
import type { OpenColumn, OpenLayout } from './open-columns.ts'

/** What became of one record. */
export interface ReadRow {
  /** Rows for core; of a rejected record the rows whose keys it protects. */
  readonly rows: readonly AnyTargetRow[]
  readonly faults: readonly Fault[]
  /** False when a rejected record's key could not be read: then nothing may be closed as missing. */
  readonly keyIsKnown: boolean
  /** The line is no row but a note of the source's: it is counted as ignored. */
  readonly isNote?: true
}

interface CompiledColumn {
  readonly field: string
  readonly column: Column<unknown>
  readonly index: number | undefined
  /** The heading as it stands in the file. */
  readonly heading: string
  readonly isKey: boolean
  /** A CPR number must not come in here. */
  readonly isGuarded: boolean
}

const NOTHING: MeasureCell = { value: null, suppressed: false }

/**
 * Compiles a feed's columns against one file's header; the returned function is called once per record.
 * @param pseudonyms what personal columns become; a feed without any needs none
 */
export function compileRowReader(
  feed: Feed,
  file: FileFacts,
  header: readonly string[],
  positions: ReadonlyMap<string, number>,
  open: OpenLayout,
  pseudonyms?: Pseudonymiser,
): (cells: readonly string[]) => ReadRow {
  const context: ReadContext = { reference: file.reference, pseudonyms, date: file.extractedOn }
  const declared = Object.entries(feed.columns).map(([field, column]): CompiledColumn => {
    const index = positions.get(field)
    return {
      field,
      column,
      index,
      heading: header[index ?? -1] ?? column.heading,
      isKey: feed.key.includes(field),
      isGuarded: feed.personal === true && !column.type.hidesCell,
    }
  })
  // What dates a row is read before the labels that are looked up for that day.
  const isDate = ({ field }: CompiledColumn) => field === feed.datedBy
  const columns = [...declared.filter(isDate), ...declared.filter((each) => !isDate(each))]
  // A delimiter at the end of the header gives one more, nameless, column; rows need not have it.
  const width = 1 + header.findLastIndex((heading) => heading !== '')
  return (cells) => {
    if (!hasAllCells(cells, width)) return wrongCount(cells.length, width)
    const row = readRow(feed, file, context, columns, open, cells)
    return feed.personal ? withoutNumbers(row) : row
  }
}

/** The row, no fault of which shows what may be a person's number, even one that is no longer written as such. */
function withoutNumbers(row: ReadRow): ReadRow {
  if (row.faults.length === 0) return row
  const faults = row.faults.map((fault) =>
    mayHoldCpr(fault.got) ? { ...fault, got: MASKED } : fault,
  )
  return { ...row, faults }
}

function readRow(
  feed: Feed,
  file: FileFacts,
  ofFile: ReadContext,
  columns: readonly CompiledColumn[],
  open: OpenLayout,
  cells: readonly string[],
): ReadRow {
  const row: Record<string, unknown> = {}
  const faults: Fault[] = []
  let keyIsKnown = true
  let context = ofFile
  for (const compiled of columns) {
    const fault = readCell(compiled, cells, context, row)
    const date = compiled.field === feed.datedBy && dayOf(row[compiled.field])
    if (date) context = { ...ofFile, date }
    if (fault) {
      faults.push(...fault)
      if (compiled.isKey) keyIsKnown = false
    }
  }
  const found = faults.length
  const dimensions = readDimensions(open.dimensions, cells, faults)
  if (faults.length > found) keyIsKnown = false
  const measures = readMeasures(feed, open.measures, cells, context, faults)
  if (!keyIsKnown) return { rows: [], faults, keyIsKnown }
  if (faults.length === 0 && feed.judge) faults.push(...feed.judge(row))
  return normalise(feed, row, file, { dimensions, measures }, faults)
}

/** The day a row's dating cell gives: itself, or its period's first. */
function dayOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return (value as Partial<Period> | null)?.start
}

/** Whether a line has the cells of a row. A delimiter at its end gives one more, empty, cell; that is no fault. */
export function hasAllCells(cells: readonly string[], expected: number): boolean {
  return cells.length >= expected && cells.slice(expected).every((cell) => cell === '')
}

/** A line that has fewer or more cells than a row. */
export function wrongCount(got: number, expected: number): ReadRow {
  const outcome = bad('WRONG_FIELD_COUNT', `${expected} felter som i overskriften`, `${got} felter`)
  return { rows: [], faults: outcome.ok ? [] : outcome.faults, keyIsKnown: false }
}

function readCell(
  { field, column, index, heading, isGuarded }: CompiledColumn,
  cells: readonly string[],
  context: ReadContext,
  row: Record<string, unknown>,
): readonly Fault[] | undefined {
  row[field] = null
  if (index === undefined) return undefined
  const cell = cells[index] ?? ''
  if (cell === '' && !column.type.takesEmpty) {
    if (!column.required) return undefined
    return [{ code: 'MISSING_VALUE', expected: 'en værdi', got: 'tom', column: heading }]
  }
  const outcome = isGuarded && holdsCpr(cell) ? outOfPlace() : column.type.parse(cell, context)
  if (outcome.ok) {
    row[field] = outcome.value
    return undefined
  }
  return outcome.faults.map((fault) => ({
    ...fault,
    ...(column.type.personal && { got: MASKED }),
    column: heading,
  }))
}

/** A CPR number in a column that is not for it: the cells have moved, or somebody has written it there. */
function outOfPlace(): Outcome<never> {
  return bad(
    'BAD_VALUE',
    'en værdi, der ikke kan læses som et CPR-nummer',
    MASKED,
    'Se, om cellerne i rækken har flyttet sig. Er det et beløb, så skriv det med tusindtalspunkter eller decimaler.',
  )
}

function readDimensions(
  columns: readonly OpenColumn[],
  cells: readonly string[],
  faults: Fault[],
): OpenCells['dimensions'] {
  return columns.map(({ index, heading, mayBeEmpty }) => {
    const cell = cells[index] ?? ''
    const outcome =
      cell === '' && !mayBeEmpty ? bad('MISSING_VALUE', 'et medlem', 'tom') : readText(cell)
    if (outcome.ok) return [heading, outcome.value] as const
    faults.push(...outcome.faults.map((fault) => ({ ...fault, column: heading })))
    return [heading, ''] as const
  })
}

function readMeasures(
  feed: Feed,
  columns: readonly OpenColumn[],
  cells: readonly string[],
  context: ReadContext,
  faults: Fault[],
): OpenCells['measures'] {
  return columns.map((column) => {
    const { index, heading } = column
    const cell = cells[index] ?? ''
    const outcome = englishNumber(column, cell) ?? feed.open?.measures.parse(cell, context)
    if (outcome?.ok) return [heading, outcome.value] as const
    faults.push(...(outcome?.faults ?? []).map((fault) => ({ ...fault, column: heading })))
    return [heading, NOTHING] as const
  })
}

/** The rejection of a number that its writer and a Danish reader take for two different ones. */
function englishNumber(
  { dotIsDecimal, isCount }: OpenColumn,
  cell: string,
): Outcome<never> | undefined {
  if (dotIsDecimal && /\d\.\d/.test(cell)) {
    return bad('BAD_NUMBER', 'decimalkomma, for kolonnen har tal med decimalpunktum', cell)
  }
  return isCount && /^-?\d{1,3},\d{3}$/.test(cell)
    ? bad('BAD_NUMBER', 'et helt antal, tusinder uden skilletegn eller med punktum', cell)
    : undefined
}

function normalise(
  feed: Feed,
  row: Readonly<Record<string, unknown>>,
  file: FileFacts,
  open: OpenCells,
  faults: readonly Fault[],
): ReadRow {
  const outcome = feed.normalise(row, file, open)
  if (outcome.ok) return { rows: outcome.value, faults, keyIsKnown: true }
  return { rows: [], faults: [...faults, ...outcome.faults], keyIsKnown: false }
}
