/** Owns the release of rejected rows: their lines are read again from the archived file, now that the cause is mended. */
import type { ExpressionBuilder, Kysely } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { inTransaction, type Transaction } from '../db/connect.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse, LoadOptions } from './context.ts'
import { requireSameKey } from './key-guard.ts'
import { lockFeed } from './locks.ts'
import { type ReadAgain, readAgain } from './read-again.ts'
import { partTold } from './read-file.ts'
import { closeRun, NO_ROWS, openRun } from './run-record.ts'
import { archivedFile, type FileRecord, isThere, type SourceFile, whyGone } from './source-file.ts'

/** The rejected rows of one load that are to be tried again. */
export interface RejectedRows {
  readonly runId: string
  readonly municipality: string
  readonly feed: Feed
  readonly file: SourceFile
  readonly options: LoadOptions
  /** Source lines with the row_id they are told by. */
  readonly lines: ReadonlyMap<number, string>
}

export interface ReleaseResult {
  readonly runId: string
  readonly fileName: string
  readonly released: number
  /** Still wrong. */
  readonly remaining: number
  /** Answered by a later file in the meantime. */
  readonly overtaken: number
}

/**
 * The rows in open quarantine, by load, newest first: what the newer files have is known once the older ones' turn comes.
 * @param rowId one row only; undefined: all
 */
export async function openRejects(
  { database, municipality, home }: LoadHouse,
  feeds: readonly Feed[],
  filter: { readonly rowId?: string | undefined; readonly feed?: string | undefined },
): Promise<readonly RejectedRows[]> {
  return rejectedRows(database.db, home, feeds, ({ and, eb }) =>
    and([
      eb('q.status', '=', 'open'),
      eb('r.municipality_code', '=', municipality),
      ...(filter.rowId === undefined ? [] : [eb('q.row_id', '=', filter.rowId)]),
      ...(filter.feed === undefined ? [] : [eb('q.feed', '=', filter.feed)]),
    ]),
  )
}

/** The rows that one release put into core, as they were before it. */
export async function releasedRows(
  db: Kysely<DB>,
  { home }: Pick<LoadHouse, 'home'>,
  feed: Feed,
  releaseRun: string,
): Promise<readonly RejectedRows[]> {
  return rejectedRows(db, home, [feed], ({ eb }) => eb('q.released_run_id', '=', releaseRun))
}

type Rejects = ExpressionBuilder<DB & { q: DB['ops.quarantine']; r: DB['ops.run'] }, 'q' | 'r'>

async function rejectedRows(
  db: Kysely<DB>,
  home: string,
  feeds: readonly Feed[],
  wanted: (build: Rejects) => ReturnType<Rejects['and']>,
): Promise<readonly RejectedRows[]> {
  const rows = await db
    .selectFrom('ops.quarantine as q')
    .innerJoin('ops.run as r', 'r.run_id', 'q.run_id')
    .select(['q.row_id', 'q.line', 'r.run_id', 'r.municipality_code', 'r.feed'])
    .select(['r.file_name', 'r.sha256'])
    .select(['r.archived_path', 'r.purged_on', 'r.extracted_on', 'r.load_options'])
    .where('r.state', '=', 'done')
    .where(wanted)
    .orderBy('r.run_id', 'desc')
    .execute()
  const loads = new Map<string, RejectedRows & { lines: Map<number, string> }>()
  for (const row of rows) {
    const feed = feeds.find((candidate) => candidate.id === row.feed)
    if (!feed || row.line === null || row.row_id === null) continue
    const load = loads.get(row.run_id) ?? { ...rejectedBy(row, home, feed), lines: new Map() }
    load.lines.set(row.line, row.row_id)
    loads.set(row.run_id, load)
  }
  return [...loads.values()]
}

interface LoadRow extends FileRecord {
  readonly run_id: string
  readonly municipality_code: string
  readonly extracted_on: string | null
  readonly load_options: unknown
}

