/** Owns the words about rejected rows: `quarantine list|show|export`, and `labels` for the ones a reference line would cure. */
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { feeds } from '../../../connectors/index.ts'
import { EXIT, MartError } from '../../core/errors.ts'
import { buildReference, type Reference } from '../../core/reference.ts'
import type { Database } from '../../db/connect.ts'
import { requireMigrated } from '../../db/migrate.ts'
import { openRejects, type ReleaseResult, release } from '../../load/release.ts'
import type { Config } from '../config.ts'
import { readReference, withDatabase, withHouse } from '../house.ts'
import { NOT_PUBLISHED, publishedJson, publishedText, tryPublish } from '../loads.ts'
import { type Progress, table, type WordResult, worst } from '../output.ts'
import { feedById } from './run.ts'

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

async function readFaults({ db }: Database, { feed, all }: ListFlags) {
  let query = db
    .selectFrom('ops.quarantine')
    .selectAll()
    .orderBy('run_id', 'desc')
    .orderBy('quarantine_id')
  if (feed !== undefined) query = query.where('feed', '=', feedById(feed).id)
  if (!all) query = query.where('status', '=', 'open')
  return query.execute()
}

/** `quarantine list`: the rejected rows that still wait for a cure. */
export async function list(config: Config, flags: ListFlags): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const faults = await readFaults(database, flags)
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
      fault.row_id,
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

/** `quarantine show ID`: every fault of one rejected row, with what to do. */
export async function show(config: Config, id: string): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const faults = /^\d{1,18}$/.test(id)
      ? await database.db
          .selectFrom('ops.quarantine')
          .selectAll()
          .where('row_id', '=', id)
          .orderBy('quarantine_id')
          .execute()
      : []
    const [first] = faults
    if (!first) throw noRow(id)
    return {
      exitCode: EXIT.done,
      text: [
        `Række ${id}: ${placeOf(first)}, kørsel ${first.run_id} (${first.feed}) – ${STATUS[first.status]}`,
        ...faults.map((fault) => `  ${fault.code}: ${fault.message}`),
        first.released_run_id && `  Frigivet af kørsel ${first.released_run_id}.`,
      ]
        .filter(Boolean)
        .join('\n'),
      json: { row_id: id, faults },
    }
  })
}

function noRow(id: string): MartError {
  return new MartError('UNKNOWN_WORD', `Der er ingen afvist række ${id}.`, {
    expected: 'et rækkenummer fra: jobmart quarantine list',
    got: id,
  })
}

function placeOf(fault: { file_name: string | null; sheet: string | null; line: number | null }) {
  const sheet = fault.sheet === null ? '' : ` ark "${fault.sheet}"`
  return `${fault.file_name}${sheet} linje ${fault.line}`
}

/** `quarantine export --out FILE`: the faults as CSV, for those who mend them at the source. */
export async function exportCsv(
  config: Config,
  flags: ListFlags & { readonly out: string },
): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const faults = await readFaults(database, flags)
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
  const feed = flags.feed && feedById(flags.feed).id
  if (rowId !== undefined && !/^\d{1,18}$/.test(rowId)) throw noRow(rowId)
  return withHouse(config, 'hand', async (house) => {
    const loads = await openRejects(house, feeds, { rowId, feed })
    if (loads.length === 0) throw nothingToRelease(rowId)
    const results = []
    for (const load of loads) {
      progress(`Prøver ${load.lines.size} rækker fra ${load.file.name} igen`)
      results.push(await release(house, load, flags.wait ?? false))
    }
    const published = flags.publish
      ? await tryPublish(house, flags.wait ?? false, progress)
      : NOT_PUBLISHED
    const remaining = results.reduce((sum, result) => sum + result.remaining, 0)
    return {
      exitCode: worst([
        remaining > 0 ? EXIT.warnings : EXIT.done,
        published.publishError?.exitCode ?? EXIT.done,
      ]),
      text: [
        ...results.map(
          ({ runId, fileName, released, remaining, overtaken }) =>
            `${fileName}, kørsel ${runId}: ${released} frigivet, ${remaining} stadig i karantæne, ${overtaken} overhalet af en senere fil.`,
        ),
        ...publishedText(published),
      ].join('\n'),
      json: { releases: results.map(releaseJson), ...publishedJson(published) },
    }
  })
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

/** `labels`: the labels no reference file knows, each with the line to add. */
export async function labels(config: Config): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    await requireMigrated(database)
    const reference = buildReference((await readReference(config)).tables)
    const unknown = await database.db
      .selectFrom('ops.quarantine')
      .select(['feed', 'column_name', 'got'])
      .select((select) => select.fn.count<string>('row_id').distinct().as('rows'))
      .where('code', '=', 'UNKNOWN_LABEL')
      .where('status', '=', 'open')
      .groupBy(['feed', 'column_name', 'got'])
      .orderBy('feed')
      .orderBy('column_name')
      .orderBy('got')
      .execute()
    const found = unknown.map((label) => ({
      ...label,
      ...cureOf(reference, label.feed, label.column_name, label.got),
    }))
    const rows = found.map((label) => [
      label.feed,
      label.column_name,
      label.got,
      label.rows,
      label.file,
      label.line,
    ])
    const list = table(['feed', 'kolonne', 'etiket', 'rækker', 'tilføj til', 'linje'], rows)
    const where = `Filerne ligger i ${config.home}/reference (overskriftslinjen er den samme som i sql/reference).`
    return {
      exitCode: EXIT.done,
      text: found.length === 0 ? 'Alle etiketter er kendte.' : `${list}\n\n${where}`,
      json: { labels: found },
    }
  })
}

/** The reference file and line that would make a label known; CODE stands for what only people can say. */
function cureOf(
  reference: Reference,
  feedId: string,
  heading: string | null,
  got: string | null,
): { file: string; line: string } {
  const feed = feeds.find((candidate) => candidate.id === feedId)
  const column = Object.values(feed?.columns ?? {}).find(({ heading: own, aliases = [] }) =>
    [own, ...aliases].includes(heading ?? ''),
  )
  const lookup = column?.type.lookup
  if (lookup === undefined) return { file: '–', line: '' }
  if (lookup.list === 'area') return { file: 'area.csv', line: areaLine(reference, got ?? '') }
  if (lookup.list === 'kpi')
    return { file: '–', line: 'ret KPI-id i filen (se sql/reference/kpi.csv)' }
  // One that is known for other days: its line again without them; the operator narrows it.
  const code = reference.entry(lookup.list, lookup.source, got ?? '')?.code ?? 'KODE'
  return { file: 'label.csv', line: csvLine(lookup.list, lookup.source, got, code, '', '') }
}

/** The line of the area that the label is most like, with the label as one more alias: the home's line replaces ours. */
function areaLine({ tables, nearestArea }: Reference, got: string): string {
  const code = nearestArea(got)?.code
  const row = tables.get('area')?.find(({ area_code }) => area_code === code)
  if (!row) return csvLine('KODE', 'art', 'navn', 'kommunekode', '', got)
  const aliases = [row.aliases, got].filter(Boolean).join('|')
  return csvLine(...Object.values({ ...row, aliases }))
}

function csvLine(...cells: readonly (string | null | undefined)[]): string {
  return stringify([[...cells]], { eof: false })
}
