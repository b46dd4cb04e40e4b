/** Owns the sample's sheet as an Excel workbook, written cell by cell in the ways that Excel and its users have. */
import { handWorkbook } from '../../read/zip-file.ts'
import { numberPositions, PLAIN_NUMBER } from './kinds.ts'
import type { Sheet } from './sheet.ts'
import type { Subject } from './subject.ts'

export interface Binding {
  /** Numbers and days as such; without it every cell is a text. */
  readonly isTyped?: boolean
  /** Numbers and days as the results of formulas. */
  readonly isCalculated?: boolean
  /** Days are counted from 1904. */
  readonly date1904?: boolean
  /** A title merged over the columns above the headings, and an empty row below it. */
  readonly hasTitle?: boolean
  /** An empty row after every row. */
  readonly hasGaps?: boolean
  /** A hidden sheet with the same headings and other rows stands first. */
  readonly hasHiddenSheet?: boolean
  /** XML for one cell, in place of what the sheet has there. */
  readonly cell?: { readonly row: number; readonly column: number; readonly xml: string }
}

/** The name of the sheet that the feed reads. */
export function sheetName({ feed }: Subject): string {
  return feed.sheets?.[0] ?? 'Ark1'
}

/** A workbook, and the numbers of the rows that the sheet's rows stand in. */
export interface Book {
  readonly bytes: Buffer
  readonly rowNumbers: readonly number[]
}

const DAY = 1
const MOMENT = 2
const FORMATS = ['dd\\-mm\\-yyyy', 'dd\\-mm\\-yyyy hh:mm:ss'] as const

/** Binds a sheet as a workbook; info lines and trailer stay what they are. */
export function bind(subject: Subject, sheet: Sheet, binding: Binding = {}): Book {
  const numbers = numberPositions(subject)
  const lines: string[][] = []
  const titles = binding.hasTitle ? [['Udtræk til månedens møde'], [], ...sheet.info] : sheet.info
  for (const cells of [...titles, sheet.header]) lines.push(cells.map(textCell))
  const rowNumbers: number[] = []
  for (const [row, cells] of sheet.rows.entries()) {
    if (binding.hasGaps) lines.push([])
    const { cell } = binding
    lines.push(
      cells.map((text, column) =>
        cell?.row === row && cell.column === column
          ? cell.xml
          : cellXml(text, numbers.has(column), binding),
      ),
    )
    rowNumbers.push(lines.length)
  }
  if (sheet.trailer) lines.push(sheet.trailer.map(textCell))
  const rows = lines.map(rowXml).join('')
  const width = sheet.header.length
  const after = binding.hasTitle
    ? `<mergeCells count="1"><mergeCell ref="A1:${letters(width - 1)}1"/></mergeCells>`
    : ''
  const hidden = [sheet.header, ...sheet.rows.map((cells) => cells.map(() => '0'))]
  const bytes = handWorkbook({
    sheets: [
      ...(binding.hasHiddenSheet
        ? [
            {
              name: 'Gammelt',
              state: 'hidden' as const,
              rows: hidden.map((cells, at) => rowXml(cells.map(textCell), at)).join(''),
            },
          ]
        : []),
      { name: sheetName(subject), rows, after },
    ],
    formats: FORMATS,
    date1904: binding.date1904 ?? false,
  })
  return { bytes, rowNumbers }
}

function rowXml(cells: readonly string[], index: number): string {
  const placed = cells.map((xml, column) =>
    xml.replace('<c', `<c r="${letters(column)}${index + 1}"`),
  )
  return `<row r="${index + 1}">${placed.join('')}</row>`
}

/** The letters of a column, from 0: A, B … Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

function textCell(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`
}

const DAY_OR_MOMENT = /^(\d{2})-(\d{2})-(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/
const EPOCH = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const
const DAY_MS = 86_400_000

function cellXml(text: string, isNumber: boolean, binding: Binding): string {
  const plain = text.replace(/^="(.*)"$/, '$1')
  if (!binding.isTyped && !binding.isCalculated) return textCell(plain)
  const formula = binding.isCalculated ? '<f>A1*1</f>' : ''
  const day = DAY_OR_MOMENT.exec(plain)
  if (day) {
    const serial = serialOf(day, binding.date1904 ? 1904 : 1900)
    // What Excel cannot count is a text: days before its first and after its last year.
    if (serial === undefined) return textCell(plain)
    return `<c s="${day[4] ? MOMENT : DAY}">${formula}<v>${serial}</v></c>`
  }
  if (!isNumber || !PLAIN_NUMBER.test(plain)) return textCell(plain)
  return `<c>${formula}<v>${plain.replace(',', '.')}</v></c>`
}

function serialOf(parts: RegExpExecArray, system: keyof typeof EPOCH): number | undefined {
  const [day, month, year, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  if (!year || year < 1905 || year > 9000) return undefined
  const moment = Date.UTC(year, (month ?? 1) - 1, day, hours, minutes, seconds)
  return (moment - EPOCH[system]) / DAY_MS
}
