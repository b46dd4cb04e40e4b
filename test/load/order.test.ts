/** Owns: a late file and a re-delivery give what the right order would have given. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { run } from '../../src/cli/words/run.ts'
import { AREA_HEADING, martContents, openHouse, type TestHouse } from '../support/house.ts'

const quiet = () => undefined

function table(figures: Readonly<Record<string, number>>): string {
  const rows = Object.entries(figures).map(([key, value]) => `${key.replace(' ', ';')};${value}`)
  return `Område;Periode;Antal fuldtidspersoner\n${rows.join('\n')}\n`
}

const DAY1 = table({ 'Viborg 2019M12': 1, 'Viborg 2020M01': 10 })
const DAY2 = table({ 'Viborg 2020M01': 20, 'Skive 2020M01': 200 })
const DAY3 = table({ 'Viborg 2020M01': 30, 'Viborg 2020M02': 300 })

async function load(house: TestHouse, name: string, content: string) {
  await house.deliver(name, content)
  const { json } = await house.run('jobindsats', { publish: false })
  return json.loads[0]
}

async function inTurn(files: readonly (readonly [string, string])[]) {
  const house = await openHouse()
  for (const [name, content] of files) await load(house, name, content)
  await house.publish()
  return martContents(house)
}

const FILES = [
  ['y07a02_20200101.csv', DAY1],
  ['y07a02_20200201.csv', DAY2],
  ['y07a02_20200301.csv', DAY3],
] as const

let right: Awaited<ReturnType<typeof inTurn>>

beforeAll(async () => {
  right = await inTurn(FILES)
})

test('files that arrive in any order give what the right order gives', async () => {
  const [first, second, third] = FILES
  expect(await inTurn([third, first, second])).toEqual(right)
  expect(await inTurn([second, third, first])).toEqual(right)
  expect(await inTurn([third, second, first])).toEqual(right)
})

test('a late file says which later files were put on again, and each stays in force once', async () => {
  const house = await openHouse()
  await load(house, FILES[0][0], DAY1)
  await load(house, FILES[2][0], DAY3)
  const late = await load(house, FILES[1][0], DAY2)
  expect(late?.message).toContain('Senere filer er lagt på igen: y07a02_20200301.csv.')
  const states = await house.query(
    `select file_name, count(*)::integer as loads from ops.run
     where state = 'done' and file_name is not null group by file_name order by 1`,
  )
  expect(states).toEqual(FILES.map(([file_name]) => ({ file_name, loads: 1 })))
})

test('a re-delivery replaces the earlier file of that name and leaves the later ones in force', async () => {
  const wrong = table({ 'Viborg 2020M01': 99, 'Viborg 2018M01': 99 })
  const mended = await inTurn([
    ['y07a02_20200101.csv', wrong],
    FILES[1],
    FILES[2],
    ['y07a02_20200101_2.csv', DAY1],
  ])
  expect(mended).toEqual(right)
})

test('where municipalities share the source, a re-delivery replaces the file of its own sender', async () => {
  const house = await openHouse()
  const silkeborg = { ...house.config, municipality: '740' }
  const [first, again] = ['y07a02_20200101.csv', 'y07a02_20200101_2.csv']
  const deliverOther = async (name: string, value: number) => {
    await house.deliver(name, table({ 'Silkeborg 2020M01': value }))
    const { exitCode } = await run(silkeborg, 'jobindsats', { publish: false }, quiet)
    expect(exitCode).toBe(0)
  }
  await deliverOther(first, 1)
  await load(house, first, DAY1)
  await deliverOther(again, 2)
  expect(
    await house.query(
      `select area_code, period, value::int from core.external_measure_open order by 1, 2`,
    ),
  ).toEqual([
    { area_code: '740', period: '2020-01', value: 2 },
    { area_code: '791', period: '2019-12', value: 1 },
    { area_code: '791', period: '2020-01', value: 10 },
  ])
  // Put on again as what they were: each municipality's own.
  expect(
    await house.query(
      `select municipality_code, file_name from ops.run where state = 'done' and file_name is not null order by 1`,
    ),
  ).toEqual([
    { municipality_code: '740', file_name: again },
    { municipality_code: '791', file_name: first },
  ])
})

test('the tables of one feed do not disturb each other: a late file of one leaves the other as it is', async () => {
  const house = await openHouse()
  await load(house, 'y08a02_20200201.csv', DAY2)
  await load(house, 'y07a02_20200301.csv', DAY3)
  await load(house, 'y08a02_20200301.csv', DAY3)
  await load(house, 'y07a02_20200101.csv', DAY1)
  await house.publish()
  const other = await inTurn([
    ['y07a02_20200101.csv', DAY1],
    ['y07a02_20200301.csv', DAY3],
    ['y08a02_20200201.csv', DAY2],
    ['y08a02_20200301.csv', DAY3],
  ])
  expect(await martContents(house)).toEqual(other)
})

/** One file with a row nobody knows, a later one, and the row's release once its area is known. */
async function released(house: TestHouse, first: string, later: string) {
  await load(house, first, `${DAY1}Vibrog;2019M11;7\n`)
  await load(house, later, DAY3)
  await house.overlay('area.csv', AREA_HEADING, '791,municipality,Viborg,791,791,Vibrog')
  const { json } = await releaseWord(house.config, undefined, { publish: false }, quiet)
  expect(json).toMatchObject({ releases: [{ released: 1 }] })
  return json as { releases: { run_id: string }[] }
}

