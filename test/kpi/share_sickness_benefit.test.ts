/** Owns the proof of share_sickness_benefit on basis national: sygedagpenge alone, three months preliminary; each case has its own area. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  ownTable,
  population,
  S4,
  S4_OF_2019,
} from '../support/exports.ts'
import { type Figure, figuresOf, inArea, load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const SHARE = {
  numerator: 1264,
  denominator: 61_464,
  value: 2.056488,
  status: 'ok',
  status_text: null,
  is_preliminary: true,
  is_suppressed: false,
}
const MONTHS = ['2019M10', '2019M11', '2019M12', '2020M01']

const FILES = {
  'ptv_a02.csv': benefits(
    groupLines('Viborg', '2020M01', S4),
    groupLines('Holstebro', '2020M01', S4),
    ...MONTHS.map((month) => groupLines('Vejle', month, month < '2020' ? S4_OF_2019 : S4)),
  ),
  'y07a02-sex.csv': [
    'Area;Periode;Køn;Antal personer;Antal fuldtidspersoner',
    'Skive;2020M01;Køn i alt;1915;1264',
    'Skive;2020M01;Kvinder;1090;722',
    'Skive;2020M01;Mænd;825;542',
    '',
  ].join('\n'),
  'y07a02.csv': ownTable(
    ['Holstebro', '2020M01', 1300],
    ['Holstebro', '2019M12', 1300],
    ['Herning', '2020M01', ''],
  ),
  'FOLK1A.csv': population(
    ageLines('Holstebro', '2019K4', 61_464),
    ageLines('Vejle', '2019K4', 61_464),
    ...['Viborg', 'Skive', 'Holstebro', 'Herning', 'Vejle'].map((area) =>
      ageLines(area, '2020K1', 61_464),
    ),
  ),
}

let house: TestHouse
let figures: Readonly<Record<string, Figure>>

beforeAll(async () => {
  house = await openHouse()
  await load(house, FILES)
  figures = await figuresOf(house, 'share_sickness_benefit')
})

test("S4's 1,264 of 61,464 are 2.06 percent; jobafklaring does not count", () => {
  expect(inArea(figures, '791')).toEqual({ '2020-01 ALL': SHARE, '2020-01 SDP': SHARE })
})

test('Y07A02 by sex counts by its rows in total, once', () => {
  expect(figures['779 2020-01 ALL']).toEqual(SHARE)
})

test('with both PTV_A02 and Y07A02 loaded the former is the figure', () => {
  expect(figures['661 2020-01 ALL']).toEqual(SHARE)
  expect(figures['661 2019-12 ALL']).toMatchObject({ numerator: 1300, value: 2.115059 })
})

test('a suppressed figure is no zero', () => {
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(figures['657 2020-01 ALL']).toMatchObject(hidden)
  expect(figures['657 2020-01 SDP']).toMatchObject(hidden)
})

test('the newest three months are preliminary, for registrations come late', async () => {
  const preliminary = (all: typeof figures, group: string) =>
    Object.entries(inArea(all, '630'))
      .filter(([key, figure]) => key.endsWith(` ${group}`) && figure.is_preliminary)
      .map(([key]) => key)
  const newestThree = ['2019-11 ALL', '2019-12 ALL', '2020-01 ALL']
  expect(preliminary(figures, 'ALL')).toEqual(newestThree)
  // A total with sickness benefit in it is as preliminary as its least settled part.
  const shares = await figuresOf(house, 'share_public_support')
  expect(preliminary(shares, 'ALL')).toEqual(newestThree)
  expect(preliminary(shares, 'DP')).toHaveLength(2)
})
