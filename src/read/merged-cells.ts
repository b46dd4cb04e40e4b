/** Owns merged cells: which a sheet has, and what a merged text says in each row and column it spans. */
import { columnOf, rowOf } from './sheet-address.ts'
import { openPart, type Sheet, type Workbook } from './workbook.ts'

/** A block of cells shown as one; its value stands in the first. Rows and columns count from 1. */
export interface Merge {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/** Repeats merged texts as the rows come by, from the top. */
export interface MergedTexts {
  /**
   * Writes the texts that span a row into its cells.
   * @param isTextAt which cells hold text: a number is never repeated, for it would be counted again
   */
  fill(line: number, cells: string[], isTextAt: readonly boolean[]): void
}

/** A title over the whole width of a sheet says no more for being repeated sixteen thousand times. */
const WIDEST = 1024
const MOST_MERGES = 200_000

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g
const LONGEST_TAG = 200

/**
 * The merged cells of a sheet. They stand behind its rows, so it is read through for them first: only for these tags,
 * which takes a fraction of the time that its cells do.
 */
export async function readMerges(workbook: Workbook, sheet: Sheet): Promise<readonly Merge[]> {
  const merges: Merge[] = []
  let held = ''
  for await (const chunk of (await openPart(workbook, sheet.part)) as AsyncIterable<Buffer>) {
    const text = held + chunk.toString('latin1')
    let end = 0
    for (const match of text.matchAll(MERGE)) {
      end = match.index + match[0].length
      if (merges.length < MOST_MERGES) merges.push(mergeOf(match[1] ?? '', match[2] ?? ''))
    }
    held = text.slice(Math.max(end, text.length - LONGEST_TAG))
  }
  return merges.sort((a, b) => a.firstRow - b.firstRow)
}

function mergeOf(from: string, to: string): Merge {
  return {
    firstRow: rowOf(from),
    lastRow: rowOf(to),
    firstColumn: columnOf(from),
    lastColumn: Math.min(columnOf(to), WIDEST),
  }
}

/** Merged texts, to be asked row by row. */
export function mergedTexts(merges: readonly Merge[]): MergedTexts {
  let next = 0
  let open: { readonly merge: Merge; readonly text: string }[] = []
  return {
    fill: (line, cells, isTextAt) => {
      open = open.filter(({ merge }) => merge.lastRow >= line)
      for (let merge = merges[next]; merge && merge.firstRow <= line; merge = merges[++next]) {
        const at = merge.firstColumn - 1
        const text = cells[at] ?? ''
        if (merge.firstRow === line && text !== '' && isTextAt[at]) open.push({ merge, text })
      }
      for (const { merge, text } of open) write(merge, text, cells)
    },
  }
}

function write({ firstColumn, lastColumn }: Merge, text: string, cells: string[]): void {
  for (let column = firstColumn; column <= lastColumn; column++) {
    while (cells.length < column) cells.push('')
    if (cells[column - 1] === '') cells[column - 1] = text
  }
}
