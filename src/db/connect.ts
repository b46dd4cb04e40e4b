/** Owns connections: the pool, how PostgreSQL's types become JavaScript's, and Kysely over one client. */
import { type Dialect, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { MartError } from '../core/errors.ts'
import type { DB } from './types.ts'

const DATE = 1082
const OLDEST_SERVER = 150000

// A `date` as a JS Date would be local midnight: one day off in Copenhagen once it is written as UTC.
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE
      ? (value: string) => value
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export type Pool = pg.Pool
export type Client = pg.PoolClient

/** A database that the words of the CLI work on. */
export interface Database {
  readonly pool: Pool
  /** Kysely over the pool: small statements of their own, outside any load's transaction. */
  readonly db: Kysely<DB>
  close(): Promise<void>
}

/**
 * Opens a database and checks that it answers and is PostgreSQL 15 or newer.
 * @throws MartError DATABASE_UNREACHABLE (exit 5) or SERVER_TOO_OLD (exit 4)
 */
export async function openDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    types,
    application_name: 'jobmart',
    connectionTimeoutMillis: 15_000,
  })
  // A broken idle connection must not end the process; the next statement meets the error itself.
  pool.on('error', () => undefined)
  try {
    const { rows } = await pool.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    )
    requireVersion(rows[0]?.version ?? '0')
  } catch (error) {
    await pool.end()
    throw error instanceof MartError ? error : unreachable(error)
  }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { pool, db, close: () => db.destroy() }
}

/**
 * Refuses a server older than PostgreSQL 15, by its `server_version_num`.
 * @throws MartError SERVER_TOO_OLD (exit 4)
 */
export function requireVersion(version: string): void {
  if (Number(version) >= OLDEST_SERVER) return
  throw new MartError('SERVER_TOO_OLD', 'Databaseserveren er for gammel.', {
    expected: 'PostgreSQL 15 eller nyere',
    got: version,
    todo: 'Peg JOBMART_DATABASE_URL på en nyere server, eller brug den indbyggede.',
  })
}

function unreachable(cause: unknown): MartError {
  const code = (cause as { code?: string }).code
  return new MartError(
    'DATABASE_UNREACHABLE',
    'Databasen svarer ikke, eller afviser adgangen.',
    {
      got: code ?? (cause instanceof Error ? cause.message : String(cause)),
      todo: 'Se om serveren kører, og om JOBMART_DATABASE_URL er rigtig; prøv så igen.',
    },
    { cause },
  )
}

/** One transaction on one client: `db` for row traffic, `client` for COPY and the .sql files. */
export interface Transaction {
  readonly client: Client
  readonly db: Kysely<DB>
}

/** What becomes of a transaction whose work returned. */
export type Ending = 'commit' | 'rollback'

/** What is done in a transaction, and what becomes of it then. */
type Work<T> = (transaction: Transaction) => Promise<{ result: T; end: Ending }>

/**
 * Runs `work` in one transaction on a client of its own. It commits when `work` returns, unless that says `rollback`;
 * it rolls back when `work` throws, and a client whose connection broke is thrown away.
 */
export async function inTransaction<T>(pool: Pool, work: Work<T>): Promise<T> {
  return onClient(pool, async (client, discard) => {
    await client.query('begin')
    return finish(client, discard, work)
  })
}

/** Who holds a lock: the connection, until it lets go, or the transaction, until it ends. */
export type LockHolder = 'session' | 'transaction'

/**
 * Runs `work` in one transaction that sees the database to its end as it was when the locks were taken, whatever others
 * commit meanwhile.
 * @param takeLocks is called for the session, which may wait, and again for the transaction, with which the locks then end:
 * a transaction that waited itself would see what was before the other one's commit
 * @param prepare what the transaction is to see, done under the locks before it begins
 */
export async function inLockedSnapshot<T, Prepared>(
  pool: Pool,
  takeLocks: (client: Client, holder: LockHolder) => Promise<void>,
  prepare: () => Promise<Prepared>,
  work: (transaction: Transaction, prepared: Prepared) => ReturnType<Work<T>>,
): Promise<T> {
  return onClient(pool, async (client, discard) => {
    const begin = async () => {
      await takeLocks(client, 'session')
      const prepared = await prepare()
      await client.query('begin isolation level repeatable read')
      await takeLocks(client, 'transaction')
      await client.query(LET_GO)
      return prepared
    }
    const prepared = await begin().catch(async (error) => {
      await client.query(`rollback; ${LET_GO}`).catch(discard)
      throw error
    })
    return finish(client, discard, (transaction) => work(transaction, prepared))
  })
}

const LET_GO = 'select pg_advisory_unlock_all()'

type Discard = (reason: Error) => void

/** Lends a client; one whose connection broke, or that is told to be, is thrown away. */
async function onClient<T>(
  pool: Pool,
  work: (client: Client, discard: Discard) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const discard = (reason: Error) => {
    broken ??= reason
  }
  client.on('error', discard)
  try {
    return await work(client, discard)
  } finally {
    client.off('error', discard)
    client.release(broken)
  }
}

/** Does the work of a transaction that has begun, and ends it. */
async function finish<T>(client: Client, discard: Discard, work: Work<T>): Promise<T> {
  try {
    const { result, end } = await work({ client, db: new Kysely<DB>({ dialect: over(client) }) })
    await client.query(end)
    return result
  } catch (error) {
    await client.query('rollback').catch(discard)
    throw error
  }
}

// Kysely asks a pool for its connection; this pool always hands out the one client, and keeps it.
function over(client: Client): Dialect {
  return new PostgresDialect({
    pool: {
      connect: async () =>
        ({ query: client.query.bind(client), release: () => undefined }) as unknown as Client,
      end: async () => undefined,
    },
  })
}
