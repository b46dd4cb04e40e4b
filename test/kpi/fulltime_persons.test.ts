/** Owns the proof of fulltime_persons on basis national: S4's eleven groups, one by one and together. */
import { expect, test } from '@jest/globals'
import {
  benefits,
  groupLines,
  OUTSIDE,
  ownTable,
  S4,
  S4_OF_2019,
  without,
} from '../support/exports.ts'
import { figuresOf, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

const OK = {
  denominator: null,
  status: 'ok',
  status_text: null,
  is_preliminary: true,
  is_suppressed: false,
}

test("S4's eleven groups are 11,190 full-time persons, whatever else the file holds", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 })),
  })
  const figures = await figuresOf(house, 'fulltime_persons')
  const counted = (persons: number) => ({ ...OK, numerator: persons, value: persons })
  expect(figures).toEqual({
    '791 2020-01 ALL': counted(11_190),
    '791 2020-01 DP': counted(1041),
    '791 2020-01 KTH': counted(770),
    '791 2020-01 UDH': counted(620),
    '791 2020-01 SHO': counted(270),
    '791 2020-01 SDP': counted(1264),
    '791 2020-01 JAF': counted(346),
    '791 2020-01 RES': counted(270),
    '791 2020-01 REV': counted(40),
    '791 2020-01 FLX': counted(2125),
    '791 2020-01 LY': counted(294),
    '791 2020-01 FP': counted(4150),
  })
})

test('integration benefit and its successor are one group of the eleven, each in its own time', async () => {
  const house = await openHouse()
  const rollingYear = { ...S4, Integrationsydelse: 180 }
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2019M12', S4_OF_2019),
      groupLines('Viborg', '2020M01', S4),
      groupLines('Viborg', '2020QMAT02', rollingYear),
    ),
  })
  const figures = await figuresOf(house, 'fulltime_persons')
  expect(figures['791 2019-12 ALL']).toMatchObject({ value: 11_190, status: 'ok' })
  expect(figures['791 2019-12 INT']).toMatchObject({ value: 270 })
  expect(figures['791 2019-12 SHO']).toBeUndefined()
  expect(figures['791 2020-01 ALL']).toMatchObject({ value: 11_190, status: 'ok' })
  expect(figures['791 2020-01 INT']).toBeUndefined()
  // A rolling year over the change of name holds both, and both count.
  expect(figures['791 2020-Q2R ALL']).toMatchObject({ value: 11_370, status: 'ok' })
  expect(figures['791 2020-Q2R INT']).toMatchObject({ value: 180 })
  expect(figures['791 2020-Q2R SHO']).toMatchObject({ value: 270 })
})

test('a missing group makes the total unknown and is named; the other groups stay', async () => {
  const house = await openHouse()
  const groups = without(S4, 'Revalidering', 'Fleksjob')
  await load(house, { 'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', groups)) })
  const figures = await figuresOf(house, 'fulltime_persons')
  const total = figures['791 2020-01 ALL']
  expect(total).toMatchObject({
    numerator: null,
    value: null,
    status: 'no_data',
    is_suppressed: false,
  })
  expect(total?.status_text).toMatch(/FLX, REV\b.*\bjobindsats\b/)
  expect(figures['791 2020-01 DP']).toMatchObject({ value: 1041, status: 'ok', status_text: null })
  expect(figures['791 2020-01 REV']).toBeUndefined()
})

test('a suppressed group suppresses the total and itself, never another group', async () => {
  const house = await openHouse()
  const groups = { ...S4, Revalidering: '' }
  await load(house, { 'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', groups)) })
  const figures = await figuresOf(house, 'fulltime_persons')
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(figures['791 2020-01 ALL']).toMatchObject(hidden)
  expect(figures['791 2020-01 ALL']?.status_text).toMatch(/diskretion/)
  expect(figures['791 2020-01 REV']).toMatchObject(hidden)
  expect(figures['791 2020-01 FLX']).toEqual({ ...OK, numerator: 2125, value: 2125 })
})

test('a zero is a figure, not a missing one', async () => {
  const house = await openHouse()
  const groups = { ...S4, Revalidering: 0 }
  await load(house, { 'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', groups)) })
  const figures = await figuresOf(house, 'fulltime_persons')
  expect(figures['791 2020-01 ALL']).toMatchObject({ value: 11_150, status: 'ok' })
  expect(figures['791 2020-01 REV']).toMatchObject({ value: 0, status: 'ok' })
})

test('where PTV_A02 is loaded for an area and month it is used alone, elsewhere the own tables are', async () => {
  const house = await openHouse()
  await load(house, {
    'y01a02.csv': ownTable(
      ['Viborg', '2019M12', 999],
      ['Viborg', '2020M01', 888],
      ['Skive', '2020M01', 777],
    ),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
  })
  const figures = await figuresOf(house, 'fulltime_persons')
  expect(figures['791 2020-01 DP']).toMatchObject({ value: 1041 })
  expect(figures['791 2020-01 ALL']).toMatchObject({ value: 11_190 })
  expect(figures['791 2019-12 DP']).toMatchObject({ value: 999 })
  expect(figures['779 2020-01 DP']).toMatchObject({ value: 777 })
  // One table of eleven is no total.
  expect(figures['791 2019-12 ALL']).toMatchObject({ value: null, status: 'no_data' })
})

test('after the reform of July 2025 nobody waits for benefits that no longer exist', async () => {
  const house = await openHouse()
  const today = without(
    { ...S4, Kontanthjælp: 1600 },
    'Uddannelseshjælp',
    'Selvforsørgelses- og hjemrejseydelse samt overgangsydelse',
  )
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2025M06', today),
      groupLines('Viborg', '2025M08', today),
    ),
  })
  const figures = await figuresOf(house, 'fulltime_persons')
  // 11,190 less the 770, 620 and 270 that became the 1,600.
  expect(figures['791 2025-08 ALL']).toMatchObject({ value: 11_130, status: 'ok' })
  expect(figures['791 2025-06 ALL']).toMatchObject({ value: null, status: 'no_data' })
  expect(figures['791 2025-06 ALL']?.status_text).toMatch(/INT, UDH/)
})

test('Y60A02 stands for kontanthjælp from July 2025, Y36A02 until then', async () => {
  const house = await openHouse()
  await load(house, {
    'y36a02.csv': ownTable(['Viborg', '2025M06', 770], ['Viborg', '2025M08', 1]),
    'y60a02.csv': ownTable(['Viborg', '2025M06', 2], ['Viborg', '2025M08', 1600]),
    'y38a02.csv': ownTable(['Viborg', '2025M06', 620], ['Viborg', '2025M08', 3]),
  })
  const figures = await figuresOf(house, 'fulltime_persons')
  expect(figures['791 2025-06 KTH']).toMatchObject({ value: 770 })
  expect(figures['791 2025-08 KTH']).toMatchObject({ value: 1600 })
  expect(figures['791 2025-06 UDH']).toMatchObject({ value: 620 })
  expect(figures['791 2025-08 UDH']).toBeUndefined()
})
