/** Owns the first look at an export nobody knows: how it is written, which row holds its headings, and what its columns hold. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import type { FileColumn } from '../core/heading-guess.ts'
import { likeness, NEAR_NAME } from '../core/nearest.ts'
import { namesOfColumn } from '../core/override.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Reference } from '../core/reference.ts'
import { findHeader, HEADER_WITHIN, type HeaderRow } from '../read/header.ts'
import type { RecordSource } from '../read/records.ts'
import { type LaidOut, layOut } from './layout.ts'
import { declaredColumns, openSource } from './read-file.ts'
import { hasAllCells } from './row-reader.ts'
import type { Workroom } from './sealed-file.ts'
import { after, firstRecords, ofTable } from './table-rows.ts'

/** What a file is, as far as it can be told without knowing its headings. */
export interface FirstLook {
  readonly kind: RecordSource['kind']
  readonly format: RecordSource['format']
  readonly sheet: string | undefined
  readonly headerLine: number
  readonly columns: readonly FileColumn[]
  /** Rows as wide as the header. */
  readonly rows: number
}

/** A column's values are held up to here; a list of codes has fewer. */
export const MOST_VALUES = 300

/**
 * Reads a file through once; of its cells only counts and some values are kept.
 * @param room where and with what it is unpacked or decrypted, when it must be
 * @throws MartError HEADER_CHANGED when no row looks like headings of the feed, and what is thrown of a file that is none
 */
export async function firstLook(
  feed: Feed,
  file: { readonly name: string; readonly path: string },
  reference: Reference,
  room: Workroom,
): Promise<FirstLook> {
  const source = await openSource(feed, { name: file.name, copy: file.path }, room)
  try {
    const head = await firstRecords(source)
    const hints = { fileName: file.name, dimensions: [], reference }
    const laid = layOut(feed, head, hints)
    const header = headerOf(feed, laid.head)
    if (!header) throw noHeader(feed, file.name, source.sheet)
    const { kind, format, sheet } = source
    const read = await readColumns(source, laid, header)
    return { kind, format, sheet, headerLine: header.line, ...read }
  } finally {
    await source.close()
  }
}

/** The row the reader would take, else the one with most headings that are like the feed's. */
function headerOf(feed: Feed, head: readonly SourceRecord[]): HeaderRow | undefined {
  const search = findHeader(head, declaredColumns(feed))
  if (search.ok) return search.row
  const columns = Object.values(feed.columns)
  const names = columns.map(namesOfColumn)
  const wanted = Math.min(2, columns.filter(({ mayBeAbsent }) => !mayBeAbsent).length)
  const rows = head
    .slice(0, HEADER_WITHIN)
    .filter(({ cells }) => !cells.some((cell) => LIKE_DATA.test(cell)))
    .map((row) => ({ row, count: names.filter((each) => isNamed(row, each)).length }))
    .filter(({ count }) => count >= wanted)
  return rows.sort((one, other) => other.count - one.count)[0]?.row
}

function isNamed({ cells }: HeaderRow, names: readonly string[]): boolean {
  return cells.some((cell) => names.some((name) => likeness(cell, name) >= NEAR_NAME))
}

/** A row of data is never shown as headings; such a row has a number, a day or a person's number in it. */
const LIKE_DATA = /\d{5}|^[\d\s.,:%-]*\d$/

interface Tally {
  readonly heading: string
  readonly values: Map<string, number>
  filled: number
  empty: number
}

async function readColumns(
  source: RecordSource,
  laid: LaidOut,
  header: HeaderRow,
): Promise<Pick<FirstLook, 'columns' | 'rows'>> {
  const width = 1 + header.cells.findLastIndex((heading) => heading !== '')
  const columns = header.cells
    .slice(0, width)
    .map((heading): Tally => ({ heading, values: new Map(), filled: 0, empty: 0 }))
  const below = ofTable(source, after(source.batches(), header.line), laid.width ?? width)
  let rows = 0
  for await (const batch of laid.rows(below)) {
    const whole = batch.filter(({ cells, fault }) => !fault && hasAllCells(cells, width))
    rows += whole.length
    for (const { cells } of whole) {
      for (const [index, column] of columns.entries()) count(column, cells[index])
    }
  }
  return { columns, rows }
}

function count(column: Tally, cell = ''): void {
  if (cell === '') {
    column.empty += 1
    return
  }
  column.filled += 1
  const before = column.values.get(cell)
  if (before !== undefined || column.values.size < MOST_VALUES) {
    column.values.set(cell, (before ?? 0) + 1)
  }
}

function noHeader(feed: Feed, file: string, sheet: string | undefined): MartError {
  const message = `Ingen af filens første ${HEADER_WITHIN} linjer ligner overskrifterne for ${feed.id}, så der er intet at foreslå.`
  const headings = Object.values(feed.columns).filter(({ mayBeAbsent }) => !mayBeAbsent)
  return new MartError('HEADER_CHANGED', message, {
    file,
    ...(sheet !== undefined && { sheet }),
    expected: headings.map(({ heading }) => heading).join('; '),
    got: 'linjer uden overskrifter, der ligner',
    todo: 'Se efter, om filen hører til dette feed og har overskrifter. Er skilletegn eller tegnsæt gættet forkert, så skriv delimiter eller encoding under feedet i jobmart.yaml.',
  })
}
