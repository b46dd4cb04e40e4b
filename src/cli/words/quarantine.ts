/** Owns the words about rejected rows: `quarantine list|show|export`, and `labels` for the ones a reference line would cure. */
import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { EXIT, MartError } from '../../core/errors.ts'
import type { Feed } from '../../core/feed.ts'
import { namesOfColumn } from '../../core/override.ts'
import { buildReference, type Reference } from '../../core/reference.ts'
import type { Database } from '../../db/connect.ts'
import { requireMigrated } from '../../db/migrate.ts'
import { openRejects, type ReleaseResult, release } from '../../load/release.ts'
import { type PublishResult, publish } from '../../publish/publish.ts'
import type { Config } from '../config.ts'
import { feedsOf } from '../feeds.ts'
import { withDatabase, withHouse } from '../house.ts'
import { type Progress, table, type WordResult } from '../output.ts'
import { readReference } from '../reference.ts'

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
  if (feed !== undefined) query = query.where('feed', '=', feed)
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
    if (!first) {
      throw new MartError('UNKNOWN_WORD', `Der er ingen afvist række ${id}.`, {
        expected: 'et rækkenummer fra: jobmart quarantine list',
        got: id,
      })
    }
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
  return withHouse(config, 'hand', async (house) => {
    const loads = await openRejects(house, house.feeds, { rowId, feed: flags.feed })
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
    const publication = flags.publish ? await publish(house, flags.wait) : undefined
    return releaseResult(results, gone, publication)
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
  publication: PublishResult | undefined,
): WordResult {
  const isAnyLeft = results.some(({ remaining }) => remaining > 0)
  return {
    exitCode: gone.length > 0 ? EXIT.nothingWaiting : isAnyLeft ? EXIT.warnings : EXIT.done,
    text: [
      ...results.map(
        ({ runId, fileName, released, remaining, overtaken }) =>
          `${fileName}, kørsel ${runId}: ${released} frigivet, ${remaining} stadig i karantæne, ${overtaken} overhalet af en senere fil.`,
      ),
      ...gone.map(({ message }) => message),
      publication?.message,
    ]
      .filter(Boolean)
      .join('\n'),
    json: { releases: results, purged: gone.map(({ context }) => context.file), publication },
  }
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
    const feeds = feedsOf(config)
    const found = unknown.map((label) => ({
      ...label,
      ...cureOf(reference, feeds, label),
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

interface UnknownLabel {
  readonly feed: string
  readonly column_name: string | null
  readonly got: string | null
}

/** The reference file and line that would make a label known; CODE stands for what only people can say. */
function cureOf(
  reference: Reference,
  feeds: readonly Feed[],
  { feed: feedId, column_name: heading, got }: UnknownLabel,
): { file: string; line: string } {
  const feed = feeds.find(({ id }) => id === feedId)
  const column = Object.values(feed?.columns ?? {}).find((each) =>
    namesOfColumn(each).includes(heading ?? ''),
  )
  const lookup = column?.type.lookup
  const label = /[",;]/.test(got ?? '') ? `"${(got ?? '').replaceAll('"', '""')}"` : got
  if (lookup === undefined) return { file: '–', line: '' }
  if (lookup.list === 'area')
    return { file: 'area.csv', line: `KODE,art,navn,kommunekode,,${label}` }
  if (lookup.list === 'kpi')
    return { file: '–', line: 'ret KPI-id i filen (se sql/reference/kpi.csv)' }
  // One that is known for other days: its line again without them; the operator narrows it.
  const code = reference.entry(lookup.list, lookup.source, got ?? '')?.code ?? 'KODE'
  return { file: 'label.csv', line: `${lookup.list},${lookup.source},${label},${code},,` }
}
