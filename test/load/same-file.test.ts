/** Owns: the same file twice changes nothing. */
import { expect, test } from '@jest/globals'
import { martContents, openHouse } from '../support/house.ts'

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
