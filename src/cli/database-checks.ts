/** Owns the checks of `doctor` that need the database: it answers, fits the program, and no run or publication hangs. */
import { type Kysely, sql } from 'kysely'
import { counted } from '../core/text.ts'
import { type Database, openDatabase } from '../db/connect.ts'
import { embeddedStatus, embeddedUrl } from '../db/embedded/server.ts'
import { requireMigrated } from '../db/migrate.ts'
import type { DB } from '../db/types.ts'
import { type Check, check, type Finding, skipped } from './checks.ts'
import type { Config } from './config.ts'
import { declaredFeeds } from './feeds.ts'

const INSIDE = [
  ['migrations', 'Databasens form', isMigrated],
  ['orphans', 'Afbrudte kørsler', noOrphans],
  ['publication', 'Seneste udgivelse', lastPublication],
] as const

/** Looks at the database as it stands: an embedded server that is stopped stays so. */
export async function examineDatabase(config: Config): Promise<readonly Check[]> {
  let database: Database | undefined
  try {
    const server = await check('server', 'Databasen', async () => {
      const url = config.databaseUrl ?? (await runningServer(config.home))
      if (url === undefined) return notRunning(config.home)
      database = await openDatabase(url)
      return answers(database, config)
    })
    return [server, ...(await examineInside(database))]
  } finally {
    await database?.close()
  }
}

async function runningServer(home: string): Promise<string | undefined> {
  return (await embeddedStatus(home)) === 'running' ? embeddedUrl(home) : undefined
}

async function notRunning(home: string): Promise<Finding> {
  if ((await embeddedStatus(home)) === 'absent') {
    const text = 'den indbyggede er ikke lavet endnu; det sker ved første kørsel.'
    return { state: 'skipped', text }
  }
  return {
    state: 'skipped',
    text: 'den indbyggede server er stoppet; kørsler starter den selv.',
    todo: 'Kør jobmart db start og så jobmart doctor for at få den set efter.',
  }
}

async function answers({ pool }: Database, { databaseUrl }: Config): Promise<Finding> {
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const whose = databaseUrl === undefined ? 'den indbyggede' : 'JOBMART_DATABASE_URL'
  return { state: 'pass', text: `PostgreSQL ${rows[0]?.version}, ${whose}` }
}

async function examineInside(database: Database | undefined): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const [id, title, look] of INSIDE) {
    const isOpen = database && checks.every(({ state }) => state !== 'fail')
    checks.push(
      isOpen ? await check(id, title, () => look(database)) : skipped(id, title, 'ikke undersøgt'),
    )
  }
  return checks
}

async function isMigrated(database: Database): Promise<Finding> {
  await requireMigrated(database)
  return { state: 'pass', text: 'passer til programmet' }
}

interface RunningRun {
  readonly run_id: string
  readonly feed: string
  readonly since: string
}

async function noOrphans({ db }: Database): Promise<Finding> {
  const before = await unattendedRuns(db)
  // A run that ended between the look at its record and the look at its lock is gone the second time.
  const still = new Set((await unattendedRuns(db)).map((run) => run.run_id))
  const orphans = before.filter((run) => still.has(run.run_id))
  if (orphans.length === 0) return { state: 'pass', text: 'ingen' }
  const names = orphans.map(({ run_id, feed, since }) => `${run_id} (${feed}, siden ${since})`)
  return {
    state: 'warning',
    text: `står som i gang, men ingen arbejder på dem: ${names.join(', ')}.`,
    todo: 'Intet af dem er gemt; næste kørsel af samme feed markerer dem som afbrudt.',
  }
}

/** Runs in state running whose lock (src/load/locks.ts, src/load/sequence.ts) nobody holds. */
async function unattendedRuns(db: Kysely<DB>): Promise<readonly RunningRun[]> {
  const shared = declaredFeeds.filter(({ isShared }) => isShared).map(({ id }) => id)
  const { rows } = await sql<RunningRun>`
    select run_id, feed,
      to_char(started_at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI') as since
    from ops.run
    where state = 'running' and not exists (
      select from pg_locks
      where locktype = 'advisory' and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) | objid::bigint = hashtextextended('jobmart:' || case
          when feed = 'publish' then 'publish'
          when feed = any (${shared}) then format('load:%s', feed)
          else format('load:%s:%s', feed, municipality_code)
        end, 0)
    )
    order by run_id`.execute(db)
  return rows
}

async function lastPublication({ db }: Database): Promise<Finding> {
  const { rows } = await sql<{ last: string | null; waiting: number }>`
    with publication as (
      select max(started_at) as begun from ops.run where feed = 'publish' and state = 'done'
    )
    select
      (select publication_id || ' (' || to_char(published_at, 'YYYY-MM-DD HH24:MI') || ')'
       from mart.publication order by publication_id desc limit 1) as last,
      (select count(*)::integer from ops.run, publication
       where feed <> 'publish' and state = 'done' and rows_loaded + rows_closed > 0
         and finished_at > coalesce(begun, '-infinity')) as waiting`.execute(db)
  const { last, waiting } = rows[0] ?? { last: null, waiting: 0 }
  const text = last ?? 'ingen endnu'
  if (waiting === 0) return { state: last ? 'pass' : 'skipped', text }
  return {
    state: 'warning',
    text: `${text}; ${counted(waiting, 'indlæsning', 'indlæsninger')} siden da er ikke udgivet.`,
    todo: 'Kør: jobmart publish',
  }
}
