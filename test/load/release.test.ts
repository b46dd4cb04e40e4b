/** Owns: rejected rows can be released once their cause is mended, and only then, and never over a later file. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { labels } from '../../src/cli/words/labels.ts'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { AREA_HEADING, martContents, openHouse, type TestHouse } from '../support/house.ts'
import { fileOf } from '../support/sickness.ts'
import { coreContents } from '../support/states.ts'

const quiet = () => undefined
const FILE = `Område;Periode;Antal fuldtidspersoner
Viborg;2020M01;1264
Vibrog;2019M12;1291
Skive;2020M01;abc
`
const MENDED = FILE.replace('Vibrog', 'Viborg')

const VIBROG = '791,municipality,Viborg,791,791,Viborg Kommune|Vibrog'

async function teachVibrog(house: TestHouse, line = VIBROG): Promise<void> {
  await house.overlay('area.csv', AREA_HEADING, line)
}

/** A house with the file loaded, and published when the mart is going to be looked at. */
async function loadedHouse(publish = false): Promise<TestHouse> {
  const house = await openHouse()
  await house.deliver('y07a02.csv', FILE)
  await house.run('jobindsats', { publish })
  return house
}

function release(house: TestHouse, row?: string, publish = false) {
  return releaseWord(house.config, row, { publish }, quiet)
}

function openRows(house: TestHouse) {
  return house.query(
    'select period, area_code, value from core.external_measure_open order by 1, 2',
  )
}

async function statuses(house: TestHouse) {
  return house.query(`select line, status from ops.quarantine order by line`)
}

test('a row whose label is known by the line that labels prints is released into the mart as if the file had been right', async () => {
  const house = await loadedHouse(true)
  const { json: unknown } = await labels(house.config)
  expect(unknown).toMatchObject({ labels: [{ got: 'Vibrog', file: 'area.csv', line: VIBROG }] })
  await teachVibrog(house, VIBROG)
  const { exitCode, json } = await release(house, undefined, true)
  expect(exitCode).toBe(1)
  expect(json).toMatchObject({ releases: [{ released: 1, remaining: 1, overtaken: 0 }] })
  expect(await statuses(house)).toEqual([
    { line: 3, status: 'released' },
    { line: 4, status: 'open' },
  ])
  const right = await openHouse()
  await right.deliver('y07a02.csv', MENDED)
  await right.run('jobindsats')
  expect((await martContents(house))['external_measure']).toEqual(
    (await martContents(right))['external_measure'],
  )
})

test('a release without a cure releases nothing and changes nothing', async () => {
  const house = await loadedHouse()
  const before = await coreContents(house)
  const { exitCode } = await release(house)
  expect(exitCode).toBe(1)
  expect(await coreContents(house)).toEqual(before)
  expect((await statuses(house)).map((row) => row['status'])).toEqual(['open', 'open'])
})

test('every run of a release keeps the rows conserved', async () => {
  const house = await loadedHouse()
  await teachVibrog(house)
  await release(house)
  expect(
    await house.query(`select rows_read::int as read, rows_loaded::int as loaded, rows_ignored::int as ignored
      from ops.run where feed = 'jobindsats' order by run_id desc limit 1`),
  ).toEqual([{ read: 2, loaded: 1, ignored: 1 }])
})

test('one row can be released alone, and a row that is answered cannot', async () => {
  const house = await loadedHouse()
  await teachVibrog(house)
  const [row] = await house.query<{ row_id: string }>(
    'select row_id from ops.quarantine where line = 3',
  )
  expect((await release(house, row?.row_id)).exitCode).toBe(0)
  await expect(release(house, row?.row_id)).rejects.toMatchObject({ code: 'NOTHING_WAITING' })
})

/** The figures in core, in order. */
async function values(house: TestHouse): Promise<readonly number[]> {
  const rows = await openRows(house)
  return rows.map((row) => Number(row['value'])).sort()
}

const BY_SEX = 'Område;Periode;Køn;Antal fuldtidspersoner'

