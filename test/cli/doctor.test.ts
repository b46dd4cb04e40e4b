/** Owns: doctor finds what keeps a house from working, says what to do, exits by the worst of it, and changes nothing. */
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { Command } from 'commander'
import pg from 'pg'
import type { Finding } from '../../src/cli/checks.ts'
import type { Config } from '../../src/cli/config.ts'
import { doctor, judgeSpace, nodeVersion } from '../../src/cli/words/doctor.ts'
import { embeddedStatus, useEmbedded } from '../../src/db/embedded/server.ts'
import { blockWrites } from '../support/blocker.ts'
import { plan } from '../support/exports.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { environmentOf, startWord, untilAlone, word } from '../support/process.ts'
import { GOOD } from '../support/sickness.ts'
import { lastRun } from '../support/states.ts'

interface Checks {
  checks: (Finding & { id: string; title: string })[]
}

const jobmart = new Command('jobmart')
jobmart.command('nightly').option('--wait')

/** What doctor says of a house, by check. */
async function examine({ config }: Pick<TestHouse, 'config'>) {
  const { exitCode, text, json } = await doctor(config, jobmart)
  const { checks } = json as Checks
  return { exitCode, text, ...Object.fromEntries(checks.map((check) => [check.id, check])) } as {
    exitCode: number
    text: string
  } & Record<string, Finding>
}

/** A house in use and in order; most tests look at its database from a home of their own. */
let house: TestHouse

beforeAll(async () => {
  house = await openHouse()
  await house.deliver('y07a02.csv', GOOD)
  expect((await house.run('jobindsats')).exitCode).toBe(0)
})

/** The house's database and a home of its own, with what it is set to. */
async function withHome(settings: Partial<Config> = {}): Promise<{ config: Config }> {
  const home = await mkdtemp(join(house.config.home, 'home-'))
  return { config: { ...house.config, home, ...settings } }
}

const PLAN = 'plan_maal_2020.csv'
const GOALS = plan(2020, { no: '1', kpi: 'fulltime_persons', operator: '<=', target: '100' })

test('a house in use and in order: every check passes, one line each, exit 0', async () => {
  const { exitCode, text, ...checks } = await examine(house)
  expect(Object.values(checks).filter(({ state }) => state !== 'pass')).toEqual([])
  expect(exitCode).toBe(0)
  const lines = text.split('\n')
  expect(lines).toHaveLength(Object.keys(checks).length)
  expect(lines.every((line) => line.startsWith('✔ '))).toBe(true)
  expect(text).toContain('✔ Kommunen: 791 Viborg')
  expect(text).toMatch(/✔ Databasen: PostgreSQL \d+\.\d+.*, JOBMART_DATABASE_URL/)
})

test.each([
  [undefined, 'Sæt JOBMART_MUNICIPALITY'],
  ['999', 'Ret JOBMART_MUNICIPALITY'],
  ['000', 'Ret JOBMART_MUNICIPALITY'],
])('municipality %s is named with what to set: exit 4', async (municipality, todo) => {
  const { exitCode, text, ...checks } = await examine(await withHome({ municipality }))
  expect(exitCode).toBe(4)
  expect(checks.municipality).toMatchObject({ state: 'fail', todo: expect.stringContaining(todo) })
  expect(text).toMatch(new RegExp(`^✖ Kommunen: .* → ${todo}`, 'm'))
  expect(checks.migrations).toMatchObject({ state: 'pass' })
})

test('a database that nobody migrated is named with the line to run, and stays as it is: exit 4', async () => {
  const { url, query, drop } = await blankDatabase()
  const config = { ...house.config, databaseUrl: url }
  const { exitCode, ...checks } = await examine({ config })
  expect(exitCode).toBe(4)
  expect(checks.server).toMatchObject({ state: 'pass' })
  expect(checks.migrations).toMatchObject({ state: 'fail', todo: 'Kør: jobmart db migrate' })
  expect(checks.publication).toMatchObject({ state: 'skipped' })
  expect(await query(`select nspname from pg_namespace where nspname ~ '^(ops|mart)$'`)).toBe(0)
  await drop()
})

