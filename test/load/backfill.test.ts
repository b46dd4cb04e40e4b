/** Owns: reading again from the archive gives what a rebuild with today's mappings gives, goes on after a kill, and names what is gone. */
import { access, readdir, rename, rm, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type BackfillFlags, backfillWord } from '../../src/cli/words/backfill.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { blockRows, blockWrites } from '../support/blocker.ts'
import { AREA_HEADING, LABEL_HEADING, openHouse, type TestHouse } from '../support/house.ts'
import { environmentOf, startWord, untilAlone } from '../support/process.ts'
import {
  figuresOn,
  load,
  property,
  spellsOn,
  stateAfter,
  stateOf,
  three,
} from '../support/replay.ts'
import { fileOf, HEADING } from '../support/sickness.ts'
import { lastRun, runsOf } from '../support/states.ts'

const quiet = () => undefined
const YEARS = { from: '2019-01', to: '2020-12' }

interface BackfillJson {
  readonly parts: {
    readonly part: string | null
    readonly state: string
    readonly files: { readonly file_name: string }[]
    readonly purged: string[]
  }[]
}

async function backfill(house: TestHouse, feed: string, flags: Partial<BackfillFlags> = {}) {
  const given = { ...YEARS, publish: true, ...flags }
  const result = await backfillWord(house.config, feed, given, quiet)
  return { ...result, json: result.json as BackfillJson }
}

/** Lays mappings over the project's: Skive's figures are Viborg's neighbour's, and kontanthjælp is another group. */
async function mendMappings(house: TestHouse): Promise<void> {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Kontanthjælp,UDH,,')
  await house.overlay(
    'area.csv',
    AREA_HEADING,
    '779,municipality,Skive Ny,779,779,',
    '740,municipality,Silkeborg,740,740,Skive',
  )
}

property(
  'backfill equals rebuild',
  fc.tuple(three, fc.boolean(), fc.nat({ max: 2 })),
  async ([files, isLate, late], house) => {
    const reference = join(house.config.home, 'reference')
    await rm(reference, { recursive: true, force: true })
    const arrivals = isLate
      ? [...files.filter((_, index) => index !== late), files[late] ?? files[0]]
      : files
    const before = await stateAfter(house, arrivals)
    await mendMappings(house)
    const { exitCode } = await backfill(house, files[0].feed)
    expect(exitCode).toBe(0)
    const after = await stateOf(house)
    expect(after).toEqual(await stateAfter(house, files))
    if (files[0].feed === 'fasit-spells') expect(after).not.toEqual(before)
  },
)

property(
  'a second backfill has nothing left to do',
  fc.tuple(figuresOn(1), spellsOn(2)),
  async (files, house) => {
    for (const each of files) await load(house, each, { publish: false })
    const before = await runsOf(house)
    for (const { feed } of files) {
      const { exitCode, json } = await backfill(house, feed, { publish: false })
      expect([exitCode, json.parts.map(({ state }) => state)]).toEqual([0, ['current']])
    }
    expect(await runsOf(house)).toEqual(before)
  },
)

const FIGURES = fileOf(HEADING, 'Viborg;2019M12;9;1', 'Skive;2020M01;9;2')

async function threeTables(): Promise<TestHouse> {
  const house = await openHouse()
  for (const name of ['y07a02.csv', 'y08a02.csv', 'y09a02.csv']) {
    await load(house, { feed: 'jobindsats', name, content: FIGURES }, { publish: false })
  }
  return house
}

const PERSONS = `select table_id, area_code, value::int from mart.external_measure
  where measure = 'antal personer' and period = '2020-01' order by 1`

