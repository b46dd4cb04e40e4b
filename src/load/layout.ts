/** Owns the reading of a file whose lines are laid out for people: each line becomes the rows it gives, and stays one line. */
import { MartError } from '../core/errors.ts'
import type { Feed, Layout, LayoutHints } from '../core/feed.ts'
import type { Fault } from '../core/outcome.ts'
import type { SourceRecord } from '../core/record.ts'
import { hasAllCells, type ReadRow, wrongCount } from './row-reader.ts'

/** A layout at work on one file. */
export interface LaidOut {
  /** The rows that the lines give; on its way it learns where the last of them stands. */
  rows(batches: AsyncIterable<readonly SourceRecord[]>): AsyncIterable<readonly SourceRecord[]>
  /** Reads a line by reading each of its rows: all are good, or the line is rejected. */
  reader(
    read: (cells: readonly string[]) => ReadRow,
  ): (cells: readonly string[], line: number) => ReadRow
}

/**
 * The layout that the feed finds in a file's first lines.
 * @throws MartError when it is one of several and the file does not tell which
 */
export function findLayout(
  feed: Feed,
  head: readonly SourceRecord[],
  hints: LayoutHints,
): Layout | undefined {
  const found = feed.layout?.(head, hints)
  if (!found || 'rows' in found) return found
  const { code, message, ...context } = found
  throw new MartError(code, `${message} Intet er skrevet.`, { file: hints.fileName, ...context })
}

/**
 * Puts a layout to work on one file.
 * @param fit a record's cells as wide as the table, where a file leaves out empty ones
 */
export function layOut(
  layout: Layout,
  fit: (cells: readonly string[]) => readonly string[],
): LaidOut {
  let lastRow = 0
  const isRow = (cells: readonly string[]) =>
    hasAllCells(cells, layout.width) && cells.filter((cell) => cell !== '').length > 1
  return {
    async *rows(batches) {
      for await (const batch of batches) {
        const lines = batch
          .filter(({ fault }) => !fault)
          .map((record) => ({ ...record, cells: fit(record.cells) }))
          .filter(({ cells }) => isRow(cells) && !layout.isNote(cells, false))
        lastRow = lines.at(-1)?.line ?? lastRow
        yield lines.flatMap(({ line, cells }) =>
          layout.rows(cells).map((row) => ({ ...row, line })),
        )
      }
    },
    reader: (read) => (cells, line) => {
      if (layout.isNote(cells, line > lastRow)) return NOTE
      if (!hasAllCells(cells, layout.width)) return wrongCount(cells.length, layout.width)
      return together(layout, read, cells)
    },
  }
}

const NOTE: ReadRow = { rows: [], faults: [], keyIsKnown: true, isNote: true }

function together(
  layout: Layout,
  read: (cells: readonly string[]) => ReadRow,
  cells: readonly string[],
): ReadRow {
  const laid = layout.rows(cells)
  const only = laid.length === 1 && laid[0] ? read(laid[0].cells) : undefined
  if (only?.faults.length === 0) return only
  const parts = laid.map((row) => ({ ...(only ?? read(row.cells)), headings: row.headings }))
  return {
    rows: parts.flatMap(({ rows }) => rows),
    faults: distinct(
      parts.flatMap(({ faults, headings }) =>
        faults.map((fault) => inTheFile(fault, layout.header, headings)),
      ),
    ),
    keyIsKnown: parts.every(({ keyIsKnown }) => keyIsKnown),
  }
}

function inTheFile(fault: Fault, header: readonly string[], headings: readonly string[]): Fault {
  const column = headings[header.indexOf(fault.column ?? '')]
  return column === undefined ? fault : { ...fault, column }
}

// An area that nobody knows is one fault, however many figures its line holds.
function distinct(faults: readonly Fault[]): readonly Fault[] {
  const seen = new Map(faults.map((fault) => [JSON.stringify(fault), fault]))
  return [...seen.values()]
}
