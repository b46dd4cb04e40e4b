/** Owns the proof of share_permanent_support on basis national: fleksjob, ledighedsydelse and førtidspension; each case has its own area. */
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

const PERMANENT = { Fleksjob: 2125, Ledighedsydelse: 294, Førtidspension: 4150 }
const MONTHS = ['2019M10', '2019M11', '2019M12', '2020M01']

const FILES = {
  'ptv_a02.csv': benefits(
    groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 }),
    groupLines('Skive', '2020M01', PERMANENT),
    groupLines('Holstebro', '2020M01', { ...PERMANENT, Ledighedsydelse: '' }),
    ...MONTHS.map((month) => groupLines('Herning', month, month < '2020' ? S4_OF_2019 : S4)),
  ),
  'FOLK1A.csv': population(
    ageLines('Herning', '2019K4', 61_464),
    ...['Viborg', 'Skive', 'Holstebro', 'Herning'].map((area) => ageLines(area, '2020K1', 61_464)),
  ),
}

let house: TestHouse
let figures: Readonly<Record<string, Figure>>

beforeAll(async () => {
  house = await openHouse()
  await load(house, FILES)
  figures = await figuresOf(house, 'share_permanent_support')
})

test("S4's 6,569 of 61,464 are 10.7 percent", () => {
  const share = (persons: number, value: number) => ({
    numerator: persons,
    denominator: 61_464,
    value,
    status: 'ok',
    status_text: null,
    is_preliminary: true,
    is_suppressed: false,
  })
  // Seniorpension and efterløn are in the file; neither is among S4's permanent groups.
  expect(inArea(figures, '791')).toEqual({
    '2020-01 ALL': share(6569, 10.687557),
    '2020-01 FLX': share(2125, 3.457308),
    '2020-01 LY': share(294, 0.478329),
    '2020-01 FP': share(4150, 6.75192),
  })
})

test('only the three groups are needed; the totals of other sets name what they lack', async () => {
  expect(figures['779 2020-01 ALL']).toMatchObject({ value: 10.687557, status: 'ok' })
  const temporary = (await figuresOf(house, 'share_temporary_support'))['779 2020-01 ALL']
  expect(temporary).toMatchObject({ value: null, status: 'no_data' })
  expect(temporary?.status_text).toMatch(
    /DP, INT, JAF, KTH, RES, REV, SDP, UDH \(feed jobindsats\)/,
  )
})

test('a suppressed group suppresses the share and leaves the other groups theirs', () => {
  const holstebro = inArea(figures, '661')
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(holstebro['2020-01 ALL']).toMatchObject(hidden)
  expect(holstebro['2020-01 LY']).toMatchObject(hidden)
  expect(holstebro['2020-01 FLX']).toMatchObject({ value: 3.457308, is_suppressed: false })
})

test('the newest two months are preliminary, and stop being so when newer ones come', async () => {
  const preliminary = (all: typeof figures) =>
    Object.entries(inArea(all, '657'))
      .filter(([key, figure]) => key.endsWith(' ALL') && figure.is_preliminary)
      .map(([key]) => key.split(' ')[0])
  expect(preliminary(figures)).toEqual(['2019-12', '2020-01'])
  await load(house, { 'ptv_a02.csv': benefits(groupLines('Herning', '2020M02', S4)) })
  expect(preliminary(await figuresOf(house, 'share_permanent_support'))).toEqual([
    '2020-01',
    '2020-02',
  ])
})
