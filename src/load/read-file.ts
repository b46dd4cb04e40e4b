/** Owns the reading of one file up to its rows: what it is, its header, and the compiled reader of its records. */

import { MartError } from '../core/errors.ts'
import { type Feed, type FileFacts, knownName } from '../core/feed.ts'
import type { Fault } from '../core/outcome.ts'
import type { Pseudonymiser } from '../core/pseudonym.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Reference } from '../core/reference.ts'
import {
  type DeclaredColumn,
  findHeader,
  type HeaderPlace,
  type HeaderRow,
  headerChanged,
  type MatchedHeader,
} from '../read/header.ts'
import { openRecords, type RecordSource } from '../read/records.ts'
import { type FileLayout, layoutOf } from './file-layout.ts'
import { type FileHeading, fileHeadings } from './headings.ts'
import { layOut } from './layout.ts'
import { type OpenLayout, splitOpenColumns } from './open-columns.ts'
import { compileRowReader, type ReadRow } from './row-reader.ts'
import { plainFile, type Workroom } from './sealed-file.ts'
import type { NamedCopy } from './source-file.ts'
import { after, beforeTrailer, firstRecords, ofTable } from './table-rows.ts'

export interface ReadOptions extends Workroom {
  readonly municipality: string
  readonly part: string | undefined
  /** Headings that `--dimensions` names. */
  readonly dimensions: readonly string[]
  /** ISO date, when it is known. */
  readonly extractedOn?: string | undefined
  readonly reference: Reference
  /** What personal columns become; a feed without any needs none. */
  readonly pseudonyms?: Pseudonymiser | undefined
}

/** A file that is understood: its rows can now be read, in batches. */
export interface OpenedFile {
  readonly layout: FileLayout
  /** Headings nobody declared; their cells are dropped and the run says so. */
  readonly dropped: readonly string[]
  readonly headings: readonly FileHeading[]
  /** What the absence of a column is taken to mean, Danish sentences. */
  readonly warnings: readonly string[]
  /** Whether the last line is finished; one that is not may be cut off. */
  readonly endsWithNewline: boolean
  /** The sheet of a workbook that is read. */
  readonly sheet: string | undefined
  readRow(record: SourceRecord): ReadRow
  batches(): AsyncIterable<readonly SourceRecord[]>
  /** How many rows the trailer says there are; known once the batches are through, and only if there is one. */
  declaredRows(): number | undefined
  /** Removes what was decrypted and unpacked; the file is not to be read afterwards. */
  close(): Promise<void>
}

const NO_OPEN_COLUMNS: OpenLayout = { dimensions: [], measures: [] }

/**
 * Opens a file for a feed: refuses what is no data file, finds its records and their header, compiles the columns.
 * @throws MartError NOT_A_DATA_FILE, HEADER_CHANGED, TRUNCATED, AMBIGUOUS_COLUMNS or MISSING_FILE_FACT
 */
export async function openFile(
  feed: Feed,
  file: NamedCopy,
  options: ReadOptions,
): Promise<OpenedFile> {
  const declared = declaredColumns(feed)
  const source = await openSource(feed, file, options)
  try {
    // Asked for only now: of a file that holds no table at all, that is the better thing to say.
    if (feed.part && options.part === undefined) throw partUnknown(feed, file.name)
    return await understand(feed, file.name, declared, source, options)
  } catch (error) {
    await source.close()
    throw error
  }
}

/** The records of a source as the feed's rows: its header found, its columns compiled. */
async function understand(
  feed: Feed,
  name: string,
  declared: readonly DeclaredColumn[],
  source: RecordSource,
  { municipality, part, extractedOn, reference, pseudonyms, dimensions }: ReadOptions,
): Promise<OpenedFile> {
  const head = await firstRecords(source)
  const laid = layOut(feed, head, { fileName: name, dimensions, reference })
  const place = { feed: feed.id, file: name, sheet: source.sheet }
  const { row: header, match } = headerIn(laid.head, declared, place)
  let declaredRows: number | undefined
  const width = laid.width ?? 1 + header.cells.findLastIndex((heading) => heading !== '')
  const batches = () => {
    const rows = ofTable(source, after(source.batches(), header.line), width)
    return beforeTrailer(rows, feed.trailer ?? [], (count) => {
      declaredRows = count
    })
  }
  const rows = () => laid.rows(batches())
  const open = await openColumns(feed, rows, match.extra, { reference, dimensions }, name)
  const captured = Object.fromEntries(match.captured)
  const fileName = knownName(feed, name)
  const facts: FileFacts = { fileName, municipality, part, extractedOn, captured, reference }
  const readCells = compileRowReader(feed, facts, header.cells, match.positions, open, pseudonyms)
  const read = laid.reader(readCells)
  return {
    layout: layoutOf(feed, source, header, match, open),
    dropped: feed.open ? [] : match.extra.map((column) => column.heading),
    headings: fileHeadings(header.cells, match.positions),
    warnings: [...laid.warnings, ...absences(feed, match.positions)],
    endsWithNewline: source.endsWithNewline,
    sheet: source.sheet,
    readRow: ({ cells, line, fault }) => (fault ? noRow(fault) : read(cells, line)),
    batches,
    declaredRows: () => declaredRows,
    close: source.close,
  }
}

