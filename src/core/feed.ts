/** Owns what a feed is: one kind of export, declared as data - its columns, its rows' identity, and how a row becomes facts. */
import type { ColumnType, MeasureCell } from './column.ts'
import type { ErrorCode } from './errors.ts'
import type { Fault, Outcome } from './outcome.ts'
import type { SourceRecord } from './record.ts'
import type { Reference } from './reference.ts'
import type { TargetName } from './target.ts'
import type { AnyTargetRow, TargetRow } from './target-row.ts'
import type { Delimiter, Encoding } from './text-format.ts'

/** A declared column of an export. */
export interface Column<T> {
  readonly heading: string
  /** Other headings the same column is known by. */
  readonly aliases?: readonly string[]
  /** A heading with a changing part, matched on its normalised form; group 1 is captured under the field's name. */
  readonly pattern?: RegExp
  readonly type: ColumnType<T>
  /** The cell must hold a value. */
  readonly required: boolean
  /** The column may be missing from the file. */
  readonly mayBeAbsent: boolean
  /** What the file is then taken to mean, a Danish sentence that the run warns with. */
  readonly whenAbsent?: string
}

export type Columns = Readonly<Record<string, Column<unknown>>>

/** The values of one row as `normalise` receives them: required cells are never null. */
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never
}

/** The columns of an open layout beside the declared ones: dimension members and measures, in file order. */
export interface OpenCells {
  readonly dimensions: readonly (readonly [heading: string, member: string])[]
  readonly measures: readonly (readonly [heading: string, cell: MeasureCell])[]
}

/** What is known of the file as a whole. */
export interface FileFacts {
  /** For a zip archive the name of the file it holds, as far as the archive's own name tells it. */
  readonly fileName: string
  /** The municipality the run is for, three digits. */
  readonly municipality: string
  /** Part of the feed: the table id for jobindsats. */
  readonly part: string | undefined
  /** ISO date, when it is known. */
  readonly extractedOn?: string | undefined
  /** What pattern headings captured, by field: `{ target: '2020' }`. */
  readonly captured: Readonly<Record<string, string>>
  readonly reference: Reference
}

/** A row laid out under other headings than the file's own. */
export interface LaidRow {
  readonly cells: readonly string[]
  /** For each cell the heading it stood under in the file, by which a fault is told. */
  readonly headings: readonly string[]
}

/** How the lines of one file become rows of the feed's own layout. */
export interface Layout {
  readonly header: readonly string[]
  /** The line of the file's last headings; its rows stand below. */
  readonly headerLine: number
  /** How many cells a row of the file holds. */
  readonly width: number
  /** What the layout leaves out or takes for granted, Danish sentences. */
  readonly warnings: readonly string[]
  /** Whether a line is no row but a note of the source's, such as `Kilde: …`. */
  isNote(cells: readonly string[], isBelowAllRows: boolean): boolean
  /** The rows that one line gives; the line is counted, loaded or rejected as one. */
  rows(cells: readonly string[]): readonly LaidRow[]
}

/** Why a layout cannot be told: the file is refused rather than guessed at. */
export interface Unclear {
  readonly code: ErrorCode
  /** A Danish sentence. */
  readonly message: string
  readonly expected: string
  readonly got: string
  readonly todo: string
}

/** What a layout may be told by, beside the first lines. */
export interface LayoutHints {
  readonly fileName: string
  /** Headings that the call says are dimensions. */
  readonly dimensions: readonly string[]
  readonly reference: Reference
}

/** A full snapshot gives every row there is; a delta gives the rows that changed. */
export type FileMode = 'full' | 'delta'

/** What a column's cells say, and the code or word of ours that each means. */
export type Words = Readonly<Record<string, string>>

/** How one feed's export differs from what its connector declares; what is left out is as declared. */
export interface FeedOverride {
  /** File names with `*` and `?`, in place of the declared ones. */
  readonly files?: readonly string[]
  /** File names that are full snapshots. */
  readonly fullFiles?: readonly string[]
  /** File names that are deltas. */
  readonly deltaFiles?: readonly string[]
  /** In place of what the bytes of a text file tell. */
  readonly encoding?: Encoding
  readonly delimiter?: Delimiter
  /** By field: the headings it has in the export, in place of every declared one. */
  readonly headings?: Readonly<Record<string, readonly string[]>>
  /** By field: the words of its cells. */
  readonly codes?: Readonly<Record<string, Words>>
}

