/** Owns the story of one publication: lock, reference, dimensions, facts, KPIs, goals, audits - committed as one, or not at all. */
import { sql } from 'kysely'
import { EXIT, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { counted } from '../core/text.ts'
import { inLockedSnapshot, type Transaction } from '../db/connect.ts'
import { type Setting, syncReference } from '../db/reference.ts'
import { readSqlFolder } from '../db/sql-folder.ts'
import type { LoadHouse } from '../load/context.ts'
import { takePublishLock } from '../load/locks.ts'
import { closeRun, markOrphans, NO_ROWS, openRun } from '../load/run-record.ts'
import { type AuditResult, runAudits } from './audits.ts'
import { prepareSliceTable, type RebuildContext, type SliceChange, type Which } from './changes.ts'
import { bySlices, type Model, readModels } from './models.ts'
import { readingOnce } from './once.ts'
import { hasOwnFigures, isOwn, noteInputs } from './own-models.ts'
import { rebuild } from './rebuild.ts'

// A sort or a hash table of the person months of some years fits in memory, and is several times as fast there.
const PLANNER =
  "set local enable_nestloop = off; set local jit = off; set local work_mem = '64MB'; set local default_statistics_target = 10"

/** Version of the published tables and columns; a removed or retyped column is a new major version. */
export const CONTRACT_VERSION = '1.0'

export interface PublishHouse extends LoadHouse {
  readonly feeds: readonly Feed[]
  /** Over the parameters (parameter.csv and the home's). */
  readonly parameterHash: string
}

export interface PublishResult {
  readonly runId: string
  /** False when nothing had changed: then mart, and its publication, are as they were. */
  readonly published: boolean
  readonly changes: readonly SliceChange[]
  readonly audits: readonly AuditResult[]
  readonly message: string
}

/**
 * Rebuilds slices of mart from core in one transaction and runs the audits before it commits.
 * @param which `changed`: those whose inputs changed; `all`: every open one
 * @throws MartError AUDIT_STOPPED (exit 2; mart stays as it was) or LOCKED (exit 6)
 */
export async function publish(
  house: PublishHouse,
  wait = false,
  which: Which = 'changed',
): Promise<PublishResult> {
  // A load that commits meanwhile comes with the next publication, and by no half with this one.
  const outcome = await inLockedSnapshot(
    house.database.pool,
    (client, holder) => takePublishLock(client, wait, holder),
    () => openPublication(house),
    (transaction, runId) => rebuildAndAudit(transaction, house, runId, which),
  )
  if (outcome.stopped.length > 0) throw await stop(house, outcome, outcome.stopped)
  return outcome
}

async function rebuildAndAudit(
  transaction: Transaction,
  house: PublishHouse,
  runId: string,
  which: Which,
) {
  try {
    const result = await rebuildAll(transaction, house, runId, which)
    const stopped = result.audits.filter((audit) => audit.severity === 'stop' && audit.badRows > 0)
    if (stopped.length > 0) return { result: { ...result, stopped }, end: 'rollback' as const }
    await closePublication(transaction, result)
    return { result: { ...result, stopped }, end: 'commit' as const }
  } catch (error) {
    await closeFailed(house, runId, error)
    throw error
  }
}

async function openPublication(house: PublishHouse): Promise<string> {
  const { database, municipality, trigger } = house
  // One publication at a time for all municipalities: whoever holds the lock may speak for every one that died.
  await markOrphans(database.db, 'publish', undefined)
  return openRun(database.db, { municipality, feed: 'publish', trigger })
}

/** Brings mart to what core says, in the caller's transaction, and runs the audits; commits nothing. */
export async function rebuildAll(
  transaction: Transaction,
  house: PublishHouse,
  runId: string,
  which: Which = 'changed',
): Promise<PublishResult> {
  const { client } = transaction
  // Models join whole sets: a nested loop chosen on a poor estimate costs minutes, and compiling costs more than it gains.
  await client.query(PLANNER)
  await syncReference(transaction, {
    tables: house.reference.tables,
    feeds: house.feeds,
    settings: settingsOf(house),
  })
  const members = await refreshDimensions(transaction)
  await prepareSliceTable(client)
  const { referenceHash, parameterHash } = house
  const readOnce = readingOnce(client)
  const context = { client, readOnce, runId, referenceHash, parameterHash, which }
  const changes: SliceChange[] = []
  for (const models of bySlices(await modelsToRebuild(context))) {
    changes.push(...(await rebuild(context, models)))
  }
  const published = changes.length > 0 || members > 0
  const audits = published ? await runAudits(client) : []
  return { runId, published, changes, audits, message: messageOf(changes, published) }
}

/** All models; without the own ones, which cost the most to look at, when nothing they are made of has changed. */
async function modelsToRebuild(context: RebuildContext): Promise<readonly Model[]> {
  const { client, referenceHash, parameterHash, which } = context
  const models = await readModels()
  const own = models.filter(isOwn)
  const others = models.filter((model) => !isOwn(model))
  if (!(await hasOwnFigures(client, own))) return others
  const isChanged = await noteInputs(client, own, [referenceHash, parameterHash])
  return isChanged || which === 'all' ? models : others
}

/** Settings that the SQL reads as parameters; a date that is not set is not there. */
function settingsOf({ businessDate, municipality }: PublishHouse): readonly Setting[] {
  const note = 'Sat af miljøet ved seneste udgivelse'
  const own: Setting = { name: 'municipality', value: municipality, note }
  return businessDate ? [own, { name: 'business_date', value: businessDate, note }] : [own]
}

async function refreshDimensions({ client }: Transaction): Promise<number> {
  let members = 0
  for (const file of await readSqlFolder('mart/dimension')) {
    members += (await client.query(file.text)).rowCount ?? 0
  }
  return members
}

async function closePublication(transaction: Transaction, result: PublishResult): Promise<void> {
  const { client, db } = transaction
  const { runId, published, audits, message } = result
  if (published) {
    await client.query(
      `insert into mart.publication (publication_id, published_at, contract_version)
       values ($1, (now() at time zone 'Europe/Copenhagen')::timestamp(0), $2)`,
      [runId, CONTRACT_VERSION],
    )
  }
  await storeAudits(transaction, runId, audits)
  await closeRun(db, runId, { state: 'done', exitCode: EXIT.done, counts: NO_ROWS, message })
}

async function storeAudits(
  { db }: Pick<Transaction, 'db'>,
  runId: string,
  audits: readonly AuditResult[],
): Promise<void> {
  if (audits.length === 0) return
  await db
    .insertInto('ops.audit_result')
    .values(
      audits.map(({ audit, severity, badRows, sample }) => ({
        run_id: runId,
        audit,
        severity,
        bad_rows: badRows,
        sample,
      })),
    )
    .execute()
}

/** Records a stopped publication and says which loads since the last one may be at fault, and how each is taken back. */
async function stop(
  house: PublishHouse,
  { runId, audits }: PublishResult,
  stopped: readonly AuditResult[],
): Promise<MartError> {
  const { db } = house.database
  const since = await loadsSinceLast(db)
  const [first] = stopped
  const message = `Udgivelsen er standset af en kontrol: ${stopped.map((audit) => audit.title).join('; ')}. Mart er, som den var.`
  await storeAudits({ db }, runId, audits)
  const counts = NO_ROWS
  const told = `${message} ${since}`
  await closeRun(db, runId, { state: 'refused', exitCode: EXIT.refused, counts, message: told })
  return new MartError('AUDIT_STOPPED', message, {
    expected: `ingen rækker fra ${stopped.map((audit) => `sql/audit/${audit.audit}.sql`).join(', ')}`,
    got: `${counted(first?.badRows ?? 0, 'række', 'rækker')}, fx ${first?.sample?.split('\n')[0] ?? ''}`,
    todo: `${first?.todo ?? ''} ${since} Indlæs en rettet fil, så udgives der igen, eller tag en kørsel tilbage.`,
  })
}

/** The loads in force since the last publication, each with the line that takes it back, as a Danish sentence. */
async function loadsSinceLast(db: Transaction['db']): Promise<string> {
  const loads = await db
    .selectFrom('ops.run')
    .select(['run_id', 'feed', 'file_name'])
    .where('feed', '<>', 'publish')
    .where('state', '=', 'done')
    .where('rows_read', '>', '0')
    .where(
      sql<boolean>`finished_at > coalesce((
        select p.started_at from ops.run as p where p.run_id = (select max(publication_id) from mart.publication)
      ), '-infinity')`,
    )
    .orderBy('run_id')
    .execute()
  const lines = loads.map(
    (run) =>
      `kørsel ${run.run_id} (${run.feed}, ${run.file_name}): jobmart revert ${run.run_id} --yes`,
  )
  return `Indlæst siden sidste udgivelse: ${lines.join('; ') || 'intet'}.`
}

async function closeFailed(house: PublishHouse, runId: string, error: unknown): Promise<void> {
  const exitCode = error instanceof MartError ? error.exitCode : EXIT.defect
  const message = error instanceof MartError ? error.message : 'Uventet fejl; se loggen.'
  const closing = { state: 'failed' as const, exitCode, counts: NO_ROWS, message }
  // The database may be what failed: then the next publication marks the record interrupted.
  await closeRun(house.database.db, runId, closing).catch(() => undefined)
}

function messageOf(changes: readonly SliceChange[], published: boolean): string {
  if (!published) return 'Intet var ændret siden sidste udgivelse.'
  const slices = changes.reduce((sum, change) => sum + change.slices, 0)
  const models = new Set(changes.map((change) => change.model)).size
  return `Udgivet: ${counted(slices, 'del', 'dele')} af ${counted(models, 'tabel', 'tabeller')} skrevet om.`
}
