/** Owns which records of a file are rows of its table: below the header, as wide as it, and before the trailer. */
import type { SourceRecord } from '../core/record.ts'
import type { RecordSource } from '../read/records.ts'
import { trailerCount } from '../read/trailer.ts'

/** The first records of a file, among which its header is looked for. */
export async function firstRecords(source: RecordSource): Promise<readonly SourceRecord[]> {
  for await (const batch of source.batches()) return batch
  return []
}

/**
 * The rows of the table: a sheet has no end to its rows, so the cells they lack are empty, and what stands right of the
 * last heading is a note beside the table. In a text another number of fields means a row gone wrong.
 */
export async function* ofTable(
  { kind }: RecordSource,
  batches: AsyncIterable<readonly SourceRecord[]>,
  width: number,
): AsyncGenerator<readonly SourceRecord[]> {
  if (kind !== 'xlsx') return yield* batches
  for await (const batch of batches) {
    const rows = batch.map(({ line, cells }) => ({
      line,
      cells: Array.from({ length: width }, (_, index) => cells[index] ?? ''),
    }))
    yield rows.filter(({ cells }) => cells.some((cell) => cell !== ''))
  }
}

/** The records below a line, and those that cannot be read, wherever they stand. */
export async function* after(
  batches: AsyncIterable<readonly SourceRecord[]>,
  headerLine: number,
): AsyncGenerator<readonly SourceRecord[]> {
  for await (const batch of batches) {
    yield batch[0] && batch[0].line > headerLine
      ? batch
      : batch.filter((record) => record.line > headerLine || record.fault)
  }
}

/** The records without the last one when that is a trailer; its count goes to `found`. */
export async function* beforeTrailer(
  batches: AsyncIterable<readonly SourceRecord[]>,
  words: readonly string[],
  found: (rows: number) => void,
): AsyncGenerator<readonly SourceRecord[]> {
  let last: SourceRecord | undefined
  for await (const batch of batches) {
    const records = last ? [last, ...batch] : batch
    last = records.at(-1)
    if (records.length > 1) yield records.slice(0, -1)
  }
  const rows = last && trailerCount(last.cells, words)
  if (rows !== undefined) found(rows)
  else if (last) yield [last]
}