test('a backfill that was killed goes on with the table it was at, and publishes all', async () => {
  const house = await threeTables()
  await house.publish()
  const before = await house.query(PERSONS)
  await mendMappings(house)
  const blocker = await blockRows(house, 'core.external_measure', "table_id = 'Y08A02'")
  const words = ['backfill', 'jobindsats', '--from', '2020-01', '--to', '2020-01']
  const victim = startWord(words, environmentOf(house))
  await blocker.waiters(1)
  victim.process.kill('SIGKILL')
  await victim.ended
  await blocker.release()
  await untilAlone(house)
  expect((await lastRun(house, 'jobindsats')).state).toBe('running')
  const next = await backfill(house, 'jobindsats', { from: '2020-01', to: '2020-01' })
  expect(next.json.parts.map(({ part, state }) => [part, state])).toEqual([
    ['Y07A02', 'current'],
    ['Y08A02', 'done'],
    ['Y09A02', 'done'],
  ])
  expect((await runsOf(house)).filter(({ state }) => state === 'interrupted')).toHaveLength(1)
  const inSilkeborg = before.map((row) => ({ ...row, area_code: '740' }))
  expect(await house.query(PERSONS)).toEqual(inSilkeborg)
})

test('a file that the archive lacks is named with exit 3, what stands after it is read again, and the rest stays', async () => {
  const house = await openHouse()
  const days = ['2019M11', '2019M12', '2020M01'].map((month, index) => ({
    ...{ feed: 'jobindsats', name: `y07a02_2020020${index + 1}.csv` },
    content: fileOf(HEADING, `Skive;${month};9;${index}`),
  }))
  for (const each of days) await load(house, each, { publish: false })
  await mendMappings(house)
  await rm(await archived(house, 'y07a02_20200202.csv'))
  const told = await backfill(house, 'jobindsats', { dryRun: true })
  expect([told.exitCode, told.text]).toEqual([3, expect.stringContaining('y07a02_20200202.csv')])
  const { exitCode, json } = await backfill(house, 'jobindsats')
  expect(exitCode).toBe(3)
  expect(json.parts).toMatchObject([
    { files: [{ file_name: 'y07a02_20200203.csv' }], purged: ['y07a02_20200202.csv'] },
  ])
  expect(
    await house.query('select distinct period, area_code from mart.external_measure order by 1'),
  ).toEqual([
    { period: '2019-11', area_code: '779' },
    { period: '2019-12', area_code: '779' },
    { period: '2020-01', area_code: '740' },
  ])
})

test('rows that were released after a later file stay released', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', fileOf(HEADING, 'Viborg;2019M12;9;1', 'Nyby;2020M01;9;2'))
  await house.run('jobindsats', { publish: false })
  const later = { feed: 'jobindsats', name: 'y07a02-ny.csv' }
  const content = fileOf(HEADING, 'Skive;2020M01;9;3')
  await load(house, { ...later, content }, { publish: false })
  await house.overlay('area.csv', AREA_HEADING, '740,municipality,Silkeborg,740,740,Nyby')
  await releaseWord(house.config, undefined, { publish: true }, quiet)
  const before = await stateOf(house)
  await house.overlay('area.csv', AREA_HEADING, '740,municipality,Silkeborg,740,740,Nyby|Nyby 2')
  // Only the later file tells of January; the first one is read again because its rows were released after it.
  expect((await backfill(house, 'jobindsats', { from: '2020-01', to: '2020-01' })).exitCode).toBe(0)
  expect(await stateOf(house)).toEqual(before)
})

test('a file refused by the new definitions leaves its table as it was, exit 2, and the record tells it', async () => {
  const house = await threeTables()
  const lines = Array.from({ length: 7 }, (_, at) => `Skive;2019M0${at + 1};9;1`)
  await load(house, { feed: 'jobindsats', name: 'y07a02.csv', content: fileOf(HEADING, ...lines) })
  const known = await stateOf(house)
  expect(known.mart.external_measure).toHaveLength(26)
  await house.overlay('area.csv', AREA_HEADING, '779,municipality,Skive Ny,779,779,')
  const { exitCode, json } = await backfill(house, 'jobindsats', { publish: false })
  expect(exitCode).toBe(2)
  expect(json.parts[0]).toMatchObject({
    state: 'refused',
    error: { code: 'REORDER_FAILED', got: expect.stringContaining('TOO_MANY_REJECTS') },
  })
  const { core, mart } = await stateOf(house)
  const ofTable = (rows: typeof core) => rows.filter(({ row }) => String(row).includes('Y07A02'))
  expect([mart, ofTable(core)]).toEqual([known.mart, ofTable(known.core)])
  expect((await runsOf(house)).filter(({ state }) => state === 'refused')).toHaveLength(1)
})

