/** Owns how a table of jobindsats.dk is known: by its id in a file's name, or in the lines above its figures. */
import { normaliseText, type SourceRecord } from '../../src/connector.ts'
import { saidIn } from './words.ts'

// Table ids as jobindsats writes them, anywhere in a file name; KMD writes PTVA02 for PTV_A02.
// The letter at the end (Y25I06b) counts only when no word follows: `y07a02viborg` is Y07A02.
export const TABLE_ID =
  /(Y\d{2}[A-Z]{1,4}\d{2}(?:(?:DI|[A-Z])(?![A-Z]))?(?:_ESCO)?|PTV_?[A-Z]\d{2}|OTIJ\d{2}|MAAL\d{2}|SMT\d{2})(?!\d)/i

const ALONE = new RegExp(`(?<![\\p{L}\\d])${TABLE_ID.source}(?![\\p{L}\\d])`, 'iu')
const TABLE_HEADINGS = new Set(['tabel', 'tabel id', 'tabelid', 'table id', 'tableid'])
const TITLES_WITHIN = 20

/** The table id in jobindsats' own writing: upper case, `PTV_A02` with its underscore. */
export function tableId(name: string): string | undefined {
  return TABLE_ID.exec(name)?.[1]?.toUpperCase().replace(/^PTVA/, 'PTV_A')
}

/** Whether a heading or the name before a colon announces a table id. */
export function isTableHeading(text: string): boolean {
  return TABLE_HEADINGS.has(normaliseText(text))
}

/**
 * The table id that a file's first lines tell: in a column of table ids, or as a word of its own in the lines above the
 * figures. Several ids tell nothing.
 */
export function tableInside(head: readonly SourceRecord[]): string | undefined {
  const header = head.slice(0, TITLES_WITHIN).findIndex(({ cells }) => isHeader(cells))
  const column = (head[header]?.cells ?? []).findIndex(isTableHeading)
  const cells =
    column < 0
      ? head.slice(0, Math.max(0, header)).flatMap((line) => line.cells)
      : head.slice(header + 1).map((line) => line.cells[column] ?? '')
  const ids = new Set(cells.flatMap((cell) => tableId(ALONE.exec(cell)?.[0] ?? '') ?? []))
  return ids.size === 1 ? [...ids][0] : undefined
}

function isHeader(cells: readonly string[]): boolean {
  return saidIn(cells).length > 2
}
