/** Owns the words about rejected rows: `quarantine list|show|release|export`. */
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { EXIT, MartError } from '../../core/errors.ts'
import type { Database } from '../../db/connect.ts'
import { requireMigrated } from '../../db/migrate.ts'
import { openRejects, type ReleaseResult, release } from '../../load/release.ts'
import type { Config } from '../config.ts'
import { feedById } from '../feeds.ts'
import { withDatabase, withHouse } from '../house.ts'
import {
  NOT_PUBLISHED,
  type Published,
  publishedJson,
  publishedText,
  tryPublish,
} from '../loads.ts'
import { type Progress, table, type WordResult } from '../output.ts'

const STATUS: Readonly<Record<string, string>> = {
  open: 'åben',
  released: 'frigivet',
  refused: 'afvist med filen',
  superseded: 'overhalet',
}

export interface ListFlags {
  readonly feed?: string
  /** Rows of every status; without it only the open ones. */
  readonly all?: boolean
}

async function readFaults(config: Config, { db }: Database, { feed, all }: ListFlags) {
  let query = db
    .selectFrom('ops.quarantine')
    .selectAll()
    .orderBy('run_id', 'desc')
    .orderBy('quarantine_id')
  if (feed !== undefined) query = query.where('feed', '=', feedById(config, feed).id)
  if (!all) query = query.where('status', '=', 'open')
  return query.execute()
}

/** `quarantine list`: the rejected rows that still wait for a cure. */
export async function list(config: Config, flags: ListFlags): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const faults = await readFaults(config, database, flags)
    return {
      exitCode: EXIT.done,
      text: faults.length === 0 ? 'Ingen rækker i karantæne.' : listText(faults),
      json: { faults },
    }
  })
}

type Faults = Awaited<ReturnType<typeof readFaults>>

const MOST_SHOWN = 100

function listText(faults: Faults): string {
  const rows = faults
    .slice(0, MOST_SHOWN)
    .map((fault) => [
      fault.row_id ?? `fejl ${fault.quarantine_id}`,
      fault.run_id,
      fault.feed,
      fault.file_name,
      fault.sheet,
      fault.line,
      fault.code,
      fault.column_name,
      fault.got,
      STATUS[fault.status] ?? fault.status,
    ])
  const more = faults.length - rows.length
  return [
    table(
      ['række', 'kørsel', 'feed', 'fil', 'ark', 'linje', 'kode', 'kolonne', 'fik', 'status'],
      rows,
    ),
    ...(more > 0 ? [`… og ${more} til`] : []),
  ].join('\n')
}

/** `quarantine show ID`: every fault of one rejected row, or the fault of a whole file, with what to do. */
export async function show(config: Config, id: string): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    if (!/^\d{1,18}$/.test(id)) throw noRow(id)
    const ofRow = await faultsWith(database, 'row_id', id)
    // What is wrong with a whole file belongs to no row, and is known by its own number.
    const faults = ofRow.length > 0 ? ofRow : await faultsWith(database, 'quarantine_id', id)
    const [first] = faults
    if (!first) throw noRow(id)
    return {
      exitCode: EXIT.done,
      text: [
        `${ofRow.length > 0 ? 'Række' : 'Fejl'} ${id}: ${placeOf(first)}, kørsel ${first.run_id} (${first.feed}) – ${STATUS[first.status]}`,
        ...faults.map((fault) => `  ${fault.code}: ${fault.message}`),
        first.released_run_id && `  Frigivet af kørsel ${first.released_run_id}.`,
      ]
        .filter(Boolean)
        .join('\n'),
      json: { row_id: first.row_id, faults },
    }
  })
}

function faultsWith({ db }: Database, column: 'row_id' | 'quarantine_id', id: string) {
  return db
    .selectFrom('ops.quarantine')
    .selectAll()
    .where(column, '=', id)
    .orderBy('quarantine_id')
    .execute()
}

function noRow(id: string): MartError {
  return new MartError('UNKNOWN_WORD', `Der er ingen afvist række ${id}.`, {
    expected: 'et nummer fra: jobmart quarantine list --all',
    got: id,
  })
}

function placeOf(fault: { file_name: string | null; sheet: string | null; line: number | null }) {
  const sheet = fault.sheet === null ? '' : ` ark "${fault.sheet}"`
  const line = fault.line === null ? '' : ` linje ${fault.line}`
  return `${fault.file_name}${sheet}${line}`
}