/** A feed with its types erased, as the loader runs it. Made by `defineFeed` in src/connector.ts. */
export interface Feed {
  readonly id: string
  /** Folder in connectors/. */
  readonly connector: string
  /** Danish name for status and reports. */
  readonly title: string
  /** File names it takes, as a file system shows them. */
  readonly files: readonly RegExp[]
  /** File names as examples of what `files` takes, for people. */
  readonly takes: readonly string[]
  /** The part of the feed a file name tells, when the feed has parts. */
  readonly part?: (fileName: string) => string | undefined
  /** The part that a file's first lines tell, for a file whose name does not. */
  readonly partInside?: (head: readonly SourceRecord[]) => string | undefined
  /**
   * For a source that also lays its figures out for people: how the lines of a file with these first lines become rows of
   * the declared layout. Undefined: they are rows already, or nothing that is known.
   */
  readonly layout?: (
    head: readonly SourceRecord[],
    hints: LayoutHints,
  ) => Layout | Unclear | undefined
  /**
   * For a feed that comes as full snapshots and deltas: which one a file name tells. Undefined: the name does not tell,
   * and the call must (`--full`, `--delta`). A feed without it replaces slices.
   */
  readonly mode?: (fileName: string) => FileMode | undefined
  /**
   * Its files tell of areas all over the country, and their rows are everybody's: where several municipalities share a
   * database, the files of them all are one sequence.
   */
  readonly isShared?: true
  /** Its files tell of persons: it is loaded with the pseudonym key that the database knows, or not at all. */
  readonly personal?: true
  /** The sheets of a workbook it reads, in order of preference; without it the first visible one with rows. */
  readonly sheets?: readonly string[]
  /** The words that open the last record when it is no row but says how many there are: `ANTAL;12345`. */
  readonly trailer?: readonly string[]
  readonly columns: Columns
  /** An open layout: columns beside the declared ones are dimensions, then measures of this kind. */
  readonly open?: { readonly measures: ColumnType<MeasureCell> }
  /**
   * The field (a day or a period) that tells of which time a row is: labels are looked up as they held then. Without it,
   * or where its cell cannot be read, the file's day of extraction counts; without either a label's dates do not.
   */
  readonly datedBy?: string
  /** Fields that identify a row: while they can be read, a rejected row protects its open version. */
  readonly key: readonly string[]
  readonly target: TargetName
  /** What the municipality's jobmart.yaml says of its export; the rest of the feed is already as it has it. */
  readonly override?: FeedOverride
  /** Days after the last day covered at which a newer file is due. */
  readonly freshDays: number
  /** What is wrong with a row whose cells are right each by itself; such a row is rejected, and its key is still known. */
  judge?(row: Readonly<Record<string, unknown>>): readonly Fault[]
  normalise(
    row: Readonly<Record<string, unknown>>,
    file: FileFacts,
    open: OpenCells,
  ): Outcome<readonly AnyTargetRow[]>
}

/** A feed as its connector writes it: `normalise` is typed by the columns and the target. */
export interface FeedDeclaration<C extends Columns, T extends TargetName>
  extends Omit<Feed, 'columns' | 'target' | 'key' | 'datedBy' | 'judge' | 'normalise'> {
  readonly columns: C
  readonly datedBy?: keyof C & string
  readonly key: readonly (keyof C & string)[]
  readonly target: T
  judge?(row: RowOf<C>): readonly Fault[]
  normalise(row: RowOf<C>, file: FileFacts, open: OpenCells): Outcome<readonly TargetRow<T>[]>
}

/** What a delivered file may end in. */
const ENDINGS = ['.csv', '.json', '.ndjson', '.jsonl', '.xlsx', '.xlsm', '.txt']

/**
 * The name that a feed knows a file by, or nothing when the feed does not take it. A zip archive is known by the file it
 * holds: `X.csv.zip` as `X.csv`, and `X.zip` as `X` with the first ending that the feed takes.
 */
export function nameFor({ files }: Pick<Feed, 'files'>, name: string): string | undefined {
  const held = name.replace(/\.zip$/i, '')
  const isWhole = held === name || ENDINGS.some((ending) => held.toLowerCase().endsWith(ending))
  const names = isWhole ? [held] : ENDINGS.map((ending) => held + ending)
  return names.find((each) => files.some((pattern) => pattern.test(each)))
}

/** The same, for a file that is loaded whatever its name: one that the feed does not know is known as it is. */
export function knownName(feed: Pick<Feed, 'files'>, name: string): string {
  return nameFor(feed, name) ?? name
}
