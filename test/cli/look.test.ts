/** Owns what the real program shows of a loaded house, and that --json prints one document that says the exit code. */
import { beforeAll, expect, test } from '@jest/globals'
import { spoken } from '../support/answer.ts'
import { openExample } from '../support/example.ts'
import type { Row, TestHouse } from '../support/house.ts'
import { type Ended, type Environment, environmentOf, word } from '../support/process.ts'
import { GOOD } from '../support/sickness.ts'
import { lastRun } from '../support/states.ts'

let house: TestHouse
let environment: Environment

beforeAll(async () => {
  house = (await openExample({ months: 3 })).house
  environment = environmentOf(house)
}, 120_000)

test('status tells how fresh each feed is, what waits, what lies, the last runs and the goals', async () => {
  await house.deliver('y07a02.csv', GOOD)
  await house.deliver('noter.txt', '')
  const [plain, json] = await both(['status'])
  expect(plain).toMatchObject({ exitCode: 0, stderr: '' })
  for (const text of [
    ...['Feeds', 'PTV_A02', 'frisk', '2020-01-31', 'Venter i indbakken: y07a02.csv'],
    ...['Bliver liggende: noter.txt – intet feed', 'Seneste kørsler', 'færdig', 'udgivelse', 'Mål'],
    ...['Reducere andelen på sygedagpenge', '2,1 %', '→ på vej', 'ingen data', 'feed: '],
  ]) {
    expect(plain.stdout).toContain(text)
  }
  const status = documentOf(json) as Record<string, Row[]>
  expect(status).toMatchObject({
    exit_code: 0,
    waiting: [{ name: 'y07a02.csv', feed: 'jobindsats' }],
  })
  expect(status.feeds).toContainEqual(
    expect.objectContaining({
      ...{ feed: 'jobindsats', part: 'PTV_A02', state: 'fresh' },
      ...{ data_until: '2020-01-31', last_file: 'ptv_a02.csv', municipality_code: '791' },
    }),
  )
  expect(status.goals).toHaveLength(12)
  // Its eight files and their publication.
  expect(status.runs).toHaveLength(9)
})

test('runs lists the newest first, and runs ID tells one: its counts, slices and audits', async () => {
  const [plain, json] = await both(['runs'])
  expect(plain.exitCode).toBe(0)
  for (const text of ['FOLK1A.csv', '4284', 'udgivelse']) expect(plain.stdout).toContain(text)
  const list = (documentOf(json) as { runs: Row[] }).runs
  const ids = list.map((run) => Number(run.run_id))
  expect(ids).toEqual([...ids].sort((a, b) => b - a))

  const load = await lastRun(house, 'statbank-population')
  const [one, oneJson] = await both(['runs', load.run_id])
  expect(one.stdout).toContain(
    `Kørsel ${load.run_id}: statbank-population FOLK1A.csv – færdig (kode 0)`,
  )
  expect(one.stdout).toContain('læst 4284, indlæst 4284, uændret 0, karantæne 0, ignoreret 0')
  expect(documentOf(oneJson)).toMatchObject({
    ...{ exit_code: 0, run: { run_id: load.run_id, rows_read: '4284' } },
    ...{ faults: [], audits: [] },
  })
  // A load tells what the mart has of it.
  for (const text of ['fact_population', `kørsel ${load.run_id} FOLK1A.csv`]) {
    expect(one.stdout).toContain(text)
  }
  const publication = await lastRun(house, 'publish')
  const [published] = await both(['runs', publication.run_id])
  for (const text of [
    'fact_population',
    'ny ',
    '000 2020-Q1',
    'kontrol share_within_0_100: bestået',
  ]) {
    expect(published.stdout).toContain(text)
  }
})

test('a run that is not there is a wrong word: exit 4', async () => {
  for (const id of ['999999', 'sidste']) {
    const { exitCode, stderr } = await spoken(['runs', id], environment)
    expect(exitCode).toBe(4)
    expect(stderr).toContain(`Der er ingen kørsel ${id}.`)
  }
})

test('run --json prints one document on stdout and its log as JSON lines on stderr, whatever comes of it', async () => {
  await house.deliver('y07a02.csv', GOOD)
  const loaded = await word(['run', 'jobindsats', '--json'], environment)
  expect(loaded.exitCode).toBe(0)
  expect(documentOf(loaded)).toMatchObject({
    ...{ exit_code: 0, loads: [{ state: 'done', rows: { read: 6 } }] },
    publication: { published: true },
  })
  for (const line of loaded.stderr.trim().split('\n')) {
    expect(JSON.parse(line)).toMatchObject({ msg: expect.any(String) })
  }

  await house.deliver('y07a02.csv', '')
  const refused = await spoken(['run', 'jobindsats', '--json'], environment)
  expect(refused.exitCode).toBe(2)
  expect(documentOf(refused)).toMatchObject({
    exit_code: 2,
    loads: [{ state: 'refused', exit_code: 2, error: { code: 'NOT_A_DATA_FILE' } }],
  })

  await house.deliver('y07a02.csv', GOOD.replace('Viborg;2019M12', 'Viborgg;2019M12'))
  const warned = await spoken(['run', 'jobindsats', '--json'], environment)
  expect(warned.exitCode).toBe(1)
  expect(documentOf(warned)).toMatchObject({
    exit_code: 1,
    loads: [{ state: 'done', exit_code: 1 }],
  })

  const nothing = await spoken(['run', 'jobindsats', '--json'], environment)
  expect(nothing.exitCode).toBe(3)
  expect(documentOf(nothing)).toMatchObject({ exit_code: 3, error: { code: 'NOTHING_WAITING' } })
})

test('refresh and nightly with nothing to do say so and exit 0', async () => {
  await house.publish()
  const published = await spoken(['refresh', '--json'], environment)
  const night = await spoken(['nightly', '--json'], environment)
  expect(documentOf(published)).toMatchObject({ exit_code: 0, published: false })
  expect(documentOf(night)).toMatchObject({ exit_code: 0, loads: [] })
})

async function both(words: readonly string[]): Promise<[Ended, Ended]> {
  return [await spoken(words, environment), await spoken([...words, '--json'], environment)]
}

function documentOf({ stdout }: Ended): unknown {
  return JSON.parse(stdout)
}