test('rows of one slice are released one by one', async () => {
  const house = await openHouse()
  const rows = ['Vibrog;2019M12;Mænd;7', 'Vibrog;2019M12;Kvinder;8', 'Skive;2019M12;Mænd;9']
  await house.deliver('y07a02.csv', fileOf(BY_SEX, ...rows))
  await house.run('jobindsats', { publish: false })
  await teachVibrog(house)
  const [first, second] = await house.query<{ row_id: string }>(
    'select row_id from ops.quarantine order by line',
  )
  expect((await release(house, first?.row_id)).json).toMatchObject({ releases: [{ released: 1 }] })
  expect(await values(house)).toEqual([7, 9])
  expect((await release(house, second?.row_id)).json).toMatchObject({ releases: [{ released: 1 }] })
  expect(await values(house)).toEqual([7, 8, 9])
})

test('what a file lacks goes once its last row without a known key is released', async () => {
  const house = await openHouse()
  const before = ['Skive;2019M12;Mænd;1', 'Skive;2019M12;Kvinder;2']
  await house.deliver('y07a02_20200201.csv', fileOf(BY_SEX, ...before))
  await house.run('jobindsats', { publish: false })
  const after = ['Skive;2019M12;Mænd;1', 'Vibrog;2019M12;Mænd;7', 'Vibrog;2019M12;Kvinder;8']
  await house.deliver('y07a02_20200202.csv', fileOf(BY_SEX, ...after))
  await house.run('jobindsats', { publish: false })
  expect(await values(house)).toEqual([1, 2])
  await teachVibrog(house)
  const [first] = await house.query<{ row_id: string }>(
    'select row_id from ops.quarantine order by line',
  )
  await release(house, first?.row_id)
  expect(await values(house)).toEqual([1, 7])
  await release(house)
  expect(await values(house)).toEqual([1, 7, 8])
})

test('a row that a later file has answered is not brought back over it', async () => {
  const house = await loadedHouse()
  await house.deliver('y07a02-ny.csv', 'Område;Periode;Antal fuldtidspersoner\nViborg;2019M12;7\n')
  await house.run('jobindsats', { publish: false })
  await teachVibrog(house)
  const { json } = await release(house)
  expect(json).toMatchObject({ releases: [{ released: 0, remaining: 1, overtaken: 1 }] })
  expect(
    await house.query(`select value::int from core.external_measure_open where period = '2019-12'`),
  ).toEqual([{ value: 7 }])
})

test('rows of a refused file are never released', async () => {
  const house = await openHouse()
  const rows = Array.from({ length: 10 }, (_, index) => `Vibrog;2019M0${index};1`).join('\n')
  await house.deliver('y07a02.csv', `Område;Periode;Antal fuldtidspersoner\n${rows}\n`)
  expect((await house.run('jobindsats')).exitCode).toBe(2)
  await teachVibrog(house)
  await expect(release(house)).rejects.toMatchObject({ code: 'NOTHING_WAITING' })
})

test('when the archived file is gone the rows cannot be read again, exit 3', async () => {
  const house = await loadedHouse()
  await rm(join(house.config.home, 'archive'), { recursive: true })
  await expect(release(house)).rejects.toMatchObject({ code: 'NOTHING_WAITING', exitCode: 3 })
})

test('reverting a release puts its rows back into quarantine', async () => {
  const house = await loadedHouse()
  const before = await openRows(house)
  await teachVibrog(house)
  const { json } = await release(house)
  expect(await openRows(house)).not.toEqual(before)
  const run = (json as { releases: { run_id: string }[] }).releases[0]?.run_id ?? ''
  await revertWord(house.config, run, { yes: true, publish: false }, quiet)
  expect(await openRows(house)).toEqual(before)
  expect((await statuses(house)).map((row) => row['status'])).toEqual(['open', 'open'])
})

test('what a release did is told also when the publication after it is stopped', async () => {
  const house = await openHouse()
  await house.deliver('FOLK1A.csv', 'OMRÅDE;ALDER;TID;INDHOLD\nViborg;16-66 år;2019K4;61000\n')
  await house.run('statbank-population', { publish: false })
  await house.deliver('y07a02.csv', FILE.replace('1291', '100000'))
  await house.run('jobindsats', { publish: false })
  await teachVibrog(house)
  const { exitCode, text, json } = await release(house, undefined, true)
  expect([exitCode, text]).toEqual([2, expect.stringContaining('1 frigivet')])
  expect(json).toMatchObject({
    releases: [{ released: 1 }],
    publish_error: { error: { code: 'AUDIT_STOPPED' } },
  })
})
