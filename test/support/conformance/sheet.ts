/** Owns an export as a grid of cells that a test can change, and writing it back as bytes in any dialect a source has. */
import { parse } from 'csv-parse/sync'

export type Cells = readonly string[]

/** A delimited export taken apart. Cells are raw: an Excel guard, `="0123"`, stands in its cell. */
export interface Sheet {
  /** Lines before the headings. */
  readonly info: readonly Cells[]
  readonly header: Cells
  readonly rows: readonly Cells[]
  /** The line after the rows that counts them. */
  readonly trailer: Cells | undefined
}

export interface Dialect {
  readonly encoding:
    | 'utf-8'
    | 'utf-8-bom'
    | 'windows-1252'
    | 'utf-16le'
    | 'utf-16le-bom'
    | 'utf-16be'
  readonly delimiter: ';' | ',' | '\t'
  readonly eol: '\r\n' | '\n'
  /** Which cells stand in quotes: those that need it, or all. */
  readonly quoted: 'needed' | 'all'
  /** Written behind every line, the header's too. */
  readonly lineEnd: string
  /** Written between two rows. */
  readonly between: string
  readonly endsWithNewline: boolean
}

const PLAIN: Dialect = {
  encoding: 'utf-8',
  delimiter: ';',
  eol: '\r\n',
  quoted: 'needed',
  lineEnd: '',
  between: '',
  endsWithNewline: true,
}

/** Takes an export apart; the header is the first line with as many cells as most lines have. */
export function takeApart(bytes: Uint8Array): Sheet {
  const lines = parse(decode(bytes), {
    delimiter: ';',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as string[][]
  const width = mostCommon(lines.map((line) => line.length))
  const start = lines.findIndex((line) => line.length === width)
  const last = lines.at(-1)
  const trailer = last && last.length < width ? last : undefined
  return {
    info: lines.slice(0, start),
    header: lines[start] ?? [],
    rows: lines.slice(start + 1, trailer ? -1 : undefined),
    trailer,
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes, { stream: true })
  }
}

function mostCommon(numbers: readonly number[]): number {
  const times = new Map<number, number>()
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1)
  return [...times].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0
}

/** The line of the file on which a row stands, from 1, when no cell before it holds a line break. */
export function lineOf(sheet: Sheet, row: number): number {
  return sheet.info.length + 2 + row
}

/** The file's bytes; its trailer counts the rows there are. */
export function write(sheet: Sheet, dialect: Partial<Dialect> = {}): Buffer {
  const how = { ...PLAIN, ...dialect }
  const line = (cells: Cells) =>
    cells.map((cell) => written(cell, how)).join(how.delimiter) + how.lineEnd
  const head = [...sheet.info, sheet.header].map(line)
  const rows = sheet.rows.map((cells, index) => (index > 0 ? how.between : '') + line(cells))
  const trailer = sheet.trailer ? [line(sheet.trailer)] : []
  const text = [...head, ...rows, ...trailer].join(how.eol)
  return encode(how.endsWithNewline ? text + how.eol : text, how.encoding)
}

function written(cell: string, { delimiter, quoted }: Dialect): string {
  const isNeeded = cell.includes(delimiter) || /[\r\n]|^(?!=").*"/.test(cell)
  return quoted === 'all' || isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Text as bytes of an encoding. */
export function encode(text: string, encoding: Dialect['encoding']): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`)
  if (encoding === 'windows-1252') return Buffer.from([...text].map(byteOf))
  const marked = encoding === 'utf-16le' ? text : `\ufeff${text}`
  const bytes = Buffer.from(marked, 'utf16le')
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}

const BYTES = new Map(
  Array.from({ length: 256 }, (_, byte) => {
    // Without `stream` Node 20 decodes windows-1252 as latin1.
    const decoder = new TextDecoder('windows-1252')
    return [decoder.decode(new Uint8Array([byte]), { stream: true }), byte] as const
  }),
)

function byteOf(character: string): number {
  const byte = BYTES.get(character)
  if (byte === undefined) throw new Error(`windows-1252 has no ${character}`)
  return byte
}

/** The sheet with other rows, counted by its trailer. */
export function withRows(sheet: Sheet, rows: readonly Cells[]): Sheet {
  const [word = ''] = sheet.trailer ?? []
  return { ...sheet, rows, trailer: sheet.trailer && [word, String(rows.length)] }
}

/** The sheet with another text in one cell. */
export function withCell(sheet: Sheet, row: number, column: number, text: string): Sheet {
  const cells = sheet.rows.map((line, index) => (index === row ? line.with(column, text) : line))
  return { ...sheet, rows: cells }
}

/** The sheet with every cell as `change` makes it. */
export function withCells(
  sheet: Sheet,
  change: (cell: string, column: number, row: number) => string,
): Sheet {
  const rows = sheet.rows.map((line, row) => line.map((cell, column) => change(cell, column, row)))
  return { ...sheet, rows }
}

/** The sheet with another heading over one column. */
export function withHeading(sheet: Sheet, column: number, heading: string): Sheet {
  return { ...sheet, header: sheet.header.with(column, heading) }
}

/** The sheet without one column. */
export function withoutColumn(sheet: Sheet, column: number): Sheet {
  const without = (cells: Cells) => cells.filter((_, index) => index !== column)
  return { ...sheet, header: without(sheet.header), rows: sheet.rows.map(without) }
}

/** The sheet with one more column before `at`, each of its cells made from its row. */
export function withColumn(
  sheet: Sheet,
  at: number,
  heading: string,
  cell: (row: number) => string,
): Sheet {
  const header = sheet.header.toSpliced(at, 0, heading)
  return {
    ...sheet,
    header,
    rows: sheet.rows.map((cells, row) => cells.toSpliced(at, 0, cell(row))),
  }
}

/** The sheet with its columns in another order: position by position, which column stands there. */
export function reordered(sheet: Sheet, order: readonly number[]): Sheet {
  const inOrder = (cells: Cells) => order.map((column) => cells[column] ?? '')
  return { ...sheet, header: inOrder(sheet.header), rows: sheet.rows.map(inOrder) }
}
