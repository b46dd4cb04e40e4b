/** Owns: the same file twice changes nothing. */
import { expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'

const FILE = `Area;Periode;Antal personer;Antal fuldtidspersoner
Viborg;2020M01;1400;1264
Hele landet;2020M01;70000;62000
`

test('the same file twice is skipped, changes nothing and exits 0', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', FILE)
  const first = await house.run('jobindsats')
  expect(first.exitCode).toBe(0)
  expect(first.json.loads[0]?.rows).toMatchObject({ read: 2, loaded: 2 })
  const before = await martContents(house)
  expect(before.external_measure).toHaveLength(4)

  await house.deliver('y07a02.csv', FILE)
  const second = await house.run('jobindsats')
  expect(second.exitCode).toBe(0)
  expect(second.json.loads[0]?.rows).toMatchObject({ loaded: 0, quarantined: 0 })
  expect(second.json.publication?.published).toBe(false)
  expect(await martContents(house)).toEqual(before)
})

test('the same file read again by force is all unchanged rows', async () => {
  const house = await openHouse()
  await house.deliver('y07a02.csv', FILE)
  await house.run('jobindsats')
  const before = await martContents(house)
  await house.deliver('y07a02.csv', FILE)
  const again = await house.run('jobindsats', { force: true })
  expect(again.json.loads[0]?.rows).toEqual({
    read: 2,
    loaded: 0,
    unchanged: 2,
    closed: 0,
    quarantined: 0,
    ignored: 0,
  })
  expect(await martContents(house)).toEqual(before)
})

const SNAPSHOT = 'FASIT_Forloeb_F_20200201.csv'
const DELTA = 'FASIT_Forloeb_D_20200203.csv'
const LATE = 'FASIT_Forloeb_D_20200202.csv'

async function loadSpells(house: TestHouse, name: string, ids: readonly number[], force = false) {
  await house.deliver(name, file(ids.map((id) => line({ ForløbID: String(id) }))))
  const { exitCode, json } = await house.run('fasit-spells', { publish: false, force })
  return { exitCode, ...json.loads[0] }
}

test('a file that later ones have followed is skipped too, and keeps its place among them', async () => {
  const house = await openHouse()
  await loadSpells(house, SNAPSHOT, [1, 2])
  const delta = await loadSpells(house, DELTA, [3])
  const again = await loadSpells(house, SNAPSHOT, [1, 2])
  expect([again.exitCode, again.rows?.read]).toEqual([0, 0])
  expect((await loadSpells(house, DELTA, [3])).rows?.read).toBe(0)
  // Nor is it one when another file of its day, or the same one read otherwise, came in between.
  expect((await loadSpells(house, DELTA, [3, 6])).rows).toMatchObject({ loaded: 1 })
  expect((await loadSpells(house, DELTA, [3])).rows?.read).toBeGreaterThan(0)
  // Another content, or the wish to read it, is no repetition.
  expect((await loadSpells(house, SNAPSHOT, [1, 2], true)).rows).toMatchObject({ unchanged: 2 })
  expect((await loadSpells(house, SNAPSHOT, [1, 2, 4])).rows).toMatchObject({ loaded: 1 })
  const late = await loadSpells(house, LATE, [5])
  expect(late.message).toMatch(new RegExp(`Senere filer er lagt på igen: ${DELTA}\\.$`))
  expect(delta.state).toBe('done')
})

test('a file that was delivered twice and is taken off does not come back', async () => {
  const house = await openHouse()
  await loadSpells(house, SNAPSHOT, [1, 2])
  const delta = await loadSpells(house, DELTA, [3])
  await loadSpells(house, DELTA, [3])
  const flags = { yes: true, publish: false }
  const { json } = await revertWord(house.config, delta.run_id ?? '', flags, () => undefined)
  expect(json).toMatchObject({ returned: [] })
  expect((await loadSpells(house, DELTA, [3])).rows).toMatchObject({ loaded: 1 })
})
