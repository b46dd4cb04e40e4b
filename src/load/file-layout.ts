/** Owns what can be told of a file before its rows are read: how it is written, and which columns were found how. */
import type { Column, Feed } from '../core/feed.ts'
import { normaliseText } from '../core/text.ts'
import type { HeaderRow, MatchedHeader } from '../read/header.ts'
import type { RecordSource } from '../read/records.ts'
import type { OpenLayout } from './open-columns.ts'

/** A declared column as it was found in a file. */
export interface FoundColumn {
  readonly field: string
  /** As it stands in the file. */
  readonly heading: string
  readonly foundBy: 'heading' | 'alias' | 'pattern'
}

export interface FileLayout {
  readonly kind: RecordSource['kind']
  /** How a text is written; undefined for a workbook and for JSON. */
  readonly format: RecordSource['format']
  readonly sheet: string | undefined
  readonly headerLine: number
  readonly columns: readonly FoundColumn[]
  /** Declared headings that the file lacks and may lack. */
  readonly absent: readonly string[]
  /** Open columns told apart by what they hold. */
  readonly dimensions: readonly string[]
  readonly measures: readonly string[]
}

/** The layout of a file whose header was found. */
export function layoutOf(
  feed: Feed,
  source: RecordSource,
  header: HeaderRow,
  { positions }: MatchedHeader,
  open: OpenLayout,
): FileLayout {
  const declared = Object.entries(feed.columns)
  return {
    kind: source.kind,
    format: source.format,
    sheet: source.sheet,
    headerLine: header.line,
    columns: declared.flatMap(([field, column]) => {
      const heading = header.cells[positions.get(field) ?? -1]
      return heading === undefined ? [] : [{ field, heading, foundBy: foundBy(column, heading) }]
    }),
    absent: declared.flatMap(([field, { heading }]) => (positions.has(field) ? [] : [heading])),
    dimensions: open.dimensions.map(({ heading }) => heading),
    measures: open.measures.map(({ heading }) => heading),
  }
}

function foundBy(column: Column<unknown>, heading: string): FoundColumn['foundBy'] {
  const isSame = (other: string) => normaliseText(other) === normaliseText(heading)
  if (isSame(column.heading)) return 'heading'
  return (column.aliases ?? []).some(isSame) ? 'alias' : 'pattern'
}