test('a database that does not answer: exit 5, and its password is not told', async () => {
  const databaseUrl = 'postgresql://jobmart:hemmelig@127.0.0.1:1/jobmart'
  const { exitCode, text, ...checks } = await examine(await withHome({ databaseUrl }))
  expect(exitCode).toBe(5)
  expect(checks.server).toMatchObject({ state: 'fail' })
  expect(checks.server?.text).toContain('ECONNREFUSED')
  expect(checks.migrations).toMatchObject({ state: 'skipped' })
  expect(text).not.toContain('hemmelig')
})

test.each([
  ['unknown.csv', 'code,title\n', 'Giv filen et af de forventede navne'],
  ['area.csv', 'code,title\n791,Viborg\n', 'Kopiér overskriftslinjen'],
  ['label.csv', 'list,source,label,code\n"a,b\n', 'Ret filen'],
])(
  'an overlay with %s that nobody can read is named with its path: exit 4',
  async (name, text, todo) => {
    const { config } = await withHome()
    const folder = join(config.home, 'reference')
    await mkdir(folder)
    await writeFile(join(folder, name), text)
    const { exitCode, ...checks } = await examine({ config })
    expect(exitCode).toBe(4)
    expect(checks.reference).toMatchObject({ state: 'fail', todo: expect.stringContaining(todo) })
    expect(checks.reference?.text).toContain(join(folder, name))
  },
)

test('a run that died is told, one at work is not', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', GOOD)
  const blocker = await blockWrites(house, 'core.external_measure')
  const victim = startWord(['run', 'jobindsats'], environmentOf(house))
  await blocker.waiters(1, 'relation')
  expect((await examine(house)).orphans).toMatchObject({ state: 'pass' })
  victim.process.kill('SIGKILL')
  await victim.ended
  await blocker.release()
  await untilAlone(house)
  const { exitCode, ...checks } = await examine(house)
  expect(exitCode).toBe(1)
  const { run_id } = await lastRun(house, 'jobindsats')
  expect(checks.orphans).toMatchObject({ state: 'warning' })
  expect(checks.orphans?.text).toContain(`${run_id} (jobindsats, siden `)
  await house.nightly()
  expect(await examine(house)).toMatchObject({ exitCode: 0, orphans: { state: 'pass' } })
})

test.each([
  ['a publication', 'publish', 'mart.fact_kpi', 'jobindsats', 'y07a02.csv', GOOD],
  [
    "a load of the municipality's own plan",
    'plan-targets',
    'core.goal_target',
    'plan-targets',
    PLAN,
    GOALS,
  ],
])('%s at work is not taken for a dead one', async (_, at, table, feed, name, text) => {
  const house = await openHouse()
  await house.deliver(name, text)
  const blocker = await blockWrites(house, table)
  const work = house.run(feed)
  await blocker.waiters(1, 'relation')
  expect(await lastRun(house, at)).toMatchObject({ state: 'running' })
  expect((await examine(house)).orphans).toMatchObject({ state: 'pass' })
  await blocker.release()
  expect((await work).exitCode).toBe(0)
})

test('loads that were never published: exit 1 with the line to run', async () => {
  const house = await openHouse()
  expect((await examine(house)).publication).toMatchObject({ state: 'skipped' })
  await house.deliver('y07a02.csv', GOOD)
  await house.run('jobindsats', { publish: false })
  const { exitCode, publication } = await examine(house)
  expect(exitCode).toBe(1)
  expect(publication).toMatchObject({ state: 'warning', todo: 'Kør: jobmart publish' })
  expect(publication?.text).toContain('1 indlæsning siden da')
  await house.publish()
  expect(await examine(house)).toMatchObject({ exitCode: 0, publication: { state: 'pass' } })
})

