/** Owns: a revert leaves core and mart as if the run had never been, and gives the later files back. */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { runsOf } from '../support/states.ts'

const quiet = () => undefined

function table(figures: Readonly<Record<string, number>>): string {
  const rows = Object.entries(figures).map(([key, value]) => `${key.replace(' ', ';')};${value}`)
  return `Område;Periode;Antal fuldtidspersoner\n${rows.join('\n')}\n`
}

async function load(
  house: TestHouse,
  figures: Readonly<Record<string, number>>,
  publish = false,
): Promise<string> {
  await house.deliver('y07a02.csv', table(figures))
  const { json } = await house.run('jobindsats', { publish })
  return json.loads[0]?.run_id ?? ''
}

function revert(house: TestHouse, run: string, publish = false) {
  return revertWord(house.config, run, { yes: true, publish }, quiet)
}

/** The open rows of core without what tells who opened them. */
async function coreContents(house: TestHouse) {
  return house.query(
    `select period, area_code, value, source_line, origin_run from core.external_measure_open order by 1, 2`,
  )
}

async function filesIn(house: TestHouse, folder: string): Promise<string[]> {
  return (await readdir(join(house.config.home, folder)).catch(() => [])).sort()
}

const FIRST = { 'Viborg 2019M12': 1291, 'Viborg 2020M01': 1264, 'Skive 2020M01': 500 }

test('a run and its revert leave core and mart as they were', async () => {
  const house = await openHouse()
  await load(house, FIRST, true)
  const [mart, core] = [await martContents(house), await coreContents(house)]
  // Corrects one figure, drops one area of a month, adds a month.
  const mistake = await load(house, { 'Viborg 2020M01': 9999, 'Viborg 2020M02': 1200 }, true)
  expect(await martContents(house)).not.toEqual(mart)
  const result = await revert(house, mistake, true)
  expect(result.exitCode).toBe(0)
  expect(await martContents(house)).toEqual(mart)
  expect(await coreContents(house)).toEqual(core)
  expect(await house.query(`select state from ops.run where run_id = ${mistake}`)).toEqual([
    { state: 'reverted' },
  ])
})

test('later runs of the feed are undone too, newest first, and their files wait in the inbox again', async () => {
  const house = await openHouse()
  await load(house, FIRST)
  const core = await coreContents(house)
  const mistake = await load(house, { 'Viborg 2020M01': 1 })
  const later = await load(house, { 'Viborg 2020M01': 2, 'Viborg 2020M02': 3 })
  const result = await revert(house, mistake)
  expect(result.json).toMatchObject({ undone: [later, mistake], returned: ['y07a02.csv'] })
  expect(await coreContents(house)).toEqual(core)
  expect(await filesIn(house, 'inbox')).toEqual(['y07a02.csv', 'y07a02.csv.done'])
  expect(await filesIn(house, 'tmp')).toEqual([])
  await house.run('jobindsats')
  expect(
    await house.query(`select value from mart.external_measure where period = '2020-02'`),
  ).toEqual([{ value: '3.000000' }])
})

test('a revert of a revert is undone with the runs before it', async () => {
  const house = await openHouse()
  const first = await load(house, FIRST)
  const second = await load(house, { 'Viborg 2020M01': 1 })
  await revert(house, second)
  const third = await load(house, { 'Viborg 2020M01': 5 })
  await revert(house, third)
  expect(
    (await coreContents(house)).find(
      (row) => row['area_code'] === '791' && row['period'] === '2020-01',
    ),
  ).toMatchObject({ value: '1264.000000' })
  await revert(house, first, true)
  expect(await coreContents(house)).toEqual([])
  expect((await martContents(house))['external_measure']).toEqual([])
})

test('other feeds keep their rows', async () => {
  const house = await openHouse()
  await house.deliver('FOLK1A.csv', 'OMRÅDE;KØN;ALDER;TID;INDHOLD\nViborg;I alt;20 år;2020K1;900\n')
  await house.run('statbank-population', { publish: false })
  const population = await house.query('select * from core.population')
  expect(population).toHaveLength(1)
  const run = await load(house, FIRST)
  await revert(house, run)
  expect(await house.query('select * from core.population')).toEqual(population)
})

test('a revert that the disk does not take leaves core as it was, its record failed, and the runs in force', async () => {
  const house = await openHouse()
  await load(house, FIRST)
  const mistake = await load(house, { 'Viborg 2020M01': 1 })
  await load(house, { 'Viborg 2020M01': 2 })
  const core = await coreContents(house)
  // A folder stands where the later file is to lie.
  await mkdir(join(house.config.home, 'inbox', 'y07a02.csv', 'full'), { recursive: true })
  await expect(revert(house, mistake)).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    exitCode: 5,
  })
  expect(await coreContents(house)).toEqual(core)
  expect((await runsOf(house)).map(({ state }) => state)).toEqual([
    ...['done', 'done', 'done', 'failed'],
  ])
  expect(await filesIn(house, 'tmp')).toEqual([])
})

test('an audit that stops the publication after a revert does not hide that the revert is done', async () => {
  const house = await openHouse()
  const people = 'OMRÅDE;ALDER;TID;INDHOLD\nViborg;16-66 år;2020K1;61000\n'
  await house.deliver('FOLK1A.csv', people)
  await house.run('statbank-population', { publish: false })
  const impossible = await load(house, { 'Viborg 2020M01': 100_000 })
  const mended = await load(house, { 'Viborg 2020M01': 1264 }, true)
  const { exitCode, text, json } = await revert(house, mended, true)
  expect([exitCode, text]).toEqual([2, expect.stringContaining(`kørsel ${mended} (y07a02.csv)`)])
  expect(text).toContain('AUDIT_STOPPED')
  expect(json).toMatchObject({
    undone: [mended],
    publish_error: { error: { code: 'AUDIT_STOPPED' } },
  })
  expect((await coreContents(house)).map((row) => row['origin_run'])).toEqual([impossible])
})

test('a revert asks for --yes, listing the runs, and changes nothing until it has it', async () => {
  const house = await openHouse()
  const run = await load(house, FIRST)
  const core = await coreContents(house)
  await expect(revertWord(house.config, run, { publish: true }, quiet)).rejects.toMatchObject({
    code: 'CONFIRMATION_NEEDED',
    context: { got: `fortryder, nyeste først: kørsel ${run} (y07a02.csv)` },
  })
  expect(await coreContents(house)).toEqual(core)
})

test('a run that is no load in force cannot be reverted', async () => {
  const house = await openHouse()
  const run = await load(house, FIRST)
  await revert(house, run)
  await expect(revert(house, run)).rejects.toMatchObject({ code: 'UNKNOWN_WORD' })
  await expect(revert(house, '4711')).rejects.toMatchObject({ code: 'UNKNOWN_WORD' })
  expect(await filesIn(house, 'inbox')).toEqual([])
})
