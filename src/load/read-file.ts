/** Owns the reading of one file up to its rows: what it is, its header, and the compiled reader of its records. */

import { open as openHandle } from 'node:fs/promises'
import { MartError } from '../core/errors.ts'
import type { Feed, FileFacts, FileLine, Layout } from '../core/feed.ts'
import type { Pseudonymiser } from '../core/pseudonym.ts'
import type { Reference } from '../core/reference.ts'
import { type CsvFormat, type CsvRecord, readCsv } from '../read/csv.ts'
import { refuseUnlessDataFile } from '../read/data-file.ts'
import { detectDelimiter } from '../read/delimiter.ts'
import { detectEncoding } from '../read/encoding.ts'
import { type DeclaredColumn, findHeader, headerChanged } from '../read/header.ts'
import { trailerCount } from '../read/trailer.ts'
import { findLayout, layOut } from './layout.ts'
import { type OpenLayout, splitOpenColumns } from './open-columns.ts'
import { compileRowReader, type ReadRow } from './row-reader.ts'
import type { SourceFile } from './source-file.ts'

export interface ReadOptions {
  readonly municipality: string
  readonly part: string | undefined
  /** Headings that `--dimensions` names. */
  readonly dimensions: readonly string[]
  readonly reference: Reference
  /** What personal columns become; a feed without any needs none. */
  readonly pseudonyms?: Pseudonymiser | undefined
}

/** A file that is understood: its rows can now be read, in batches. */
export interface OpenedFile {
  /** Headings nobody declared; their cells are dropped and the run says so. */
  readonly dropped: readonly string[]
  /** What the absence of a column is taken to mean, Danish sentences. */
  readonly warnings: readonly string[]
  /** Whether the last line is finished; one that is not may be cut off. */
  readonly endsWithNewline: boolean
  readRow(cells: readonly string[], line: number): ReadRow
  batches(): AsyncIterable<readonly CsvRecord[]>
  /** How many rows the trailer says there are; known once the batches are through, and only if there is one. */
  declaredRows(): number | undefined
}

const NO_OPEN_COLUMNS: OpenLayout = { dimensions: [], measures: [] }

/**
 * Opens a file for a feed: refuses what is no data file, finds encoding, delimiter and header, compiles the columns.
 * @throws MartError NOT_A_DATA_FILE, HEADER_CHANGED, TRUNCATED, AMBIGUOUS_COLUMNS or MISSING_FILE_FACT
 */
export async function openFile(
  feed: Feed,
  file: SourceFile,
  options: ReadOptions,
): Promise<OpenedFile> {
  const declared = declaredColumns(feed)
  const path = file.copy
  const format = await detectFormat(declared, path)
  const head = await firstRecords(path, format)
  const { municipality, part, reference, pseudonyms, dimensions } = options
  const layout = findLayout(feed, head, { fileName: file.name, dimensions, reference })
  const laidOut = layout && layOut(layout)
  const search = findHeader(layout ? [headerOf(layout)] : head, declared)
  if (!search.ok) throw headerChanged(file.name, search.best, declared)
  const { row: header, match } = search
  let declaredRows: number | undefined
  const batches = () =>
    beforeTrailer(after(readCsv(path, format), header.line), feed.trailer ?? [], (rows) => {
      declaredRows = rows
    })
  const rows = laidOut ? laidOut.rows(batches()) : batches()
  const open = feed.open
    ? await splitOpenColumns(rows, match.extra, feed, reference, dimensions, file.name)
    : NO_OPEN_COLUMNS
  const captured = Object.fromEntries(match.captured)
  const facts: FileFacts = { fileName: file.name, municipality, part, captured, reference }
  const read = compileRowReader(feed, facts, header.cells, match.positions, open, pseudonyms)
  return {
    dropped: feed.open ? [] : match.extra.map((column) => column.heading),
    warnings: [...(layout?.warnings ?? []), ...absences(feed, match.positions)],
    endsWithNewline: await endsWithNewline(path),
    readRow: laidOut ? laidOut.reader(read) : read,
    batches,
    declaredRows: () => declaredRows,
  }
}

/** The first lines of a file, before anything is known of its headings. */
export async function readHead(feed: Feed, file: SourceFile): Promise<readonly FileLine[]> {
  return firstRecords(file.copy, await detectFormat(declaredColumns(feed), file.copy))
}

async function detectFormat(declared: readonly DeclaredColumn[], path: string): Promise<CsvFormat> {
  await refuseUnlessDataFile(path, 'text')
  const encoding = await detectEncoding(path)
  const headings = declared.flatMap((column) => [column.heading, ...(column.aliases ?? [])])
  return { encoding, delimiter: await detectDelimiter(path, encoding, headings) }
}

function headerOf({ header, headerLine }: Layout): CsvRecord {
  return { line: headerLine, cells: header }
}

function absences(feed: Feed, positions: ReadonlyMap<string, number>): readonly string[] {
  return Object.entries(feed.columns).flatMap(([field, { whenAbsent }]) =>
    whenAbsent && !positions.has(field) ? [whenAbsent] : [],
  )
}

async function endsWithNewline(path: string): Promise<boolean> {
  const handle = await openHandle(path)
  try {
    const { size } = await handle.stat()
    const end = Buffer.alloc(2)
    await handle.read(end, 0, 2, Math.max(0, size - 2))
    return end.includes('\n') || end.includes('\r')
  } finally {
    await handle.close()
  }
}

function declaredColumns(feed: Feed): readonly DeclaredColumn[] {
  return Object.entries(feed.columns).map(([field, column]) => ({
    field,
    heading: column.heading,
    optional: column.mayBeAbsent,
    ...(column.aliases && { aliases: column.aliases }),
    ...(column.pattern && { pattern: column.pattern }),
  }))
}

async function firstRecords(path: string, format: CsvFormat): Promise<readonly CsvRecord[]> {
  for await (const batch of readCsv(path, format)) return batch
  return []
}

async function* after(
  batches: AsyncIterable<readonly CsvRecord[]>,
  headerLine: number,
): AsyncGenerator<readonly CsvRecord[]> {
  for await (const batch of batches) {
    yield batch[0] && batch[0].line > headerLine
      ? batch
      : batch.filter((record) => record.line > headerLine)
  }
}

/** The records without the last one when that is a trailer; its count goes to `found`. */
async function* beforeTrailer(
  batches: AsyncIterable<readonly CsvRecord[]>,
  words: readonly string[],
  found: (rows: number) => void,
): AsyncGenerator<readonly CsvRecord[]> {
  let last: CsvRecord | undefined
  for await (const batch of batches) {
    const records = last ? [last, ...batch] : batch
    last = records.at(-1)
    if (records.length > 1) yield records.slice(0, -1)
  }
  const rows = last && trailerCount(last.cells, words)
  if (rows !== undefined) found(rows)
  else if (last) yield [last]
}

/** The part of a feed that has parts, from the command line or the file name. */
export function partOf(
  feed: Feed,
  fileName: string,
  table: string | undefined,
): string | undefined {
  if (!feed.part) return undefined
  const part = table === undefined ? feed.part(fileName) : (feed.part(table) ?? table.toUpperCase())
  if (part !== undefined) return part
  throw new MartError(
    'MISSING_FILE_FACT',
    'Tabellens id står ikke i filnavnet. Intet er skrevet.',
    {
      file: fileName,
      expected: 'et tabel-id i filnavnet, fx y07a02.csv',
      got: fileName,
      todo: `Kør: jobmart run ${feed.id} --file ${fileName} --table Y07A02 (med filens eget tabel-id)`,
    },
  )
}
