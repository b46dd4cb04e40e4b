/** Owns the word `check`: a file held against its feed's declared columns, without a database and without a trace. */
import { EXIT, type ExitCode, formatError, MartError } from '../../core/errors.ts'
import type { Feed } from '../../core/feed.ts'
import { showCell } from '../../core/mask.ts'
import { buildReference } from '../../core/reference.ts'
import { counted } from '../../core/text.ts'
import { type CheckedFile, checkFile } from '../../load/check-file.ts'
import type { FileLayout } from '../../load/file-layout.ts'
import { faultMessage } from '../../load/quarantine.ts'
import type { Config } from '../config.ts'
import { feedById } from '../feeds.ts'
import { type Progress, table, type WordResult } from '../output.ts'
import { readingRoom } from '../reading-room.ts'
import { readReference } from '../reference.ts'
import { namedFile } from './run.ts'

export interface CheckFlags {
  readonly file: string
  readonly table?: string
  readonly dimensions?: string
}

/** `check <feed> --file PATH`: what the file is, and what a load would make of its rows. */
export async function check(
  config: Config,
  feedId: string,
  flags: CheckFlags,
  progress: Progress,
): Promise<WordResult> {
  const feed = feedById(config, feedId)
  const { path, name } = await namedFile(feed, flags.file, {})
  const { tables } = await readReference(config)
  progress(`Læser ${name} (${feed.id}); intet gemmes`)
  const checked = await checkFile(feed, path, name, {
    // A file can be checked before it is known whose it is.
    municipality: config.municipality ?? '000',
    table: flags.table,
    dimensions: flags.dimensions?.split(',').map((each) => each.trim()) ?? [],
    reference: buildReference(tables),
    ...(await readingRoom(config, path)),
  })
  const exitCode = exitCodeOf(checked)
  return {
    exitCode,
    text: text(feed, name, checked, exitCode).join('\n'),
    json: json(feed, name, checked, exitCode),
  }
}

function exitCodeOf({ refusal, rows, warnings }: CheckedFile): ExitCode {
  if (refusal) return EXIT.refused
  return rows.bad > 0 || warnings.length > 0 ? EXIT.warnings : EXIT.done
}

const STATES: Readonly<Partial<Record<ExitCode, string>>> = {
  [EXIT.done]: 'good',
  [EXIT.warnings]: 'warnings',
  [EXIT.refused]: 'refused',
}

function verdict(name: string, { rows }: CheckedFile, exitCode: ExitCode): string {
  if (exitCode === EXIT.refused) return `${name} ville blive afvist:`
  if (rows.bad === 0) return `${name} kan indlæses.`
  return `${name} kan indlæses; ${counted(rows.bad, 'række', 'rækker')} ville komme i karantæne.`
}

function text(
  feed: Feed,
  name: string,
  checked: CheckedFile,
  exitCode: ExitCode,
): readonly string[] {
  const { layout, part, rows, badByCode, firstFaults, refusal, warnings } = checked
  const codes = [...badByCode].map(([code, count]) => `${code} ${count}`)
  return [
    `${name} → ${feed.id}${part ? ` (${part})` : ''}: ${feed.title}`,
    ...(layout ? layoutText(layout, checked.dropped) : []),
    `Rækker:    ${rows.read} læst, ${rows.good} gode, ${rows.bad} forkerte${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`,
    ...repeatsText(checked),
    ...(checked.declaredRows === undefined
      ? []
      : [`Slutlinje: siger ${counted(checked.declaredRows, 'række', 'rækker')}`]),
    ...warnings.map((warning) => `Advarsel:  ${warning}`),
    ...firstFaults.map((fault) => `  ${fault.code}: ${faultMessage(fault)}`),
    verdict(name, checked, exitCode),
    ...(refusal ? [formatError(underItsName(refusal, name))] : []),
    'Intet er gemt.',
  ]
}

function layoutText(layout: FileLayout, dropped: readonly string[]): readonly string[] {
  const list = (title: string, names: readonly string[]) =>
    names.length > 0 ? [`${title}${names.join('; ')}`] : []
  const ways = { heading: 'overskrift', alias: 'alias', pattern: 'mønster' }
  const columns = layout.columns.map(({ field, heading, foundBy }) => [
    heading,
    field,
    ways[foundBy],
  ])
  return [
    `Fil:       ${writing(layout).join(', ')}`,
    table(['kolonne', 'læses som', 'fundet ved'], columns),
    ...list('Findes ikke i filen: ', layout.absent),
    ...list('Gemmes ikke (ukendte): ', dropped),
    ...list('Opdelinger: ', layout.dimensions),
    ...list('Målinger:   ', layout.measures),
  ]
}

/** How the file is written: kind, encoding and delimiter or sheet, and where its headings stand. */
function writing({ kind, format, sheet, headerLine }: FileLayout): readonly string[] {
  const delimiter = format?.delimiter === '\t' ? 'tabulator' : `"${format?.delimiter}"`
  return [
    kind.toUpperCase(),
    ...(format ? [format.encoding, `skilletegn ${delimiter}`] : []),
    ...(sheet === undefined ? [] : [`ark "${sheet}"`]),
    // Rows of named fields, one per line, have no line of headings.
    headerLine > 0 ? `overskrifter på linje ${headerLine}` : 'felternes navne er overskrifter',
  ]
}

function repeatsText({ repeats }: CheckedFile): readonly string[] {
  const rest = repeats.isAll ? '' : ' (kun de første millioner rækker er sammenlignet)'
  if (repeats.repeated === 0 && repeats.contradictions.size === 0 && repeats.isAll) return []
  return [
    `Gentaget:  ${counted(repeats.repeated, 'række', 'rækker')} siger det samme som en anden eller er overhalet af en nyere, ${repeats.contradictions.size} siger hinanden imod${rest}`,
  ]
}

function json(feed: Feed, name: string, checked: CheckedFile, exitCode: ExitCode) {
  const { layout, refusal, repeats, rows } = checked
  const error = refusal && underItsName(refusal, name)
  return {
    feed: feed.id,
    part: checked.part ?? null,
    file_name: name,
    state: STATES[exitCode],
    layout: layout && {
      kind: layout.kind,
      encoding: layout.format?.encoding ?? null,
      delimiter: layout.format?.delimiter ?? null,
      sheet: layout.sheet ?? null,
      header_line: layout.headerLine,
      columns: layout.columns.map(({ field, heading, foundBy }) => ({
        field,
        heading,
        found_by: foundBy,
      })),
      absent_columns: layout.absent,
      dimensions: layout.dimensions,
      measures: layout.measures,
    },
    dropped_columns: checked.dropped,
    rows: { ...rows, repeated: repeats.repeated, contradicting: repeats.contradictions.size },
    bad_by_code: Object.fromEntries(checked.badByCode),
    faults: checked.firstFaults.map((fault) => ({
      code: fault.code,
      line: fault.line,
      column: fault.column ?? null,
      expected: fault.expected,
      got: showCell(fault.got),
      message: faultMessage(fault),
    })),
    trailer_rows: checked.declaredRows ?? null,
    warnings: checked.warnings,
    ...(error && { error: { code: error.code, message: error.message, ...error.context } }),
  }
}

/** People know the file by its name, and no message needs its place. */
function underItsName(error: MartError, name: string): MartError {
  return new MartError(error.code, error.message, {
    ...error.context,
    ...(error.context.file && { file: name }),
  })
}
