/** Owns the proof of share_permanent_support on basis national: fleksjob, ledighedsydelse and førtidspension. */
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

const PEOPLE = population(
  ageLines('Viborg', '2019K4', 61_464),
  ageLines('Viborg', '2020K1', 61_464),
)
const PERMANENT = { Fleksjob: 2125, Ledighedsydelse: 294, Førtidspension: 4150 }

test("S4's 6,569 of 61,464 are 10.7 percent", async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 })),
    'FOLK1A.csv': PEOPLE,
  })
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
  expect(await figuresOf(house, 'share_permanent_support')).toEqual({
    '791 2020-01 ALL': share(6569, 10.687557),
    '791 2020-01 FLX': share(2125, 3.457308),
    '791 2020-01 LY': share(294, 0.478329),
    '791 2020-01 FP': share(4150, 6.75192),
  })
})

test('only the three groups are needed; the totals of other sets name what they lack', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', PERMANENT)),
    'FOLK1A.csv': PEOPLE,
  })
  const permanent = await figuresOf(house, 'share_permanent_support')
  expect(permanent['791 2020-01 ALL']).toMatchObject({ value: 10.687557, status: 'ok' })
  const temporary = await figuresOf(house, 'share_temporary_support')
  expect(temporary['791 2020-01 ALL']).toMatchObject({ value: null, status: 'no_data' })
  expect(temporary['791 2020-01 ALL']?.status_text).toMatch(
    /DP, INT, JAF, KTH, RES, REV, SDP, UDH \(feed jobindsats\)/,
  )
})

test('a suppressed group suppresses the share and leaves the other groups theirs', async () => {
  const house = await openHouse()
  await load(house, {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...PERMANENT, Ledighedsydelse: '' })),
    'FOLK1A.csv': PEOPLE,
  })
  const figures = await figuresOf(house, 'share_permanent_support')
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(figures['791 2020-01 ALL']).toMatchObject(hidden)
  expect(figures['791 2020-01 LY']).toMatchObject(hidden)
  expect(figures['791 2020-01 FLX']).toMatchObject({ value: 3.457308, is_suppressed: false })
})

test('the newest two months are preliminary, and stop being so when newer ones come', async () => {
  const house = await openHouse()
  const months = (...periods: readonly string[]) =>
    benefits(
      ...periods.map((period) => groupLines('Viborg', period, period < '2020' ? S4_OF_2019 : S4)),
    )
  const preliminary = async () => {
    const figures = await figuresOf(house, 'share_permanent_support')
    return Object.entries(figures)
      .filter(([key, figure]) => key.endsWith(' ALL') && figure.is_preliminary)
      .map(([key]) => key.split(' ')[1])
  }
  await load(house, {
    'ptv_a02.csv': months('2019M10', '2019M11', '2019M12', '2020M01'),
    'FOLK1A.csv': PEOPLE,
  })
  expect(await preliminary()).toEqual(['2019-12', '2020-01'])
  await load(house, { 'ptv_a02.csv': months('2020M02') })
  expect(await preliminary()).toEqual(['2020-01', '2020-02'])
})