/** `quarantine export --out FILE`: the faults as CSV, for those who mend them at the source. */
export async function exportCsv(
  config: Config,
  flags: ListFlags & { readonly out: string },
): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const faults = await readFaults(config, database, flags)
    await writeFile(flags.out, asCsv(faults)).catch((cause: { code?: string }) => {
      throw new MartError('PATH_NOT_FOUND', 'Filen kan ikke skrives.', {
        file: flags.out,
        got: cause.code ?? 'ukendt fejl',
        todo: 'Ret stien efter --out.',
      })
    })
    const rows = new Set(faults.map((fault) => fault.row_id)).size
    return {
      exitCode: EXIT.done,
      text: `${faults.length} fejl i ${rows} rækker skrevet til ${flags.out}.`,
      json: { file: flags.out, faults: faults.length, rows },
    }
  })
}

function asCsv(faults: Faults): string {
  const rows = faults.map(
    ({ file_name, sheet, line, column_name, code, expected, got, message }) => [
      file_name,
      sheet,
      line,
      column_name,
      code,
      expected,
      got,
      message,
    ],
  )
  return stringify(rows, {
    header: true,
    bom: true,
    delimiter: ';',
    // A cell that starts like a formula must not become one in a spreadsheet.
    escape_formulas: true,
    columns: ['Fil', 'Ark', 'Linje', 'Kolonne', 'Kode', 'Forventet', 'Fik', 'Besked'],
  })
}

/** `quarantine release [ROW]`: tries rejected rows again after their cause was mended, then publishes. */
export async function releaseWord(
  config: Config,
  rowId: string | undefined,
  flags: { readonly feed?: string; readonly wait?: boolean; readonly publish: boolean },
  progress: Progress,
): Promise<WordResult> {
  const feed = flags.feed && feedById(config, flags.feed).id
  if (rowId !== undefined && !/^\d{1,18}$/.test(rowId)) throw noRow(rowId)
  return withHouse(config, 'hand', async (house) => {
    const loads = await openRejects(house, house.feeds, { rowId, feed })
    if (loads.length === 0) throw nothingToRelease(rowId)
    const results: ReleaseResult[] = []
    const gone: MartError[] = []
    for (const load of loads) {
      progress(`Prøver ${load.lines.size} rækker fra ${load.file.name} igen`)
      try {
        results.push(await release(house, load, flags.wait ?? false))
      } catch (error) {
        // One file that is gone does not keep the others' rows from being released.
        if (!(error instanceof MartError) || error.code !== 'NOTHING_WAITING') throw error
        gone.push(error)
      }
    }
    if (results.length === 0 && gone[0]) throw allGone(gone[0], gone)
    const published = flags.publish
      ? await tryPublish(house, flags.wait ?? false, progress)
      : NOT_PUBLISHED
    return releaseResult(results, gone, published)
  })
}

function allGone({ context }: MartError, gone: readonly MartError[]): MartError {
  const said = gone.map(({ message }) => message).join(' ')
  const file = gone.map((error) => error.context.file).join(', ')
  return new MartError('NOTHING_WAITING', said, { ...context, file })
}

function releaseResult(
  results: readonly ReleaseResult[],
  gone: readonly MartError[],
  published: Published,
): WordResult {
  const isAnyLeft = results.some(({ remaining }) => remaining > 0)
  const mild = isAnyLeft ? EXIT.warnings : EXIT.done
  const failed = published.publishError?.exitCode
  return {
    exitCode: failed ?? (gone.length > 0 ? EXIT.nothingWaiting : mild),
    text: [
      ...results.map(
        ({ runId, fileName, released, remaining, overtaken }) =>
          `${fileName}, kørsel ${runId}: ${released} frigivet, ${remaining} stadig i karantæne, ${overtaken} overhalet af en senere fil.`,
      ),
      ...gone.map(({ message }) => message),
      ...publishedText(published),
    ].join('\n'),
    json: {
      releases: results.map(releaseJson),
      purged: gone.map(({ context }) => context.file),
      ...publishedJson(published),
    },
  }
}

function releaseJson({ runId, fileName, ...rows }: ReleaseResult) {
  return { run_id: runId, file_name: fileName, ...rows }
}

function nothingToRelease(rowId: string | undefined): MartError {
  return new MartError('NOTHING_WAITING', 'Ingen åbne rækker i karantæne at frigive.', {
    expected: 'en åben række fra: jobmart quarantine list',
    got: rowId ?? 'ingen',
    todo: 'En afvist fil kan ikke frigives; ret den, og indlæs den igen.',
  })
}
