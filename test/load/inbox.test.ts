/** Owns: which files of the inbox are taken, in which order, and which are left lying and why. */
import { appendFile, mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { feeds } from '../../connectors/index.ts'
import { status } from '../../src/cli/words/look.ts'
import { run } from '../../src/cli/words/run.ts'
import { type Inbox, listInbox } from '../../src/load/inbox.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { fileOf, GOOD, HEADING } from '../support/sickness.ts'
import { runsOf } from '../support/states.ts'

const quiet = () => undefined

test('files load by the stamp in their name, whatever their order of arrival, and the newest figure stands', async () => {
  const house = await openHouse()
  await deliverAt(house, 'y07a02_20200203.csv', figure(3), '2020-02-10T08:00:00Z')
  await deliverAt(house, 'y07a02_2020-01-15.csv', figure(1), '2020-02-12T08:00:00Z')
  await deliverAt(house, 'y07a02_20200201.csv', figure(2), '2020-02-11T08:00:00Z')
  await load(house)
  expect(await loadedNames(house)).toEqual([
    ...['y07a02_2020-01-15.csv', 'y07a02_20200201.csv', 'y07a02_20200203.csv'],
  ])
  expect(await newestFigure(house)).toBe(3)
})

test('files without a stamp load in the order they arrived', async () => {
  const house = await openHouse()
  await deliverAt(house, 'a-y07a02.csv', figure(3), '2020-02-12T09:00:01Z')
  await deliverAt(house, 'b-y07a02.csv', figure(1), '2020-02-10T23:00:00Z')
  await deliverAt(house, 'c-y07a02.csv', figure(2), '2020-02-12T09:00:00Z')
  await load(house)
  expect(await loadedNames(house)).toEqual(['b-y07a02.csv', 'c-y07a02.csv', 'a-y07a02.csv'])
  expect(await newestFigure(house)).toBe(3)
})

test('a re-delivery loads after the file it replaces, even when it was put there first', async () => {
  const house = await openHouse()
  await deliverAt(house, 'y07a02_20200203_10.csv', figure(3), '2020-02-03T08:00:00Z')
  await deliverAt(house, 'y07a02_20200203_2.csv', figure(2), '2020-02-03T09:00:00Z')
  await deliverAt(house, 'y07a02_20200203.csv', figure(1), '2020-02-03T10:00:00Z')
  await load(house)
  expect(await loadedNames(house)).toEqual([
    ...['y07a02_20200203.csv', 'y07a02_20200203_2.csv', 'y07a02_20200203_10.csv'],
  ])
  expect(await newestFigure(house)).toBe(3)
})

test('a re-delivery without a stamp loads after the first too, for its number says so', async () => {
  const house = await openHouse()
  await deliverAt(house, 'y07a02_2.csv', figure(2), '2020-02-03T08:00:00Z')
  await deliverAt(house, 'y07a02.csv', figure(1), '2020-02-03T09:00:00Z')
  await load(house)
  expect(await loadedNames(house)).toEqual(['y07a02.csv', 'y07a02_2.csv'])
  expect(await newestFigure(house)).toBe(2)
})

test('a stamped file between two without a stamp, all of one day, does not turn those two around', async () => {
  const house = await openHouse()
  // By arrival c comes before a; a stamped file of the same day stands between them by name.
  await deliverAt(house, 'a-y07a02.csv', figure(1), '2020-02-03T12:00:00Z')
  await deliverAt(house, 'b-y07a02-20200203.csv', figure(2), '2020-02-03T11:00:00Z')
  await deliverAt(house, 'c-y07a02.csv', figure(3), '2020-02-03T10:00:00Z')
  const { waiting } = await inboxOf(house)
  const names = waiting.map(({ name }) => name)
  expect(names.indexOf('c-y07a02.csv')).toBeLessThan(names.indexOf('a-y07a02.csv'))
})

test('a file that no feed takes, or two, stays where it is and is named in status with the reason', async () => {
  const house = await openHouse()
  await house.deliver('noter.txt', 'husk mælk')
  await house.deliver('plan_maal_og_budget_2020.csv', 'hvad er det?')
  await house.deliver('y07a02.csv', GOOD)
  const night = await house.nightly()
  expect(night.exitCode).toBe(0)
  expect(await loadedNames(house)).toEqual(['y07a02.csv'])
  expect(await filesIn(house, 'inbox')).toEqual([
    ...['noter.txt', 'noter.txt.done'],
    ...['plan_maal_og_budget_2020.csv', 'plan_maal_og_budget_2020.csv.done'],
  ])
  const { json, text } = await status(house.config)
  expect(json).toMatchObject({
    waiting: [],
    left: [
      { name: 'noter.txt', reason: 'intet feed tager filer med det navn' },
      {
        name: 'plan_maal_og_budget_2020.csv',
        reason: 'både plan-targets og plan-budget tager filer med det navn',
      },
    ],
  })
  expect(text).toContain('Bliver liggende: noter.txt – intet feed tager filer med det navn')
})

test('a file that is still growing is left until it has come to rest', async () => {
  const house = await openHouse()
  const path = join(house.config.home, 'inbox', 'y07a02.csv')
  await mkdir(join(house.config.home, 'inbox'), { recursive: true })
  await writeFile(path, fileOf(HEADING))
  const listing = inboxOf(house)
  await whileWaitingFor(listing, (turn) => appendFile(path, `Viborg;${1960 + turn};14;12\n`))
  expect(await listing).toEqual({
    waiting: [],
    left: [{ name: 'y07a02.csv', reason: 'filen er ved at blive skrevet' }],
  })
  // Nobody writes any more: the next look takes it.
  const result = await load(house)
  expect(result.exitCode).toBe(0)
  expect(await filesIn(house, 'inbox')).toEqual([])
})

test('a file with its .done beside it is taken at once, and both leave the inbox together', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', GOOD)
  expect(await filesIn(house, 'inbox')).toEqual(['y07a02.csv', 'y07a02.csv.done'])
  await load(house)
  expect(await filesIn(house, 'inbox')).toEqual([])
  const [archived = '', ...more] = await filesIn(house, 'archive/jobindsats')
  expect(more).toEqual([])
  expect(archived.endsWith('y07a02.csv')).toBe(true)
})

