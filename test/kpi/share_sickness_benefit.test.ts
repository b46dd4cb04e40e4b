/** Owns the proof of share_sickness_benefit on basis national: sygedagpenge alone, three months preliminary. */
import { expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  ownTable,
  population,
  S4,
  S4_OF_2019,
} from '../support/exports.ts'
import { figuresOf, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

const PEOPLE = population(
  ageLines('Viborg', '2019K4', 61_464),
  ageLines('Viborg', '2020K1', 61_464),
)
const SHARE = {
  numerator: 1264,
  denominator: 61_464,
  value: 2.056488,
  status: 'ok',
  status_text: null,
  is_preliminary: true,
  is_suppressed: false,
}

test("S4's 1,264 of 61,464 are 2.06 percent; jobafklaring does not count", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'FOLK1A.csv': PEOPLE,
  })
  expect(await figuresOf(house, 'share_sickness_benefit')).toEqual({
    '791 2020-01 ALL': SHARE,
    '791 2020-01 SDP': SHARE,
  })
})

test('Y07A02 by sex counts by its rows in total, once', async () => {
  const house = await openHouse()
  const file = [
    'Area;Periode;Køn;Antal personer;Antal fuldtidspersoner',
    'Viborg;2020M01;Køn i alt;1915;1264',
    'Viborg;2020M01;Kvinder;1090;722',
    'Viborg;2020M01;Mænd;825;542',
    '',
  ]
  await load(house, { 'y07a02.csv': file.join('\n'), 'FOLK1A.csv': PEOPLE })
  const figures = await figuresOf(house, 'share_sickness_benefit')
  expect(figures['791 2020-01 ALL']).toEqual(SHARE)
})

test('with both PTV_A02 and Y07A02 loaded the former is the figure', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'y07a02.csv': ownTable(['Viborg', '2020M01', 1300], ['Viborg', '2019M12', 1300]),
    'FOLK1A.csv': PEOPLE,
  })
  const figures = await figuresOf(house, 'share_sickness_benefit')
  expect(figures['791 2020-01 ALL']).toEqual(SHARE)
  expect(figures['791 2019-12 ALL']).toMatchObject({ numerator: 1300, value: 2.115059 })
})

test('a suppressed figure is no zero', async () => {
  const house = await openHouse()
  await load(house, { 'y07a02.csv': ownTable(['Viborg', '2020M01', '']), 'FOLK1A.csv': PEOPLE })
  const figures = await figuresOf(house, 'share_sickness_benefit')
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(figures['791 2020-01 ALL']).toMatchObject(hidden)
  expect(figures['791 2020-01 SDP']).toMatchObject(hidden)
})

test('the newest three months are preliminary, for registrations come late', async () => {
  const house = await openHouse()
  const months = ['2019M10', '2019M11', '2019M12', '2020M01']
  await load(house, {
    'ptv_a02.csv': benefits(
      ...months.map((month) => groupLines('Viborg', month, month < '2020' ? S4_OF_2019 : S4)),
    ),
    'FOLK1A.csv': PEOPLE,
  })
  const preliminary = async (kpi: string, group: string) => {
    const figures = await figuresOf(house, kpi)
    return Object.keys(figures).filter(
      (key) => key.endsWith(` ${group}`) && figures[key]?.is_preliminary,
    )
  }
  const newestThree = ['791 2019-11 ALL', '791 2019-12 ALL', '791 2020-01 ALL']
  expect(await preliminary('share_sickness_benefit', 'ALL')).toEqual(newestThree)
  // A total with sickness benefit in it is as preliminary as its least settled part.
  expect(await preliminary('share_public_support', 'ALL')).toEqual(newestThree)
  expect(await preliminary('share_public_support', 'DP')).toHaveLength(2)
})
