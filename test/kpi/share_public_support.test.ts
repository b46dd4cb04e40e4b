/** Owns the proof of share_public_support on basis national: the eleven groups over the population aged 16-66; each case has its own area. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  OUTSIDE,
  population,
  S4,
  S4_OF_2019,
} from '../support/exports.ts'
import { type Figure, figuresOf, inArea, load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const NO_DENOMINATOR = { numerator: 11_190, denominator: null, value: null, status: 'no_data' }

const IN_JANUARY = [
  ...['Skive', 'Holstebro', 'Vejle', 'Kolding', 'Herning', 'Esbjerg'],
  ...['Hele landet', 'Region Midtjylland', 'RAR Østjylland'],
]
const MEN = { sex: 'Mænd' }
const WOMEN = { sex: 'Kvinder' }

const FILES = {
  'ptv_a02.csv': benefits(
    groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 }),
    ...IN_JANUARY.map((area) => groupLines(area, '2020M01', S4)),
    groupLines('Aalborg', '2019M12', S4_OF_2019),
    ...['2020M01', '2020M03', '2020M04'].map((month) => groupLines('Aalborg', month, S4)),
  ),
  'FOLK1A.csv': population(
    ageLines('Viborg', '2020K1', 61_464),
    ageLines('Holstebro', '2020K1', 61_464, { withoutAge: 40 }),
    ageLines('Vejle', '2020K1', 31_000, MEN),
    ageLines('Vejle', '2020K1', 30_464, WOMEN),
    ageLines('Kolding', '2020K1', 31_000, MEN),
    ageLines('Kolding', '2020K1', 30_464, { ...WOMEN, withoutAge: 16 }),
    ageLines('Herning', '2020K1', 31_000, MEN),
    ageLines('Esbjerg', '2020K1', 0),
    ageLines('Aalborg', '2019K4', 50_000),
    ageLines('Aalborg', '2020K1', 60_000),
    ageLines('Aalborg', '2020K2', 75_000),
    ageLines('Hele landet', '2020K1', 3_700_000),
    ageLines('Region Midtjylland', '2020K1', 850_000),
  ),
}

let house: TestHouse
let figures: Readonly<Record<string, Figure>>

beforeAll(async () => {
  house = await openHouse({ businessDate: '2020-06-15' })
  await load(house, FILES)
  figures = await figuresOf(house, 'share_public_support')
})

test("S4's 11,190 of 61,464 are 18.2 percent, however many others the file holds", () => {
  expect(figures['791 2020-01 ALL']).toEqual({
    numerator: 11_190,
    denominator: 61_464,
    value: 18.205779,
    status: 'ok',
    status_text: null,
    is_preliminary: false,
    is_suppressed: false,
  })
  expect(Object.keys(inArea(figures, '791'))).toHaveLength(12)
})

test("a group's share keeps the whole population below it, so the groups add up to the total", () => {
  const { '2020-01 ALL': total, ...groups } = inArea(figures, '791')
  expect(groups['2020-01 FP']).toMatchObject({ numerator: 4150, value: 6.75192 })
  expect(groups['2020-01 SHO']).toMatchObject({ numerator: 270, value: 0.439282 })
  const parts = Object.values(groups)
  expect(parts.map((part) => part.denominator)).toEqual(Array(11).fill(61_464))
  expect(parts.reduce((sum, part) => sum + (part.numerator ?? 0), 0)).toBe(11_190)
  expect(parts.reduce((sum, part) => sum + (part.value ?? 0), 0)).toBeCloseTo(total?.value ?? 0, 4)
})

test('without a population there is no share, and the feed that lacks is named', () => {
  expect(figures['779 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['779 2020-01 ALL']?.status_text).toMatch(/16-66.*statbank-population/)
  expect(figures['779 2020-01 DP']).toMatchObject({ numerator: 1041, status: 'no_data' })
})

test('an age missing between 16 and 66 leaves no denominator', () => {
  expect(figures['661 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['661 2020-01 ALL']?.status_text).toMatch(/statbank-population/)
})

test('men and women are both needed, and every age of both', () => {
  expect(figures['630 2020-01 ALL']).toMatchObject({ denominator: 61_464, value: 18.205779 })
  expect(figures['621 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  expect(figures['657 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
})

test('a share of nobody is no data, and says that it is the population', () => {
  expect(figures['561 2020-01 ALL']).toMatchObject({
    numerator: 11_190,
    value: null,
    status: 'no_data',
  })
  expect(figures['561 2020-01 ALL']?.status_text).toMatch(/folketal/i)
})

test('a month is measured against the quarter that holds its first day', () => {
  const aalborg = inArea(figures, '851')
  expect(aalborg['2019-12 ALL']).toMatchObject({ denominator: 50_000, value: 22.38 })
  expect(aalborg['2020-01 ALL']).toMatchObject({ denominator: 60_000, value: 18.65 })
  expect(aalborg['2020-03 ALL']).toMatchObject({ denominator: 60_000, value: 18.65 })
  expect(aalborg['2020-04 ALL']).toMatchObject({ denominator: 75_000, value: 14.92 })
})

test('the country and a region stand beside the municipalities, each over its own people', async () => {
  // 11,190 / 3,700,000 and 11,190 / 850,000.
  expect(figures['DK 2020-01 ALL']?.value).toBe(0.302432)
  expect(figures['REG:082 2020-01 ALL']?.value).toBe(1.316471)
  expect(figures['RAR:Østjylland 2020-01 ALL']).toMatchObject(NO_DENOMINATOR)
  const areas = await house.query(
    `select municipality_code, area, area_code
     from mart.kpi
     where area_code in ('791', '779') or municipality_code = '000'
     group by municipality_code, area, area_code
     order by area_code collate "C"`,
  )
  expect(areas).toEqual([
    { municipality_code: '779', area: 'Skive', area_code: '779' },
    { municipality_code: '791', area: 'Viborg', area_code: '791' },
    { municipality_code: '000', area: 'Hele landet', area_code: 'DK' },
    { municipality_code: '000', area: 'RAR Østjylland', area_code: 'RAR:Østjylland' },
    { municipality_code: '000', area: 'Region Midtjylland', area_code: 'REG:082' },
  ])
})
