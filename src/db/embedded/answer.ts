/** Owns making sure that the server which answers on the port is ours, and that the house's database is there. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serverFailed } from './command.ts'
import { errnoOf } from './files.ts'
import type { Place } from './place.ts'
import { findPostmaster, identityIn, type Postmaster } from './postmaster.ts'

const PATIENCE_MS = 180_000
const PAUSE_MS = 100

// Starting up or shutting down, every place taken, not listening yet, or cut off half-way (no code at all).
const NOT_YET = new Set(['57P03', '57P01', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', ''])
const NO_DATABASE = '3D000'

/**
 * Waits until the cluster's server answers to our password, and returns its port.
 * Undefined when its process ended meanwhile; throws EMBEDDED_SERVER_FAILED when it turns us away.
 */
export async function waitForAnswer(place: Place, password: string): Promise<number | undefined> {
  const end = Date.now() + PATIENCE_MS
  let last = 'intet svar'
  while (Date.now() < end) {
    const postmaster = await findPostmaster(place.data)
    if (!postmaster) return undefined
    const objection = await objectionOf(place, postmaster, password)
    if (objection === undefined) return postmaster.port
    last = objection
    await sleep(PAUSE_MS)
  }
  throw serverFailed('Den indbyggede databaseserver svarer ikke.', last, place.log)
}

/**
 * Why the server does not count as answering yet, or undefined when it does.
 * It asks only on the port that a living server of our cluster holds, so the password reaches no stranger.
 */
async function objectionOf(
  place: Place,
  { port, identity }: Postmaster,
  password: string,
): Promise<string | undefined> {
  if (port === undefined) return 'serveren er ved at starte'
  try {
    const theirs = await identityOf(port, password)
    return theirs === identity ? undefined : 'en anden server svarede'
  } catch (error) {
    if (NOT_YET.has(errnoOf(error) ?? '')) return String(error)
    const file = join(place.control, 'server.json')
    const message = 'Den indbyggede databaseserver afviser jobmarts egen adgang.'
    throw serverFailed(message, String(error), file, error)
  }
}

async function identityOf(port: number, password: string): Promise<string> {
  try {
    return await withClient(port, password, 'jobmart', async (client) => {
      const { rows } = await client.query<{ text: string }>(
        `select pg_read_file('postmaster.pid') as text`,
      )
      return identityIn(rows[0]?.text.split('\n') ?? [])
    })
  } catch (error) {
    if (errnoOf(error) !== NO_DATABASE) throw error
    // Made here and not with the cluster, so that a crash between the two leaves nothing unmade.
    await withClient(port, password, 'postgres', (client) =>
      client.query('create database jobmart'),
    )
    return identityOf(port, password)
  }
}

async function withClient<T>(
  port: number,
  password: string,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'jobmart',
    password,
    database,
    // Else PGSSLMODE of the caller's environment would decide.
    ssl: false,
    connectionTimeoutMillis: 10_000,
  })
  // A connection that breaks while idle must not take the process down; the query at hand fails anyway.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
