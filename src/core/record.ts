/** Owns what a record is: one line of a file, or one row of a sheet, as the cells it holds. */
import type { Fault } from './outcome.ts'

/**
 * One record of a file, whatever kind of file it is.
 * `line` is where a person finds it: the physical line of a text on which it starts, the row number of a sheet; of a JSON
 * document with an array of rows, row n is line n + 1, for its headings count as the first.
 */
export interface SourceRecord {
  readonly line: number
  /** Text as a Danish person would have typed it; trailing cells may be missing in a sheet. */
  readonly cells: readonly string[]
  /** Why it is no row at all: then it has no cells, and it is to be rejected with its line. */
  readonly fault?: Fault
}
