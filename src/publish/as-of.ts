/** Owns the rebuilding of the facts as they were known at an earlier moment, into schema mart_asof. */
import { DateTime } from 'luxon'
import { EXIT, MartError } from '../core/errors.ts'
import { type Client, inLockedSnapshot, type Transaction } from '../db/connect.ts'
import { asOfTwin } from '../db/migrate.ts'
import { takePublishLock } from '../load/locks.ts'
import { closeRun, NO_ROWS, openRun } from '../load/run-record.ts'
import { type Model, readModels } from './models.ts'
import { readingOnce } from './once.ts'
import type { PublishHouse } from './publish.ts'
import { insertAll } from './rebuild.ts'

export interface AsOfResult {
  readonly runId: string
  /** The moment, Danish time, `2020-02-15 03:15:00`. */
  readonly asOf: string
  readonly rows: number
}

/**
 * Rebuilds every fact with today's definitions from the versions that were in force at `moment`. mart is left alone.
 * @param moment a timestamp PostgreSQL can read (Danish time when it names no zone), or `run:ID`: just after that run
 * @param wait for a publication that is under way, instead of exit 6
 * @throws MartError UNKNOWN_WORD for a moment or run that does not exist, LOCKED (exit 6)
 */
export async function publishAsOf(
  house: PublishHouse,
  moment: string,
  wait = false,
): Promise<AsOfResult> {
  return inLockedSnapshot(
    house.database.pool,
    (client, holder) => takePublishLock(client, wait, holder),
    async () => undefined,
    async (transaction) => {
      const result = await rebuildAsOf(transaction, house, moment)
      return { result, end: 'commit' as const }
    },
  )
}

async function rebuildAsOf(
  { client, db }: Transaction,
  { municipality, trigger }: PublishHouse,
  moment: string,
): Promise<AsOfResult> {
  const at = await resolveMoment(client, moment)
  const runId = await openRun(db, { municipality, feed: 'publish', trigger })
  await client.query('set local enable_nestloop = off; set local jit = off')
  await client.query("select set_config('jobmart.as_of', $1, true)", [at])
  // What is only for a team's own leader is not shown where every analyst reads.
  const models = (await readModels()).filter(({ schema }) => schema === 'mart')
  for (const table of new Set(models.map((model) => model.table))) {
    await client.query(`delete from mart_asof.${table}`)
  }
  const insertion = { client, runId, readOnce: readingOnce(client) }
  let rows = 0
  for (const model of models) rows += await insertAll(insertion, twin(model), 'mart_asof')
  const asOf = await noteState(client, at, runId)
  const message = `Genskabt i mart_asof, som tallene var kendt ${asOf}: ${rows} rækker.`
  await closeRun(db, runId, { state: 'done', exitCode: EXIT.done, counts: NO_ROWS, message })
  return { runId, asOf, rows }
}

// Goals read the KPIs that stand beside them.
function twin(model: Model): Model {
  return { ...model, query: asOfTwin(model.query) }
}

async function resolveMoment(client: Client, moment: string): Promise<string> {
  const run = /^run:(\d{1,18})$/.exec(moment)?.[1]
  const at = run ? await endOfRun(client, run) : instant(moment)
  if (at) return at
  throw new MartError('UNKNOWN_WORD', '--as-of er hverken et tidspunkt eller en kørsel.', {
    expected: 'fx "2020-02-15 03:15" eller run:42',
    got: moment,
    todo: 'Se kørslerne med: jobmart runs',
  })
}

async function endOfRun(client: Client, run: string): Promise<string | null | undefined> {
  const { rows } = await client.query<{ at: string | null }>(
    'select finished_at::text as at from ops.run where run_id = $1',
    [run],
  )
  return rows[0]?.at
}

function instant(moment: string): string | null {
  const time = DateTime.fromISO(moment.trim().replace(' ', 'T'), { zone: 'Europe/Copenhagen' })
  return time.isValid ? time.toISO() : null
}

async function noteState(client: Client, at: string, runId: string): Promise<string> {
  await client.query('delete from mart_asof.state')
  const { rows } = await client.query<{ as_of: string }>(
    `insert into mart_asof.state (as_of, rebuilt_at, run_id)
     values ($1::timestamptz at time zone 'Europe/Copenhagen', now() at time zone 'Europe/Copenhagen', $2)
     returning to_char(as_of, 'YYYY-MM-DD HH24:MI:SS') as as_of`,
    [at, runId],
  )
  return rows[0]?.as_of ?? ''
}
