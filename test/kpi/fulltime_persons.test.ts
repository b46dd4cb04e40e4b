/** Owns the proof of fulltime_persons on basis national: S4's eleven groups, one by one and together; each case has its own area. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  benefits,
  groupLines,
  OUTSIDE,
  ownTable,
  S4,
  S4_OF_2019,
  without,
} from '../support/exports.ts'
import { type Figure, figuresOf, inArea, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

const OK = {
  denominator: null,
  status: 'ok',
  status_text: null,
  is_preliminary: false,
  is_suppressed: false,
}

/** After the reform of July 2025. */
const TODAY = without(
  { ...S4, Kontanthjælp: 1600 },
  'Uddannelseshjælp',
  'Selvforsørgelses- og hjemrejseydelse samt overgangsydelse',
)

const FILES = {
  'ptv_a02.csv': benefits(
    groupLines('Viborg', '2020M01', { ...OUTSIDE, ...S4 }),
    groupLines('Skive', '2019M12', S4_OF_2019),
    groupLines('Skive', '2020M01', S4),
    groupLines('Skive', '2020QMAT02', { ...S4, Integrationsydelse: 180 }),
    groupLines('Holstebro', '2020M01', without(S4, 'Revalidering', 'Fleksjob')),
    groupLines('Herning', '2020M01', { ...S4, Revalidering: '' }),
    groupLines('Vejle', '2020M01', { ...S4, Revalidering: 0 }),
    groupLines('Aalborg', '2020M01', S4),
    groupLines('Esbjerg', '2025M06', TODAY),
    groupLines('Esbjerg', '2025M08', TODAY),
  ),
  'y01a02.csv': ownTable(
    ['Aalborg', '2019M12', 999],
    ['Aalborg', '2020M01', 888],
    ['Odense', '2020M01', 777],
  ),
  'y36a02.csv': ownTable(['Kolding', '2025M06', 770], ['Kolding', '2025M08', 1]),
  'y60a02.csv': ownTable(['Kolding', '2025M06', 2], ['Kolding', '2025M08', 1600]),
  'y38a02.csv': ownTable(['Kolding', '2025M06', 620], ['Kolding', '2025M08', 3]),
}

let figures: Readonly<Record<string, Figure>>

beforeAll(async () => {
  const house = await openHouse({ businessDate: '2025-10-15' })
  await load(house, FILES)
  figures = await figuresOf(house, 'fulltime_persons')
})

test("S4's eleven groups are 11,190 full-time persons, whatever else the file holds", () => {
  const counted = (persons: number) => ({ ...OK, numerator: persons, value: persons })
  expect(inArea(figures, '791')).toEqual({
    '2020-01 ALL': counted(11_190),
    '2020-01 DP': counted(1041),
    '2020-01 KTH': counted(770),
    '2020-01 UDH': counted(620),
    '2020-01 SHO': counted(270),
    '2020-01 SDP': counted(1264),
    '2020-01 JAF': counted(346),
    '2020-01 RES': counted(270),
    '2020-01 REV': counted(40),
    '2020-01 FLX': counted(2125),
    '2020-01 LY': counted(294),
    '2020-01 FP': counted(4150),
  })
})

test('integration benefit and its successor are one group of the eleven, each in its own time', () => {
  const skive = inArea(figures, '779')
  expect(skive['2019-12 ALL']).toMatchObject({ value: 11_190, status: 'ok' })
  expect(skive['2019-12 INT']).toMatchObject({ value: 270 })
  expect(skive['2019-12 SHO']).toBeUndefined()
  expect(skive['2020-01 ALL']).toMatchObject({ value: 11_190, status: 'ok' })
  expect(skive['2020-01 INT']).toBeUndefined()
  // A rolling year over the change of name holds both, and both count.
  expect(skive['2020-Q2R ALL']).toMatchObject({ value: 11_370, status: 'ok' })
  expect(skive['2020-Q2R INT']).toMatchObject({ value: 180 })
  expect(skive['2020-Q2R SHO']).toMatchObject({ value: 270 })
})

test('a missing group makes the total unknown and is named; the other groups stay', () => {
  const holstebro = inArea(figures, '661')
  const total = holstebro['2020-01 ALL']
  expect(total).toMatchObject({
    numerator: null,
    value: null,
    status: 'no_data',
    is_suppressed: false,
  })
  expect(total?.status_text).toMatch(/FLX, REV\b.*\bjobindsats\b/)
  expect(holstebro['2020-01 DP']).toMatchObject({ value: 1041, status: 'ok', status_text: null })
  expect(holstebro['2020-01 REV']).toBeUndefined()
})

test('a suppressed group suppresses the total and itself, never another group', () => {
  const herning = inArea(figures, '657')
  const hidden = { numerator: null, value: null, status: 'suppressed', is_suppressed: true }
  expect(herning['2020-01 ALL']).toMatchObject(hidden)
  expect(herning['2020-01 ALL']?.status_text).toMatch(/diskretion/)
  expect(herning['2020-01 REV']).toMatchObject(hidden)
  expect(herning['2020-01 FLX']).toEqual({ ...OK, numerator: 2125, value: 2125 })
})

test('a zero is a figure, not a missing one', () => {
  const vejle = inArea(figures, '630')
  expect(vejle['2020-01 ALL']).toMatchObject({ value: 11_150, status: 'ok' })
  expect(vejle['2020-01 REV']).toMatchObject({ value: 0, status: 'ok' })
})

test('where PTV_A02 is loaded for an area and month it is used alone, elsewhere the own tables are', () => {
  const aalborg = inArea(figures, '851')
  expect(aalborg['2020-01 DP']).toMatchObject({ value: 1041 })
  expect(aalborg['2020-01 ALL']).toMatchObject({ value: 11_190 })
  expect(aalborg['2019-12 DP']).toMatchObject({ value: 999 })
  expect(inArea(figures, '461')['2020-01 DP']).toMatchObject({ value: 777 })
  // One table of eleven is no total.
  expect(aalborg['2019-12 ALL']).toMatchObject({ value: null, status: 'no_data' })
})

test('after the reform of July 2025 nobody waits for benefits that no longer exist', () => {
  const esbjerg = inArea(figures, '561')
  // 11,190 less the 770, 620 and 270 that became the 1,600.
  expect(esbjerg['2025-08 ALL']).toMatchObject({ value: 11_130, status: 'ok' })
  expect(esbjerg['2025-06 ALL']).toMatchObject({ value: null, status: 'no_data' })
  expect(esbjerg['2025-06 ALL']?.status_text).toMatch(/INT, UDH/)
})

test('Y60A02 stands for kontanthjælp from July 2025, Y36A02 until then', () => {
  const kolding = inArea(figures, '621')
  expect(kolding['2025-06 KTH']).toMatchObject({ value: 770 })
  expect(kolding['2025-08 KTH']).toMatchObject({ value: 1600 })
  expect(kolding['2025-06 UDH']).toMatchObject({ value: 620 })
  expect(kolding['2025-08 UDH']).toBeUndefined()
})