test("a municipality's own folder is read for it alone", async () => {
  const house = await openHouse()
  const { home } = house.config
  await mkdir(join(home, 'inbox', '740'), { recursive: true })
  const path = await house.deliver('y07a02.csv', GOOD)
  await rename(path, join(home, 'inbox', '740', 'y07a02.csv'))
  await rename(`${path}.done`, join(home, 'inbox', '740', 'y07a02.csv.done'))
  await expect(load(house)).rejects.toMatchObject({ code: 'NOTHING_WAITING' })
  expect(await filesIn(house, 'inbox/740')).toHaveLength(2)
  const silkeborg = { ...house.config, municipality: '740' }
  const { exitCode } = await run(silkeborg, 'jobindsats', { publish: false }, quiet)
  expect(exitCode).toBe(0)
  expect(await filesIn(house, 'inbox/740')).toEqual([])
  const runs = await house.query(
    `select distinct municipality_code, file_name from ops.run where feed = 'jobindsats'`,
  )
  expect(runs).toEqual([{ municipality_code: '740', file_name: 'y07a02.csv' }])
})

function load(house: TestHouse) {
  return house.run('jobindsats', { publish: false })
}

function figure(persons: number): string {
  return fileOf(HEADING, `Viborg;2020M01;1400;${persons}`)
}

async function deliverAt(
  house: TestHouse,
  name: string,
  content: string,
  arrival: string,
): Promise<void> {
  const path = await house.deliver(name, content)
  await utimes(path, new Date(arrival), new Date(arrival))
}

async function loadedNames(house: TestHouse): Promise<string[]> {
  // A re-delivery first takes the file it replaces off again; that run has no file of its own.
  const names = (await runsOf(house)).map((each) => each.file_name)
  return names.filter((name) => name !== null)
}

async function newestFigure(house: TestHouse): Promise<number> {
  const [row] = await house.query<{ value: string }>(
    `select value from core.external_measure_open where measure = 'antal fuldtidspersoner'`,
  )
  return Number(row?.value)
}

function inboxOf(house: TestHouse): Promise<Inbox> {
  return listInbox(house.config.home, '791', feeds)
}

async function whileWaitingFor(
  end: Promise<unknown>,
  work: (turn: number) => Promise<void>,
): Promise<void> {
  let isOver = false
  const over = end.then(() => {
    isOver = true
  })
  for (let turn = 0; !isOver; turn += 1) {
    await work(turn)
    await sleep(20)
  }
  await over
}

async function filesIn(house: TestHouse, folder: string): Promise<string[]> {
  const place = join(house.config.home, folder)
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile())
  return files.map((entry) => relative(place, join(entry.parentPath, entry.name))).sort()
}
