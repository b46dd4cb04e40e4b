/** Owns the proof of share_temporary_support on basis national: the temporary groups, months and longer periods; each case has its own area. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  ownTable,
  population,
  S4,
  S4_OF_2019,
  temporaryTables,
  without,
} from '../support/exports.ts'
import { type Figure, figuresOf, inArea, load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'

/** The four quarters of 2019, of which the mean is 61,500. */
function quartersOf2019(area: string): readonly (readonly string[])[] {
  return [61_000, 61_400, 61_600, 62_000].map((people, position) =>
    ageLines(area, `2019K${position + 1}`, people),
  )
}
/** Seven groups at S4's size and 26 on revalidering: 4,607. */
const YEAR = { ...S4_OF_2019, Revalidering: 26 }

const IN_JANUARY = ['Viborg', 'Vejle', 'Aalborg']
const ROLLING = ['2019K3', '2019K4', '2020K1', '2020K2']

const FILES = {
  ...temporaryTables(
    ['Herning', '2019M12'],
    ['Vejle', '2020M01'],
    ['Kolding', '2020QMAT02'],
    ['Aalborg', '2020M01'],
  ),
  'ptv_a02.csv': benefits(
    groupLines('Viborg', '2020M01', S4),
    ...['2019Y01', '2019Q02', '2019H02', '2019MYTD08'].map((period) =>
      groupLines('Skive', period, YEAR),
    ),
    ...['2019Y01', '2019Q04', '2019QMAT04'].map((period) => groupLines('Holstebro', period, YEAR)),
    groupLines('Herning', '2020M01', { ...S4, 'A-dagpenge': 1000 }),
    groupLines('Vejle', '2020M01', without(S4, 'Revalidering')),
    groupLines('Esbjerg', '2020M01', S4),
  ),
  'FOLK1A.csv': population(
    ...IN_JANUARY.map((area) => ageLines(area, '2020K1', 61_464)),
    ...quartersOf2019('Skive'),
    ...quartersOf2019('Holstebro').filter((_, position) => position !== 2),
    ...['2019K4', '2020K1'].map((quarter) => ageLines('Herning', quarter, 61_464)),
    ...ROLLING.map((quarter) => ageLines('Kolding', quarter, 61_464)),
    ageLines('Esbjerg', '2020K1', 60_000),
  ),
}

/** What comes later: another population for Esbjerg, and another figure, then PTV_A02, for Aalborg. */
const CORRECTED = {
  'FOLK1A.csv': population(ageLines('Esbjerg', '2020K1', 61_464)),
  'y01a02.csv': ownTable(['Aalborg', '2020M01', 1000]),
}
const TAKEN_OVER = { 'ptv_a02.csv': benefits(groupLines('Aalborg', '2020M01', S4)) }

let figures: Readonly<Record<string, Figure>>
let corrected: typeof figures
let takenOver: typeof figures

beforeAll(async () => {
  const house = await openHouse()
  const after = async (files: Readonly<Record<string, string>>) => {
    await load(house, files)
    return figuresOf(house, 'share_temporary_support')
  }
  figures = await after(FILES)
  corrected = await after(CORRECTED)
  takenOver = await after(TAKEN_OVER)
})

test("S4's 4,621 of 61,464 are 7.5 percent: the permanent groups do not count", () => {
  const viborg = inArea(figures, '791')
  expect(viborg['2020-01 ALL']).toEqual({
    numerator: 4621,
    denominator: 61_464,
    value: 7.518222,
    status: 'ok',
    status_text: null,
    is_preliminary: true,
    is_suppressed: false,
  })
  const groups = ['ALL', 'DP', 'JAF', 'KTH', 'RES', 'REV', 'SDP', 'SHO', 'UDH']
  expect(Object.keys(viborg)).toEqual(groups.map((group) => `2020-01 ${group}`))
})

test('longer periods are measured against the mean of their quarters', () => {
  const skive = inArea(figures, '779')
  const total = { numerator: 4607, status: 'ok', status_text: null }
  expect(skive['2019 ALL']).toMatchObject({ ...total, denominator: 61_500, value: 7.491057 })
  expect(skive['2019-Q2 ALL']).toMatchObject({ ...total, denominator: 61_400, value: 7.503257 })
  expect(skive['2019-H2 ALL']).toMatchObject({ ...total, denominator: 61_800, value: 7.454693 })
  // (61,000 + 61,400 + 61,600) / 3
  expect(skive['2019-08YTD ALL']).toMatchObject({
    ...total,
    denominator: 61_333.333333,
    value: 7.511413,
  })
})

test('a quarter missing from a longer period leaves it without a share, and says so', () => {
  const holstebro = inArea(figures, '661')
  const noShare = { numerator: 4607, denominator: null, value: null, status: 'no_data' }
  expect(holstebro['2019 ALL']).toMatchObject(noShare)
  expect(holstebro['2019 ALL']?.status_text).toMatch(/statbank-population/)
  expect(holstebro['2019-Q4R ALL']).toMatchObject(noShare)
  expect(holstebro['2019-Q4 ALL']).toMatchObject({ denominator: 62_000, status: 'ok' })
})

test("the groups' own tables give the share where PTV_A02 is not loaded", () => {
  const herning = inArea(figures, '657')
  expect(herning['2019-12 ALL']).toMatchObject({ numerator: 4621, value: 7.518222, status: 'ok' })
  expect(herning['2019-12 INT']).toMatchObject({ numerator: 270 })
  expect(herning['2020-01 ALL']).toMatchObject({ numerator: 4580, status: 'ok' })
})

test('own tables beside PTV_A02 add nothing to it, not even for a group it lacks', () => {
  const vejle = inArea(figures, '630')
  expect(vejle['2020-01 ALL']).toMatchObject({ numerator: null, status: 'no_data' })
  expect(vejle['2020-01 ALL']?.status_text).toMatch(/for REV \(feed jobindsats\)/)
  expect(vejle['2020-01 REV']).toBeUndefined()
})

test('Y35A02 counts once in a rolling year over the change of its name', () => {
  expect(figures['621 2020-Q2R ALL']).toMatchObject({ numerator: 4621, value: 7.518222 })
})

test('a corrected population alone changes the share', () => {
  expect(figures['561 2020-01 ALL']).toMatchObject({ denominator: 60_000, value: 7.701667 })
  expect(corrected['561 2020-01 ALL']).toMatchObject({ denominator: 61_464, value: 7.518222 })
})

test('PTV_A02 loaded later takes over from the own tables', () => {
  expect(figures['851 2020-01 ALL']).toMatchObject({ numerator: 4621 })
  expect(corrected['851 2020-01 ALL']).toMatchObject({ numerator: 4580 })
  expect(takenOver['851 2020-01 ALL']).toMatchObject({ numerator: 4621, value: 7.518222 })
})
