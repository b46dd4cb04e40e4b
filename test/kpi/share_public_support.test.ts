/** Owns the proof of share_public_support on basis national: the eleven groups over the population aged 16-66. */
import { expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  OUTSIDE,
  population,
  S4,
  S4_OF_2019,
} from '../support/exports.ts'
import { figuresOf, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

const JANUARY = benefits(groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 }))
const NO_DENOMINATOR = { numerator: 11_190, denominator: null, value: null, status: 'no_data' }

test("S4's 11,190 of 61,464 are 18.2 percent, however many others the file holds", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': JANUARY,
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']).toEqual({
    numerator: 11_190,
    denominator: 61_464,
    value: 18.205779,
    status: 'ok',
    status_text: null,
    is_preliminary: true,
    is_suppressed: false,
  })
  expect(Object.keys(figures)).toHaveLength(12)
})

test("a group's share keeps the whole population below it, so the groups add up to the total", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': JANUARY,
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const { '791 2020-01 ALL': total, ...groups } = await figuresOf(house, 'share_public_support')
  expect(groups['791 2020-01 FP']).toMatchObject({ numerator: 4150, value: 6.75192 })
  expect(groups['791 2020-01 SHO']).toMatchObject({ numerator: 270, value: 0.439282 })
  const parts = Object.values(groups)
  expect(parts.map((part) => part.denominator)).toEqual(Array(11).fill(61_464))
  expect(parts.reduce((sum, part) => sum + (part.numerator ?? 0), 0)).toBe(11_190)
  expect(parts.reduce((sum, part) => sum + (part.value ?? 0), 0)).toBeCloseTo(total?.value ?? 0, 4)
})

test('without a population there is no share, and the feed that lacks is named', async () => {
  const house = await openHouse()
  await load(house, { 'ptv_a02.csv': JANUARY })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['791 2020-01 ALL']?.status_text).toMatch(/16-66.*statbank-population/)
  expect(figures['791 2020-01 DP']).toMatchObject({ numerator: 1041, status: 'no_data' })
})

test('an age missing between 16 and 66 leaves no denominator', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': JANUARY,
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464, { withoutAge: 40 })),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['791 2020-01 ALL']?.status_text).toMatch(/statbank-population/)
})

test('men and women are both needed, and every age of both', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2020M01', S4),
      groupLines('Skive', '2020M01', S4),
      groupLines('Herning', '2020M01', S4),
    ),
    'FOLK1A.csv': population(
      ageLines('Viborg', '2020K1', 31_000, { sex: 'Mænd' }),
      ageLines('Viborg', '2020K1', 30_464, { sex: 'Kvinder' }),
      ageLines('Skive', '2020K1', 31_000, { sex: 'Mænd' }),
      ageLines('Skive', '2020K1', 30_464, { sex: 'Kvinder', withoutAge: 16 }),
      ageLines('Herning', '2020K1', 31_000, { sex: 'Mænd' }),
    ),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']).toMatchObject({ denominator: 61_464, value: 18.205779 })
  expect(figures['779 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['657 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
})

test('a share of nobody is no data, and says that it is the population', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': JANUARY,
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 0)),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']).toMatchObject({
    numerator: 11_190,
    value: null,
    status: 'no_data',
  })
  expect(figures['791 2020-01 ALL']?.status_text).toMatch(/folketal/i)
})

test('a month is measured against the quarter that holds its first day', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2019M12', S4_OF_2019),
      groupLines('Viborg', '2020M01', S4),
      groupLines('Viborg', '2020M03', S4),
      groupLines('Viborg', '2020M04', S4),
    ),
    'FOLK1A.csv': population(
      ageLines('Viborg', '2019K4', 50_000),
      ageLines('Viborg', '2020K1', 60_000),
      ageLines('Viborg', '2020K2', 75_000),
    ),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2019-12 ALL']).toMatchObject({ denominator: 50_000, value: 22.38 })
  expect(figures['791 2020-01 ALL']).toMatchObject({ denominator: 60_000, value: 18.65 })
  expect(figures['791 2020-03 ALL']).toMatchObject({ denominator: 60_000, value: 18.65 })
  expect(figures['791 2020-04 ALL']).toMatchObject({ denominator: 75_000, value: 14.92 })
})

test('the country and a region stand beside the municipalities, each over its own people', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(
      ...['Viborg', 'Hele landet', 'Region Midtjylland', 'RAR Østjylland'].map((area) =>
        groupLines(area, '2020M01', S4),
      ),
    ),
    'FOLK1A.csv': population(
      ageLines('Viborg', '2020K1', 61_464),
      ageLines('Hele landet', '2020K1', 3_700_000),
      ageLines('Region Midtjylland', '2020K1', 850_000),
    ),
  })
  const figures = await figuresOf(house, 'share_public_support')
  expect(figures['791 2020-01 ALL']?.value).toBe(18.205779)
  // 11,190 / 3,700,000 and 11,190 / 850,000.
  expect(figures['DK 2020-01 ALL']?.value).toBe(0.302432)
  expect(figures['REG:082 2020-01 ALL']?.value).toBe(1.316471)
  expect(figures['RAR:Østjylland 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  const areas = await house.query(
    `select municipality_code, area, area_code
     from mart.kpi
     group by municipality_code, area, area_code
     order by area_code collate "C"`,
  )
  expect(areas).toEqual([
    { municipality_code: '791', area: 'Viborg', area_code: '791' },
    { municipality_code: '000', area: 'Hele landet', area_code: 'DK' },
    { municipality_code: '000', area: 'RAR Østjylland', area_code: 'RAR:Østjylland' },
    { municipality_code: '000', area: 'Region Midtjylland', area_code: 'REG:082' },
  ])
})
