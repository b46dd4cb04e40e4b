/** Owns: a process that is killed or interrupted leaves mart whole and core untouched, and the next run is right. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Base, makeBase, withCopy } from '../support/base.ts'
import { type Blocker, blockWrites } from '../support/blocker.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { environmentOf, startWord, untilAlone, type Word } from '../support/process.ts'
import { GOOD } from '../support/sickness.ts'
import { type Contents, coreContents, lastRun, martFingerprint, runsOf } from '../support/states.ts'
import { until } from '../support/until.ts'

const BIG = 'y01a02.csv'
const ROWS = 2000
const MEMBERS = 100
const SMALL = 'y07a02.csv'

let big: string
/** A small file published. */
let published: Base
let undisturbed: Readonly<Record<string, string>>

beforeAll(async () => {
  big = await bigFile()
  published = await makeBase(async (house) => {
    await house.deliver(SMALL, GOOD)
    expect((await house.run('jobindsats')).exitCode).toBe(0)
  })
  undisturbed = await withBigFile(async ({ house, path }) => {
    expect((await house.run('jobindsats', { file: path })).exitCode).toBe(0)
    return martFingerprint(house)
  })
}, 120_000)

afterAll(() => published?.drop())

test(
  'SIGKILL in the middle of a load leaves mart and core as they were, and the same run again is right',
  () =>
    withBigFile(async ({ house, before, path }) => {
      const victim = await startLoading(house, path)
      victim.process.kill('SIGKILL')
      expect((await victim.ended).exitCode).toBeNull()
      await untilAlone(house)
      expect(await stateOf(house)).toEqual(before)
      const killed = await lastRun(house, 'jobindsats')
      expect(killed).toMatchObject({ state: 'running', file_name: BIG, exit_code: null })
      expect(await filesIn(house, 'tmp')).toEqual([
        expect.stringMatching(new RegExp(`^${victim.process.pid}-[0-9a-f]{8}-${BIG}$`)),
      ])

      const next = await house.run('jobindsats', { file: path })
      expect(next.exitCode).toBe(0)
      expect(await martFingerprint(house)).toEqual(undisturbed)
      const [marked, loaded] = (await runsOf(house)).filter((run) => run.file_name === BIG)
      expect(marked).toMatchObject({ run_id: killed.run_id, state: 'interrupted', exit_code: 130 })
      expect(loaded).toMatchObject({ state: 'done', read: ROWS, loaded: ROWS, ignored: 0 })
      expect(await filesIn(house, 'tmp')).toEqual([])
      expect(await rowsOf(house, 'stage.external_measure')).toBe(0)
    }),
  120_000,
)

test(
  'SIGINT in the middle of a load exits 130 and leaves mart and core as they were',
  () =>
    withBigFile(async ({ house, before, path }) => {
      const victim = await startLoading(house, path)
      victim.process.kill('SIGINT')
      const { exitCode, stderr, stdout } = await victim.ended
      expect(exitCode).toBe(130)
      expect(stderr).toContain('Afbrudt (SIGINT): det, der ikke var færdigt, er ikke gemt.')
      expect(stdout + stderr).not.toMatch(/^ +at /m)
      await untilAlone(house)
      expect(await filesIn(house, 'tmp')).toEqual([])
      expect(await stateOf(house)).toEqual(before)
      await house.deliver(SMALL, GOOD)
      expect((await house.run('jobindsats')).exitCode).toBe(0)
      const [interrupted] = (await runsOf(house)).filter((run) => run.file_name === BIG)
      expect(interrupted).toMatchObject({ state: 'interrupted', exit_code: 130 })
      expect(await filesIn(house, 'tmp')).toEqual([])
    }),
  120_000,
)

test('SIGKILL in the middle of a publication leaves mart whole, and the next one shows what was loaded', () =>
  withCopy(published, async (house) => {
    const before = await martContents(house)
    await house.deliver(
      SMALL,
      GOOD.replaceAll('2020M01', '2018M01').replace('1410;1291', '1411;1292'),
    )
    const blocker = await blockWrites(house, 'mart.fact_kpi')
    const victim = startWord(['run', 'jobindsats'], environmentOf(house))
    await blocker.waiters(1, 'relation')
    expect(await lastRun(house, 'publish')).toMatchObject({ state: 'running' })
    await kill(victim, blocker, house)
    expect(await martContents(house)).toEqual(before)
    expect(await lastRun(house, 'jobindsats')).toMatchObject({ state: 'done', loaded: 3 })
    expect(await filesIn(house, 'inbox')).toEqual([])

    await house.publish()
    const publications = (await runsOf(house)).filter(({ feed }) => feed === 'publish')
    expect(publications.map(({ state }) => state)).toEqual(['done', 'interrupted', 'done'])
    const other = await openHouse()
    for (const name of ['2018M01', '2020M01']) {
      await other.deliver(SMALL, GOOD.replaceAll('2020M01', name).replace('1410;1291', '1411;1292'))
      await other.run('jobindsats', { publish: false })
    }
    await other.publish()
    expect(await martContents(house)).toEqual(await martContents(other))
  }))