function headerIn(
  head: readonly SourceRecord[],
  declared: readonly DeclaredColumn[],
  place: HeaderPlace,
): { readonly row: HeaderRow; readonly match: MatchedHeader } {
  const search = findHeader(head, declared)
  if (!search.ok) throw headerChanged(place, search.best, declared)
  return search
}

/** The first records of a file, before anything is known of its headings. */
export async function readHead(
  feed: Feed,
  file: NamedCopy,
  room: Workroom,
): Promise<readonly SourceRecord[]> {
  const source = await openSource(feed, file, room)
  return firstRecords(source).finally(source.close)
}

/** The records of a file, as the feed looks for them; of an encrypted one those of its plain copy, which goes with the source. */
export async function openSource(
  feed: Feed,
  file: NamedCopy,
  room: Workroom,
): Promise<RecordSource> {
  const plain = await plainFile(file, room)
  try {
    const source = await openRecords(plain.path, {
      name: file.name,
      headings: declaredColumns(feed).flatMap(({ heading, aliases = [] }) => [heading, ...aliases]),
      sheets: feed.sheets,
      format: feed.override,
      scratch: room.scratch,
    })
    return { ...source, close: () => source.close().finally(plain.close) }
  } catch (error) {
    await plain.close()
    throw error
  }
}

function noRow(fault: Fault): ReadRow {
  return { rows: [], faults: [fault], keyIsKnown: false }
}

function absences(feed: Feed, positions: ReadonlyMap<string, number>): readonly string[] {
  return Object.entries(feed.columns).flatMap(([field, { whenAbsent }]) =>
    whenAbsent && !positions.has(field) ? [whenAbsent] : [],
  )
}

/** The feed's columns as a header is searched for them. */
export function declaredColumns(feed: Feed): readonly DeclaredColumn[] {
  return Object.entries(feed.columns).map(([field, column]) => ({
    field,
    heading: column.heading,
    optional: column.mayBeAbsent,
    ...(column.aliases && { aliases: column.aliases }),
    ...(column.pattern && { pattern: column.pattern }),
  }))
}

/** The columns nobody declared, told apart; none when there is no row to tell them by, which is the later complaint. */
async function openColumns(
  feed: Feed,
  rows: () => AsyncIterable<readonly SourceRecord[]>,
  extra: Parameters<typeof splitOpenColumns>[1],
  { reference, dimensions }: Pick<ReadOptions, 'reference' | 'dimensions'>,
  name: string,
): Promise<OpenLayout> {
  if (!feed.open || !(await hasRows(rows()))) return NO_OPEN_COLUMNS
  return splitOpenColumns(rows(), extra, feed, reference, dimensions, name)
}

async function hasRows(batches: AsyncIterable<readonly SourceRecord[]>): Promise<boolean> {
  for await (const batch of batches) if (batch.length > 0) return true
  return false
}

/** The part of a feed that the command line or the file name tells; undefined when neither does, or there are none. */
export function partTold(
  feed: Feed,
  fileName: string,
  table: string | undefined,
): string | undefined {
  return table === undefined
    ? feed.part?.(fileName)
    : feed.part && (feed.part(table) ?? table.toUpperCase())
}

/** The refusal of a file whose part neither the command line nor the file name tells. */
function partUnknown(feed: Feed, fileName: string): MartError {
  return new MartError(
    'MISSING_FILE_FACT',
    'Tabellens id står hverken i filnavnet eller i filen. Intet er skrevet.',
    {
      file: fileName,
      expected:
        'et tabel-id i filnavnet, fx y07a02.csv, eller en linje som "Tabel: Y07A02" over tallene',
      got: fileName,
      todo: `Kør: jobmart run ${feed.id} --file ${fileName} --table Y07A02 (med filens eget tabel-id)`,
    },
  )
}
