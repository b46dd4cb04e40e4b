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

/**
 * Runs `work` in one transaction on a client of its own. It commits when `work` returns, unless that says `rollback`;
 * it rolls back when `work` throws, and a client whose connection broke is thrown away.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<{ result: T; end: Ending }>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query('begin')
    const { result, end } = await work({ client, db: new Kysely<DB>({ dialect: over(client) }) })
    await client.query(end)
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken ??= failure
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
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
