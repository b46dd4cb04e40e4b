/** The one door connectors import: how to declare a feed, and the pure helpers they share. */
import type { ColumnType } from './core/column.ts'
import type { Column, Columns, Feed, FeedDeclaration, OpenCells } from './core/feed.ts'
import { measureNames } from './core/measure.ts'
import type { Period } from './core/period.ts'
import type { Area, Reference } from './core/reference.ts'
import type { TargetName } from './core/target.ts'
import type { TargetRow } from './core/target-row.ts'
import { singleSpaces } from './core/text.ts'

export type { CodeList } from './core/code-list.ts'
export { codeList } from './core/code-list.ts'
export type { ColumnType, Person, WrittenNumber } from './core/column.ts'
export {
  area,
  choice,
  date,
  decimal,
  integer,
  label,
  labelText,
  measure,
  openDate,
  period,
  person,
  presence,
  pseudonym,
  text,
  timestamp,
  year,
} from './core/column.ts'
export type { Feed, LaidRow, Layout, LayoutHints, OpenCells, Unclear } from './core/feed.ts'
export { measureName } from './core/measure.ts'
export { nearest } from './core/nearest.ts'
export type { Fault } from './core/outcome.ts'
export { bad, good } from './core/outcome.ts'
export { parsePeriod } from './core/period.ts'
export type { SourceRecord } from './core/record.ts'
export type { Reference } from './core/reference.ts'
export { normaliseText, singleSpaces, someOf } from './core/text.ts'

interface ColumnOptions {
  readonly aliases?: readonly string[]
  readonly pattern?: RegExp
  readonly whenAbsent?: string
}

/** A column that must be in the file, with a value in every row. */
export function required<T>(
  heading: string,
  type: ColumnType<T>,
  options: ColumnOptions = {},
): Column<T> {
  return { heading, type, required: true, mayBeAbsent: false, ...options }
}

/** A column that must be in the file; its cells may be empty (null). */
export function column<T>(
  heading: string,
  type: ColumnType<T>,
  options: ColumnOptions = {},
): Column<T | null> {
  return { heading, type, required: false, mayBeAbsent: false, ...options }
}

/** A column the file may lack; absent and empty are null. */
export function extra<T>(
  heading: string,
  type: ColumnType<T>,
  options: ColumnOptions = {},
): Column<T | null> {
  return { heading, type, required: false, mayBeAbsent: true, ...options }
}

/** A column the file may lack, but whose cells hold a value when it is there; absent is null, empty is a fault. */
export function filledIfPresent<T>(
  heading: string,
  type: ColumnType<T>,
  options: ColumnOptions = {},
): Column<T | null> {
  return { heading, type, required: true, mayBeAbsent: true, ...options }
}

/** Declares a feed; its `normalise` is checked against its columns and its core table. */
export function defineFeed<const C extends Columns, T extends TargetName>(
  declaration: FeedDeclaration<C, T>,
): Feed {
  // The loader hands `normalise` exactly the parsed columns, so the erased type is the same at run time.
  return Object.freeze(declaration as unknown as Feed)
}

/** The text of a file name before its year, without the separators: `beskaeftigelsesplan_maal_2020.csv` → `beskaeftigelsesplan_maal`. */
export function nameBeforeYear(fileName: string): string {
  // macOS writes å as two characters; the plan is the same.
  const stem = fileName.normalize('NFC').replace(/\.[^.]+$/, '')
  const before = /^(.*?)[\s_-]*(?<!\d)(?:19|20|21)\d{2}(?!\d)/.exec(stem)?.[1]
  return singleSpaces(before || stem)
}

/** A dimension name or member with `;` `=` `\` escaped, as `dimensions` writes it. */
function escaped(part: string): string {
  return singleSpaces(part).replace(/[\\;=]/g, '\\$&')
}

/**
 * One published row as long facts: a row per measure, keyed by area, period and the dimensions it keeps.
 * Members that mean "in total" are left out, so a row in total has no dimensions.
 */
export function externalMeasures(
  source: string,
  tableId: string,
  where: Area,
  when: Period,
  open: OpenCells,
  reference: Reference,
): TargetRow<'external_measure'>[] {
  const kept = open.dimensions
    .filter(([heading, member]) => member !== '' && !reference.isTotalMember(heading, member))
    .map(([heading, member]) => [escaped(heading), escaped(member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const dimensionNames = kept.map(([heading]) => heading).join(';')
  const dimensions = kept.map((pair) => pair.join('=')).join(';')
  const names = measureNames(open.measures.map(([heading]) => heading))
  return open.measures.map(([, cell], index) => ({
    municipality_code: where.municipalityCode,
    source,
    table_id: tableId,
    period: when.code,
    area_code: where.code,
    dimension_names: dimensionNames,
    dimensions,
    measure: names[index] ?? '',
    period_type: when.type,
    period_start: when.start,
    period_end: when.end,
    value: cell.value,
    is_suppressed: cell.suppressed,
  }))
}