test('the archive is by feed and month of extraction, else of arrival, and a refused file lies in failed just so', async () => {
  const house = await openHouse()
  const quietly = { publish: false }
  const first = { feed: 'jobindsats', name: 'y07a02_20190315.csv', content: FIGURES }
  await load(house, first, quietly)
  const path = await house.deliver('y07a02.csv', FIGURES.replace('9;1', '9;8'))
  await utimes(path, new Date('2018-05-31T22:30:00Z'), new Date('2018-05-31T22:30:00Z'))
  await house.run('jobindsats', quietly)
  await house.deliver('y07a02_20190401.csv', 'intet')
  await house.run('jobindsats', quietly)
  const places = await house.query<{ archived_path: string }>(
    'select archived_path from ops.run where file_name is not null order by run_id',
  )
  expect(places.map(({ archived_path }) => archived_path.replace(/[0-9a-f]{16}/, '#'))).toEqual([
    'archive/jobindsats/2019-03/#-y07a02_20190315.csv',
    // Half past midnight in Denmark, the first of June.
    'archive/jobindsats/2018-06/#-y07a02.csv',
    'failed/jobindsats/2019-04/#-y07a02_20190401.csv',
  ])
  for (const { archived_path } of places) await access(join(house.config.home, archived_path))
  await access(join(house.config.home, `${places[2]?.archived_path}.txt`))
})

test('an archive from before the record told the place is still found: by backfill, revert and release', async () => {
  const house = await threeTables()
  for (const name of ['y07a02.csv', 'y08a02.csv', 'y09a02.csv']) {
    const path = await archived(house, name)
    await rename(path, join(house.config.home, 'archive/jobindsats', basename(path)))
  }
  await house.query('update ops.run set archived_path = null, covers = null, headings = null')
  await mendMappings(house)
  const january = { from: '2020-01', to: '2020-01', publish: false }
  const { json } = await backfill(house, 'jobindsats', january)
  expect(json.parts.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  const [run] = await house.query<{ run_id: string }>(
    "select run_id from ops.run where state = 'done' and part is not null order by run_id limit 1",
  )
  await revertWord(house.config, run?.run_id ?? '', { yes: true, publish: false }, quiet)
  const waiting = (await readdir(join(house.config.home, 'inbox'))).filter((n) => n.endsWith('csv'))
  expect(waiting.sort()).toEqual(['y08a02.csv', 'y09a02.csv'])
})

test('nothing of those months is exit 3, a month that is none exit 4, and a feed that is being loaded exit 6', async () => {
  const house = await threeTables()
  const early = { from: '2010-01', to: '2010-12' }
  await expect(backfill(house, 'jobindsats', early)).rejects.toMatchObject({ exitCode: 3 })
  for (const wrong of [{ from: '2020' }, { from: '2020-13' }, { from: '2021-01' }]) {
    await expect(backfill(house, 'jobindsats', wrong)).rejects.toMatchObject({
      code: 'UNKNOWN_WORD',
    })
  }
  const blocker = await blockWrites(house, 'core.external_measure')
  await house.deliver('y07a02.csv', FIGURES.replace('9;1', '9;7'))
  const loading = house.run('jobindsats', { publish: false })
  await blocker.waiters(1, 'relation')
  await expect(backfill(house, 'jobindsats')).rejects.toMatchObject({ exitCode: 6 })
  await blocker.release()
  expect((await loading).exitCode).toBe(0)
})

/** The archived file of that name. */
async function archived(house: TestHouse, name: string): Promise<string> {
  const folder = join(house.config.home, 'archive')
  const entries = await readdir(folder, { recursive: true })
  return join(folder, entries.find((each) => each.endsWith(`-${name}`)) ?? '')
}
