/** Owns what the real program does with a database that is not in its own shape: empty, newer, or shaped by edited files. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import pg from 'pg'
import type { Config } from '../../src/cli/config.ts'
import { migrateWord } from '../../src/cli/words/db.ts'
import { spoken } from '../support/answer.ts'
import { cloneDatabase, type Row } from '../support/house.ts'
import { type Environment, word } from '../support/process.ts'

let environment: Environment
let database: Awaited<ReturnType<typeof cloneDatabase>> | undefined
let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'jobmart-databases-'))
})

afterEach(async () => {
  await database?.drop()
  await rm(home, { recursive: true, force: true })
})

test('an empty database is refused with the line to run; migrated it works, and migrating again is nothing', async () => {
  await use('template0')
  for (const words of [['status'], ['run', 'jobindsats']]) {
    const refused = await spoken(words, environment)
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' })
    expect(refused.stderr).toContain('DATABASE_NOT_MIGRATED: Databasen er ikke opdateret')
    expect(refused.stderr).toContain('Kør: jobmart db migrate')
  }
  const migrated = await word(['db', 'migrate'], environment)
  expect(migrated).toMatchObject({ exitCode: 0 })
  expect(migrated.stdout).toContain('Databasen er opdateret: 0001_ops')
  const status = await spoken(['status'], environment)
  expect(status).toMatchObject({ exitCode: 0 })
  expect(status.stdout).toContain('Ingen kørsler endnu.')

  const shape = await relations()
  const again = await spoken(['db', 'migrate', '--json'], environment)
  expect(JSON.parse(again.stdout)).toEqual({ exit_code: 0, applied: [] })
  expect(await relations()).toEqual(shape)
})

test('programs that migrate the same empty database at once all end well', async () => {
  await use('template0')
  const config: Config = {
    ...{ home, databaseUrl: database?.url },
    ...{ municipality: '791', businessDate: '2020-02-15' },
  }
  const all = await Promise.allSettled([1, 2, 3, 4].map(() => migrateWord(config)))
  expect(all.filter(({ status }) => status === 'rejected')).toEqual([])
  expect(await spoken(['status'], environment)).toMatchObject({ exitCode: 0 })
})

test('a database with a schema file this program does not know is newer: exit 4, and nothing is touched', async () => {
  await use()
  await ask(`insert into ops.schema_file (name, sha256) values ('schema/9999_future', 'x')`)
  await expectRefused('DATABASE_NEWER: Databasen er nyere end dette program.', '9999_future')
})

test('a schema file that was edited after it was applied is named, exit 4', async () => {
  await use()
  await ask(`update ops.schema_file set sha256 = 'x' where name = 'schema/0003_core'`)
  await expectRefused('MIGRATION_EDITED: En SQL-fil, der allerede er anvendt', '0003_core.sql')
})

test('a view whose text has changed asks for db migrate, which makes it anew', async () => {
  await use()
  await ask(`update ops.schema_file set sha256 = 'x' where name like 'view/%kpi'`)
  const refused = await spoken(['status'], environment)
  expect(refused).toMatchObject({ exitCode: 4 })
  expect(refused.stderr).toContain('Kør: jobmart db migrate')
  expect(await spoken(['db', 'migrate'], environment)).toMatchObject({ exitCode: 0 })
  expect(await spoken(['status'], environment)).toMatchObject({ exitCode: 0 })
})

test('the words that start and stop a server leave a server that is not ours alone', async () => {
  await use()
  for (const name of ['start', 'stop']) {
    const refused = await spoken(['db', name], environment)
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(refused.stderr).toContain('JOBMART_DATABASE_URL')
  }
  expect(await spoken(['db', 'url'], environment)).toMatchObject({
    exitCode: 0,
    stdout: `${database?.url}\n`,
  })
})

/** Points the environment at a database of its own. */
async function use(template?: string): Promise<void> {
  database = await cloneDatabase(template)
  environment = {
    JOBMART_HOME: home,
    JOBMART_DATABASE_URL: database.url,
    JOBMART_MUNICIPALITY: '791',
    JOBMART_NOW: '2020-02-15',
  }
}

async function expectRefused(sentence: string, name: string): Promise<void> {
  const before = await relations()
  for (const words of [['publish'], ['db', 'migrate']]) {
    const refused = await spoken(words, environment)
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' })
    expect(refused.stderr).toContain(sentence)
    expect(refused.stderr).toContain(name)
  }
  expect(await relations()).toEqual(before)
}

/** Every table and view with its identity: one that was dropped and made again has another. */
function relations(): Promise<Row[]> {
  return ask(
    `select oid::text, relname::text from pg_class
     where relnamespace::regnamespace::text in ('ops', 'ref', 'stage', 'core', 'mart') order by 1`,
  )
}

async function ask(statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database?.url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}
