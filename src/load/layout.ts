/** Owns the reading of a file whose lines are laid out for people: each line becomes the rows it gives, and stays one line. */
import { MartError } from '../core/errors.ts'
import type { Feed, Layout, LayoutHints } from '../core/feed.ts'
import type { Fault } from '../core/outcome.ts'
import type { SourceRecord } from '../core/record.ts'
import { hasAllCells, type ReadRow, wrongCount } from './row-reader.ts'

/** A file's lines as they are read: by a layout, or as the rows they are. */
export interface LaidOut {
  /** Where the header is looked for. */
  readonly head: readonly SourceRecord[]
  /** How many cells a row of the file holds, when the layout says so. */
  readonly width?: number
  readonly warnings: readonly string[]
  /** The rows that the lines give; on its way it learns where the last of them stands. */
  rows(batches: AsyncIterable<readonly SourceRecord[]>): AsyncIterable<readonly SourceRecord[]>
  /** Reads a line by reading each of its rows: all are good, or the line is rejected. */
  reader(
    read: (cells: readonly string[]) => ReadRow,
  ): (cells: readonly string[], line: number) => ReadRow
}

/**
 * The layout that the feed finds in a file's first records, put to work; without one the lines are rows.
 * @throws MartError when it is one of several and the file does not tell which
 */
export function layOut(feed: Feed, head: readonly SourceRecord[], hints: LayoutHints): LaidOut {
  const found = feed.layout?.(head, hints)
  if (!found) return { head, warnings: [], rows: (batches) => batches, reader: (read) => read }
  if ('rows' in found) return atWork(found)
  const { code, message, ...context } = found
  throw new MartError(code, `${message} Intet er skrevet.`, { file: hints.fileName, ...context })
}

function atWork(layout: Layout): LaidOut {
  const { header, headerLine, width, warnings } = layout
  let lastRow = 0
  const isRow = (cells: readonly string[]) =>
    hasAllCells(cells, width) && new Set(cells.filter((cell) => cell !== '')).size > 1
  return {
    head: [{ line: headerLine, cells: header }],
    width,
    warnings,
    async *rows(batches) {
      for await (const batch of batches) {
        const lines = batch.filter(
          ({ cells, fault }) => !fault && isRow(cells) && !layout.isNote(cells, false),
        )
        lastRow = lines.at(-1)?.line ?? lastRow
        yield lines.flatMap(({ line, cells }) =>
          layout.rows(cells).map((row) => ({ ...row, line })),
        )
      }
    },
    reader: (read) => (cells, line) => {
      if (layout.isNote(cells, line > lastRow)) return NOTE
      if (!hasAllCells(cells, width)) return wrongCount(cells.length, width)
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
