/** Owns what is said of a load: its result, its sentence, and its refusal as a fault of the whole file. */
import { type ExitCode, MartError } from '../core/errors.ts'
import { counted } from '../core/text.ts'
import { tolerated } from '../core/tolerance.ts'
import type { FileHeading } from './headings.ts'
import type { PlacedFault } from './quarantine.ts'
import { NO_ROWS, type RowCounts, type RunState } from './run-record.ts'
import type { Staged } from './stage-file.ts'

/** What came of one file. */
export interface LoadResult {
  readonly runId: string
  readonly feed: string
  readonly part: string | undefined
  readonly fileName: string
  readonly sha256: string
  readonly state: RunState
  readonly exitCode: ExitCode
  readonly counts: RowCounts
  readonly message: string
  readonly faults: readonly PlacedFault[]
  /** Headings whose cells were dropped, for nobody declared them. */
  readonly dropped: readonly string[]
  /** What was odd without being wrong, as Danish sentences. */
  readonly warnings: readonly string[]
  /** The file's headings; undefined when it was not read. */
  readonly headings?: readonly FileHeading[] | undefined
  readonly error?: MartError
}

/** What a closed load says of itself. */
export interface Ending {
  readonly counts: RowCounts
  readonly message: string
  readonly faults: readonly PlacedFault[]
  readonly dropped: readonly string[]
  readonly warnings: readonly string[]
  readonly headings?: readonly FileHeading[] | undefined
}

/** A file that need not be read again. */
export function skipped(): Ending {
  const message = 'Filen er allerede den gældende; intet er ændret.'
  return { counts: NO_ROWS, message, faults: [], dropped: [], warnings: [] }
}

/** A file that a later delivery of it has already replaced. */
export function alreadyReplaced(by: string): Ending {
  const message = `En senere levering, ${by}, gælder allerede; intet er ændret.`
  return { counts: NO_ROWS, message, faults: [], dropped: [], warnings: [] }
}

/** A refusal as the one fault of the whole file. */
export function faultOf(error: MartError): PlacedFault {
  const { expected = '', got = '', sheet, line, column, todo } = error.context
  return {
    code: error.code,
    expected,
    got,
    ...(todo && { todo }),
    ...(column && { column }),
    ...(sheet && { sheet }),
    line: line ?? null,
    ofWholeFile: error.message,
  }
}

/** The refusal of a file with more rejected rows than is tolerated. */
export function tooManyRejects(file: string, { read, rejected }: Staged): MartError {
  return new MartError('TOO_MANY_REJECTS', 'For mange rækker er forkerte. Intet er skrevet.', {
    file,
    expected: `højst ${counted(tolerated(read), 'afvist række', 'afviste rækker')} af ${read}`,
    got: counted(rejected, 'afvist række', 'afviste rækker'),
    todo: 'Se fejlene med jobmart runs ID, ret filen eller etiketterne, og indlæs igen.',
  })
}

/** The refusal of a file that may be a full snapshot or a delta: the difference is what it deletes. */
export function modeUnknown(file: string): MartError {
  return new MartError(
    'MISSING_FILE_FACT',
    'Det er ikke til at se, om filen er et fuldt udtræk eller kun ændringer. Intet er skrevet.',
    {
      file,
      expected: '_F_ (fuldt udtræk) eller _D_ (ændringer) i filnavnet',
      got: file,
      todo: 'Kør igen med --full eller --delta.',
    },
  )
}

/** The refusal of a full snapshot that lacks more rows than a day can close. */
export function rowCountDrop(file: string, open: number, given: number): MartError {
  return new MartError(
    'ROW_COUNT_DROP',
    'Det fulde udtræk mangler mere end en femtedel af rækkerne. Intet er skrevet.',
    {
      file,
      expected: `mindst 80 % af de ${open.toLocaleString('da-DK')} kendte rækker`,
      got: `${given.toLocaleString('da-DK')} af dem`,
      todo: 'Hent filen igen; er den rigtig, så kør med --force.',
    },
  )
}

/** The sentence for status and runs: what became of the rows. */
export function messageOf(
  counts: RowCounts,
  staged: Staged,
  { dropped, warnings }: Pick<Ending, 'dropped' | 'warnings'>,
): string {
  const rows = (count: number, what: string) => `${count.toLocaleString('da-DK')} ${what}`
  const sum = [
    rows(counts.loaded, 'indlæst'),
    rows(counts.unchanged, 'uændret'),
    rows(counts.quarantined, 'i karantæne'),
    rows(counts.ignored - staged.notes, 'gentaget og talt én gang'),
  ].join(', ')
  return [
    `${counted(counts.read, 'række', 'rækker')} læst: ${sum}.`,
    staged.notes > 0 && `${counted(staged.notes, 'note', 'noter')} uden tal er sprunget over.`,
    counts.closed > 0 && `${rows(counts.closed, 'tidligere tal udgik')}.`,
    !staged.keysAreKnown && 'En afvist rækkes nøgle kunne ikke læses; intet regnes for udgået.',
    dropped.length > 0 && `Ukendte kolonner er ikke gemt: ${dropped.join(', ')}.`,
    ...warnings,
  ]
    .filter(Boolean)
    .join(' ')
}