test('a file whose load was killed still lies in the inbox, and the next run takes it from there', async () => {
  const house = await openHouse()
  await house.deliver(SMALL, GOOD)
  const blocker = await blockWrites(house, 'core.external_measure')
  const victim = startWord(['run', 'jobindsats'], environmentOf(house))
  await blocker.waiters(1, 'relation')
  await kill(victim, blocker, house)
  expect(await rowsOf(house, 'core.external_measure')).toBe(0)
  expect(await readFile(join(house.config.home, 'inbox', SMALL), 'utf8')).toBe(GOOD)
  const next = await house.nightly()
  expect(next.json.loads).toMatchObject([{ state: 'done', rows: { read: 6, loaded: 6 } }])
  expect((await runsOf(house)).map(({ state }) => state)).toEqual(['interrupted', 'done', 'done'])
  expect(await filesIn(house, 'inbox')).toEqual([])
  expect(await filesIn(house, 'tmp')).toEqual([])
})

interface BigHouse {
  readonly house: TestHouse
  readonly before: { mart: Contents; core: Contents }
  readonly path: string
}

/** Lends a house with a small file published and the big one beside it. */
function withBigFile<T>(work: (house: BigHouse) => Promise<T>): Promise<T> {
  return withCopy(published, async (house) => {
    const path = join(house.config.home, BIG)
    await writeFile(path, big)
    return work({ house, before: await stateOf(house), path })
  })
}

async function stateOf(house: TestHouse): Promise<BigHouse['before']> {
  return { mart: await martContents(house), core: await coreContents(house) }
}

/** Starts the real program on the big file, and returns once rows of it are on their way into stage. */
async function startLoading(house: TestHouse, path: string): Promise<Word> {
  const [{ bytes: empty } = { bytes: '0' }] = await sizeOfStage(house)
  const started = startWord(['run', 'jobindsats', '--file', path], environmentOf(house))
  await until('COPY into stage', async () => {
    const [size] = await sizeOfStage(house)
    return Number(size?.bytes) > Number(empty)
  })
  return started
}

function sizeOfStage(house: TestHouse): Promise<{ bytes: string }[]> {
  return house.query(`select pg_relation_size('stage.external_measure') as bytes`)
}

async function kill(victim: Word, blocker: Blocker, house: TestHouse): Promise<void> {
  victim.process.kill('SIGKILL')
  await victim.ended
  await blocker.release()
  await untilAlone(house)
}

async function rowsOf(house: TestHouse, table: string): Promise<number> {
  const [row] = await house.query<{ rows: number }>(
    `select count(*)::integer as rows from ${table}`,
  )
  return row?.rows ?? 0
}

async function filesIn(house: TestHouse, folder: string): Promise<string[]> {
  return (await readdir(join(house.config.home, folder)).catch(() => [])).sort()
}

// Rows go into stage a few megabytes at a time: long names and many measures make several batches of a short file.
const LONG = 'meget '.repeat(70)
const MEASURES = Array.from({ length: 8 }, (_, index) => `Antal personer, måling ${index + 1}`)

/** Some municipalities in one month with a hundred made-up unemployment funds. */
async function bigFile(): Promise<string> {
  const areas = (await readFile('sql/reference/area.csv', 'utf8'))
    .split('\n')
    .filter((line) => /^\d{3},municipality,/.test(line))
    .map((line) => line.split(',')[2])
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const figures = MEASURES.map((__, measure) => (index * 7919 + measure) % 1000)
    const area = areas[Math.floor(index / MEMBERS)]
    return [area, '2018M01', `A-kasse ${LONG}${1 + (index % MEMBERS)}`, ...figures].join(';')
  })
  return [['Area', 'Periode', 'A-kasse', ...MEASURES].join(';'), ...lines, ''].join('\n')
}