test('a file that no feed takes: exit 1 with its name', async () => {
  const { config } = await withHome()
  await mkdir(join(config.home, 'inbox'))
  for (const name of ['y07a02.csv', 'notes.txt']) {
    await writeFile(join(config.home, 'inbox', name), GOOD)
    await writeFile(join(config.home, 'inbox', `${name}.done`), '')
  }
  const { exitCode, inbox } = await examine({ config })
  expect(exitCode).toBe(1)
  expect(inbox).toMatchObject({ state: 'warning' })
  expect(inbox?.text).toMatch(/^1 fil venter\. Bliver liggende: notes\.txt \(/)
})

test('a broken timetable of the home: exit 4 with its line', async () => {
  const { config } = await withHome()
  await mkdir(join(config.home, 'schedules'))
  await writeFile(join(config.home, 'schedules/a.cron'), '\n15 3 * * * nighty\n')
  const { exitCode, timetable } = await examine({ config })
  expect(exitCode).toBe(4)
  expect(timetable?.text).toMatch(/a\.cron linje 2\. .*Fik: nighty\.$/)
})

test('a home that is a file: exit 4; a home that is not there is not made', async () => {
  const { config } = await withHome()
  const path = join(config.home, 'file')
  await writeFile(path, '')
  const inFile = await examine({ config: { ...config, home: path } })
  expect(inFile).toMatchObject({ exitCode: 4, home: { state: 'fail' } })
  const home = join(config.home, 'not', 'there')
  expect(await examine({ config: { ...config, home, databaseUrl: undefined } })).toMatchObject({
    exitCode: 0,
    home: { state: 'skipped' },
    server: { state: 'skipped' },
  })
  expect(await readdir(config.home)).toEqual(['file'])
})

test('an embedded server that is stopped is told and stays stopped', async () => {
  const home = await mkdtemp(join(tmpdir(), 'jobmart-doctor-'))
  // Open to the server's user, so that as root everything stays in here and goes with it.
  await chmod(home, 0o755)
  const config = { ...house.config, home, databaseUrl: undefined }
  const server = await useEmbedded(home, { durable: false })
  try {
    expect((await examine({ config })).server).toMatchObject({ state: 'pass' })
  } finally {
    await server.release()
  }
  const { exitCode, ...checks } = await examine({ config })
  expect(exitCode).toBe(0)
  expect(checks.server).toMatchObject({ state: 'skipped' })
  expect(checks.server?.todo).toContain('jobmart db start')
  expect(await embeddedStatus(home)).toBe('stopped')
  await rm(home, { recursive: true })
})

test('Node and the disk are judged by what they say', async () => {
  expect(await nodeVersion('18.20.4')).toMatchObject({ state: 'fail', exitCode: 4 })
  expect(await nodeVersion('20.10.0')).toMatchObject({ state: 'fail', exitCode: 4 })
  expect(await nodeVersion('20.11.0')).toMatchObject({ state: 'pass' })
  expect(await nodeVersion('24.0.0')).toMatchObject({ state: 'pass' })
  expect(judgeSpace(2 ** 31)).toEqual({ state: 'pass', text: '2.048 MB fri.' })
  expect(judgeSpace(2 ** 29)).toMatchObject({ state: 'warning' })
  expect(judgeSpace(2 ** 20)).toMatchObject({ state: 'fail', exitCode: 5 })
})

test('the word gives its list as one JSON document, with the exit code of the process in it', async () => {
  const environment = { ...environmentOf(house), JOBMART_MUNICIPALITY: '999' }
  const { exitCode, stdout } = await word(['doctor', '--json'], environment)
  const document = JSON.parse(stdout) as Checks & { exit_code: number }
  expect([exitCode, document.exit_code]).toEqual([4, 4])
  const failed = document.checks.filter(({ state }) => state === 'fail')
  expect(failed).toMatchObject([{ id: 'municipality', title: 'Kommunen' }])
  expect((await stat(house.config.home)).isDirectory()).toBe(true)
})

/** An empty database on the tests' server, and how many rows a query gives there. */
async function blankDatabase() {
  const server = process.env.JOBMART_TEST_SERVER ?? ''
  const name = `jobmart_blank_${process.pid}`
  const url = new URL(server)
  url.pathname = `/${name}`
  const count = async (address: string, statement: string) => {
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    const { rowCount } = await client.query(statement)
    await client.end()
    return rowCount
  }
  await count(server, `create database ${name}`)
  return {
    url: url.href,
    query: (statement: string) => count(url.href, statement),
    drop: () => count(server, `drop database ${name} with (force)`),
  }
}