test('a late file leaves what was released in force', async () => {
  const house = await openHouse()
  await released(house, FILES[0][0], FILES[2][0])
  await load(house, FILES[1][0], DAY2)
  await house.publish()
  const known = await inTurn([[FILES[0][0], `${DAY1}Viborg;2019M11;7\n`], ...[FILES[1], FILES[2]]])
  expect(await martContents(house)).toEqual(known)
  expect(await house.query('select status from ops.quarantine')).toEqual([{ status: 'released' }])
})

test('a late file is refused when a file that rows were released from is gone', async () => {
  const house = await openHouse()
  await released(house, FILES[0][0], FILES[2][0])
  await house.publish()
  const before = await martContents(house)
  await rm(join(house.config.home, 'archive/jobindsats/2020-01'), { recursive: true })
  const late = await load(house, FILES[1][0], DAY2)
  expect(late).toMatchObject({ state: 'refused', error: { code: 'REORDER_FAILED' } })
  await house.publish()
  expect(await martContents(house)).toEqual(before)
})

test('a revert takes a later release off without delivering its file again, and says that its rows wait', async () => {
  const house = await openHouse()
  const { releases } = await released(house, 'y07a02.csv', 'y07a02-ny.csv')
  const [wrong] = await house.query<{ run_id: string }>(
    `select run_id from ops.run where state = 'done' and released_from is null order by run_id desc limit 1`,
  )
  const flags = { yes: true, publish: false }
  const reverted = await revertWord(house.config, wrong?.run_id ?? '', flags, quiet)
  expect(reverted.json).toMatchObject({ waiting: 1, returned: [] })
  expect(reverted.text).toContain(`kørsel ${releases[0]?.run_id} (frigivelse fra y07a02.csv)`)
  expect(reverted.text).toContain('1 frigivne rækker venter igen')
  expect(await house.query('select status from ops.quarantine')).toEqual([{ status: 'open' }])
})

test('when a later file cannot be put on again the late one is refused and nothing has changed', async () => {
  const house = await openHouse()
  await load(house, FILES[0][0], DAY1)
  await load(house, FILES[2][0], DAY3)
  await house.publish()
  const before = await martContents(house)
  await rm(join(house.config.home, 'archive/jobindsats'), { recursive: true })
  const late = await load(house, FILES[1][0], DAY2)
  expect(late).toMatchObject({ state: 'refused', exit_code: 2, error: { code: 'REORDER_FAILED' } })
  await house.publish()
  expect(await martContents(house)).toEqual(before)
  expect(
    await house.query(`select count(*)::integer as n from ops.run where state = 'running'`),
  ).toEqual([{ n: 0 }])
})
