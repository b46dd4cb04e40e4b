/** Owns the server the tests run against: the embedded one, or the server that JOBMART_TEST_DATABASE_URL names, with a migrated template. */
import { access, chmod, constants, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrateAndSync } from '../../src/cli/house.ts'
import { openDatabase } from '../../src/db/connect.ts'
import { type EmbeddedServer, useEmbedded } from '../../src/db/embedded/server.ts'
import { readSql } from '../../src/db/sql-folder.ts'

declare global {
  // What teardown has to undo.
  var jobmartTests: { server: EmbeddedServer | undefined; home: string; url: string }
}

export const TEMPLATE = `jobmart_template_${process.pid}`

const CALENDAR = ['10_dim_date', '11_dim_month']

export default async function globalSetup(): Promise<void> {
  const home = await mkdtemp(join(await roomForServer(), 'jobmart-tests-'))
  // Open to the server's user, so that as root everything stays in here and goes with it.
  await chmod(home, 0o755)
  const named = process.env.JOBMART_TEST_DATABASE_URL
  const server = named ? undefined : await useEmbedded(home, { durable: false })
  const url = named ?? server?.url ?? ''
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${TEMPLATE}`)
  await admin.end()
  const template = new URL(url)
  template.pathname = `/${TEMPLATE}`
  const database = await openDatabase(template.href)
  await migrateAndSync(database, {
    home,
    databaseUrl: template.href,
    municipality: undefined,
    businessDate: undefined,
  })
  // The first publication of every house would write the same calendar, a third of a second each time.
  for (const name of CALENDAR)
    await database.pool.query((await readSql(`mart/dimension/${name}.sql`)).text)
  await database.close()
  process.env.JOBMART_TEST_SERVER = url
  process.env.JOBMART_TEST_TEMPLATE = TEMPLATE
  globalThis.jobmartTests = { server, home, url }
}

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 4e9

/**
 * Where the server's data goes: into memory where the machine offers enough of it. A clone makes some seven hundred files,
 * which on a disk can take half a second, and there are hundreds of clones.
 */
async function roomForServer(): Promise<string> {
  try {
    await access(MEMORY, constants.W_OK)
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Drops the template, leaves the server and removes the home. */
export async function undo(): Promise<void> {
  const { server, home, url } = globalThis.jobmartTests
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`)
  await admin.end()
  await server?.release()
  await rm(home, { recursive: true, force: true })
}