function rejectedBy(row: LoadRow, home: string, feed: Feed): Omit<RejectedRows, 'lines'> {
  return {
    runId: row.run_id,
    municipality: row.municipality_code,
    feed,
    file: archivedFile(home, feed.id, row),
    options: {
      ...(row.load_options as LoadOptions | null),
      extractedOn: row.extracted_on ?? undefined,
    },
  }
}

/**
 * Reads the rejected lines of one load again, with today's definitions and labels, and puts the good ones into core.
 * @throws MartError NOTHING_WAITING (exit 3) when the archived file is gone
 */
export async function release(
  house: LoadHouse,
  rejected: RejectedRows,
  wait: boolean,
): Promise<ReleaseResult> {
  const { feed, file } = rejected
  await requireArchived(file)
  return inTransaction(house.database.pool, async (transaction) => {
    await lockFeed(transaction, house, feed, wait)
    return { result: await releaseAgain(transaction, house, rejected), end: 'commit' as const }
  })
}

/** Releases rows of one load, whose file is there, within the caller's transaction, which holds the feed's lock. */
export async function releaseAgain(
  transaction: Transaction,
  house: LoadHouse,
  rejected: RejectedRows,
): Promise<ReleaseResult> {
  const { feed, file, lines } = rejected
  if (feed.personal) await requireSameKey(transaction.client, house.pseudonyms)
  const part = partTold(feed, file.name, rejected.options.table)
  const runId = await openRun(transaction.db, {
    municipality: house.municipality,
    feed: feed.id,
    trigger: house.trigger,
    fileName: file.name,
    sha256: file.sha256,
    takenOn: house.businessDate,
    part,
    options: rejected.options,
    releasedFrom: rejected.runId,
  })
  const outcome = await readAgain(transaction, house, rejected, runId, part)
  await answer(transaction, rejected, runId, outcome)
  const { good, overtaken } = outcome
  const remaining = lines.size - good.length - overtaken.length
  const counts = { released: good.length, remaining, overtaken: overtaken.length }
  return { runId, fileName: file.name, ...counts }
}

/** Tells in quarantine and in the run's record what became of the rows. */
async function answer(
  transaction: Transaction,
  { lines, runId: rejectedBy, file: { kept } }: RejectedRows,
  runId: string,
  { good, overtaken, loaded, closed }: ReadAgain,
): Promise<void> {
  const rowIds = (of: readonly number[]) => of.map((line) => lines.get(line) ?? '')
  await mark(transaction, rowIds(good), 'released', runId)
  await mark(transaction, rowIds(overtaken), 'superseded', null)
  await closeRun(transaction.db, runId, {
    state: 'done',
    ...(kept && { archivedPath: kept }),
    exitCode: good.length + overtaken.length < lines.size ? EXIT.warnings : EXIT.done,
    counts: {
      ...NO_ROWS,
      read: lines.size,
      loaded,
      unchanged: good.length - loaded,
      closed,
      // They stay in quarantine under the run that rejected them, or are answered by a later file.
      ignored: lines.size - good.length,
    },
    message: `Frigivet fra kørsel ${rejectedBy}: ${good.length} af ${lines.size} rækker.`,
  })
}

async function mark(
  { db }: Transaction,
  rowIds: readonly string[],
  status: 'released' | 'superseded',
  runId: string | null,
): Promise<void> {
  if (rowIds.length === 0) return
  await db
    .updateTable('ops.quarantine')
    .set({ status, released_run_id: runId })
    .where('row_id', 'in', rowIds)
    .execute()
}

async function requireArchived(file: SourceFile): Promise<void> {
  if (await isThere(file)) return
  const message = `${file.name} ${whyGone(file)}; rækkerne kan ikke læses igen.`
  throw new MartError('NOTHING_WAITING', message, {
    file: file.name,
    expected: 'filen i arkivet',
    got: 'ingen fil',
    todo: 'Få filen fra kilden igen, og indlæs den.',
  })
}
