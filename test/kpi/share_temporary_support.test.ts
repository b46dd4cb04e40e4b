/** Owns the proof of share_temporary_support on basis national: the temporary groups, months and longer periods. */
import { expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  ownTable,
  population,
  S4,
  S4_OF_2019,
  temporaryTables,
} from '../support/exports.ts'
import { figuresOf, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

/** The four quarters of 2019, of which the mean is 61,500. */
const QUARTERS_OF_2019 = [
  ageLines('Viborg', '2019K1', 61_000),
  ageLines('Viborg', '2019K2', 61_400),
  ageLines('Viborg', '2019K3', 61_600),
  ageLines('Viborg', '2019K4', 62_000),
]
/** Seven groups at S4's size and 26 on revalidering: 4,607. */
const YEAR = { ...S4_OF_2019, Revalidering: 26 }

test("S4's 4,621 of 61,464 are 7.5 percent: the permanent groups do not count", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  expect(figures['791 2020-01 ALL']).toEqual({
    numerator: 4621,
    denominator: 61_464,
    value: 7.518222,
    status: 'ok',
    status_text: null,
    is_preliminary: true,
    is_suppressed: false,
  })
  const groups = ['ALL', 'DP', 'JAF', 'KTH', 'RES', 'REV', 'SDP', 'SHO', 'UDH']
  expect(Object.keys(figures)).toEqual(groups.map((group) => `791 2020-01 ${group}`))
})

test('longer periods are measured against the mean of their quarters', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2019Y01', YEAR),
      groupLines('Viborg', '2019Q02', YEAR),
      groupLines('Viborg', '2019H02', YEAR),
      groupLines('Viborg', '2019MYTD08', YEAR),
    ),
    'FOLK1A.csv': population(...QUARTERS_OF_2019),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  const total = { numerator: 4607, status: 'ok', status_text: null }
  expect(figures['791 2019 ALL']).toMatchObject({ ...total, denominator: 61_500, value: 7.491057 })
  expect(figures['791 2019-Q2 ALL']).toMatchObject({
    ...total,
    denominator: 61_400,
    value: 7.503257,
  })
  expect(figures['791 2019-H2 ALL']).toMatchObject({
    ...total,
    denominator: 61_800,
    value: 7.454693,
  })
  // (61,000 + 61,400 + 61,600) / 3
  expect(figures['791 2019-08YTD ALL']).toMatchObject({
    ...total,
    denominator: 61_333.333333,
    value: 7.511413,
  })
})

test('a quarter missing from a longer period leaves it without a share, and says so', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2019Y01', YEAR),
      groupLines('Viborg', '2019Q04', YEAR),
      groupLines('Viborg', '2019QMAT04', YEAR),
    ),
    'FOLK1A.csv': population(...QUARTERS_OF_2019.filter((_, position) => position !== 2)),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  const noShare = { numerator: 4607, denominator: null, value: null, status: 'no_data' }
  expect(figures['791 2019 ALL']).toMatchObject(noShare)
  expect(figures['791 2019 ALL']?.status_text).toMatch(/statbank-population/)
  expect(figures['791 2019-Q4R ALL']).toMatchObject(noShare)
  expect(figures['791 2019-Q4 ALL']).toMatchObject({ denominator: 62_000, status: 'ok' })
})

test("the groups' own tables give the share where PTV_A02 is not loaded", async () => {
  const house = await openHouse()
  await load(house, {
    ...temporaryTables('2019M12'),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...S4, 'A-dagpenge': 1000 })),
    'FOLK1A.csv': population(
      ageLines('Viborg', '2019K4', 61_464),
      ageLines('Viborg', '2020K1', 61_464),
    ),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  expect(figures['791 2019-12 ALL']).toMatchObject({
    numerator: 4621,
    value: 7.518222,
    status: 'ok',
  })
  expect(figures['791 2019-12 INT']).toMatchObject({ numerator: 270 })
  expect(figures['791 2020-01 ALL']).toMatchObject({ numerator: 4580, status: 'ok' })
})

test('own tables beside PTV_A02 add nothing to it, not even for a group it lacks', async () => {
  const house = await openHouse()
  const { Revalidering: _, ...groups } = S4
  await load(house, {
    ...temporaryTables('2020M01'),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', groups)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  expect(figures['791 2020-01 ALL']).toMatchObject({ numerator: null, status: 'no_data' })
  expect(figures['791 2020-01 ALL']?.status_text).toMatch(/for REV \(feed jobindsats\)/)
  expect(figures['791 2020-01 REV']).toBeUndefined()
})

test('Y35A02 counts once in a rolling year over the change of its name', async () => {
  const house = await openHouse()
  await load(house, {
    ...temporaryTables('2020QMAT02'),
    'FOLK1A.csv': population(
      ...['2019K3', '2019K4', '2020K1', '2020K2'].map((quarter) =>
        ageLines('Viborg', quarter, 61_464),
      ),
    ),
  })
  const figures = await figuresOf(house, 'share_temporary_support')
  expect(figures['791 2020-Q2R ALL']).toMatchObject({ numerator: 4621, value: 7.518222 })
})

test('a corrected population alone changes the share', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 60_000)),
  })
  await load(house, { 'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)) })
  const figures = await figuresOf(house, 'share_temporary_support')
  expect(figures['791 2020-01 ALL']).toMatchObject({ denominator: 61_464, value: 7.518222 })
})

test('PTV_A02 loaded later takes over from the own tables', async () => {
  const house = await openHouse()
  const people = population(ageLines('Viborg', '2020K1', 61_464))
  await load(house, { ...temporaryTables('2020M01'), 'FOLK1A.csv': people })
  await load(house, { 'y01a02.csv': ownTable(['Viborg', '2020M01', 1000]) })
  const before = await figuresOf(house, 'share_temporary_support')
  expect(before['791 2020-01 ALL']).toMatchObject({ numerator: 4580 })
  await load(house, { 'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)) })
  const after = await figuresOf(house, 'share_temporary_support')
  expect(after['791 2020-01 ALL']).toMatchObject({ numerator: 4621, value: 7.518222 })
})
