/** Owns the proof that a comparison set's KPIs are weighted from its municipalities' numerators and denominators. */
import { expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  ownTable,
  plan,
  population,
  S4,
} from '../support/exports.ts'
import { figuresOf, goalsOf, load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const HEADINGS = 'set_code,name,area_code,valid_from,valid_to'

/** A house whose home has a set of its own. */
async function houseWithSet(...rows: readonly string[]): Promise<TestHouse> {
  const house = await openHouse()
  await writeSets(house, ...rows)
  return house
}

async function writeSets(house: TestHouse, ...rows: readonly string[]): Promise<void> {
  const lines = rows.map((row) => `NABOER,Vores naboer,${row}`)
  await house.overlay('area_set.csv', HEADINGS, ...lines)
}

const THREE = ['791,,', '657,,', '740,,']

// Sickness benefit: 1,200 of 60,000 (2 %), 400 of 40,000 (1 %), 10,000 of 100,000 (10 %).
const SICKNESS = [
  ['Viborg', 1200, 60_000],
  ['Herning', 400, 40_000],
  ['Silkeborg', 10_000, 100_000],
] as const

function sickness(period: string, ...areas: readonly string[]): string {
  const given = SICKNESS.filter(([area]) => areas.length === 0 || areas.includes(area))
  return ownTable(...given.map(([area, persons]) => [area, period, persons] as const))
}

function people(...quarters: readonly string[]): string {
  const lines = quarters.flatMap((quarter) =>
    SICKNESS.map(([area, , persons]) => ageLines(area, quarter, persons)),
  )
  return population(...lines)
}

const SET = 'SET:NABOER'

test('a share is the sum of numerators over the sum of denominators, not the mean of shares', async () => {
  const house = await houseWithSet(...THREE)
  await load(house, { 'y07a02.csv': sickness('2020M01'), 'FOLK1A.csv': people('2020K1') })
  const shares = await figuresOf(house, 'share_sickness_benefit')
  // 11,600 of 200,000 is 5.8 %; the mean of 2, 1 and 10 would be 4.33.
  expect(shares[`${SET} 2020-01 ALL`]).toMatchObject({
    ...{ numerator: 11_600, denominator: 200_000, value: 5.8 },
    ...{ status: 'ok', status_text: null, is_suppressed: false, is_preliminary: true },
  })
  const counts = await figuresOf(house, 'fulltime_persons')
  expect(counts[`${SET} 2020-01 SDP`]).toMatchObject({
    ...{ numerator: 11_600, denominator: null, value: 11_600, status: 'ok' },
  })
  const [row] = await house.query(
    `select municipality_code, area, basis, unit from mart.kpi
     where area_code = '${SET}' and kpi = 'share_sickness_benefit' and target_group = 'ALL'`,
  )
  expect(row).toEqual({
    ...{ municipality_code: '000', area: 'Vores naboer', basis: 'national', unit: 'percent' },
  })
})

test('where one municipality lacks its figure the set has none and says which', async () => {
  const house = await houseWithSet(...THREE)
  const files = { 'y07a02.csv': sickness('2020M01', 'Viborg', 'Silkeborg') }
  await load(house, { ...files, 'FOLK1A.csv': people('2020K1') })
  const lacking = (await figuresOf(house, 'share_sickness_benefit'))[`${SET} 2020-01 ALL`]
  const none = { numerator: null, denominator: null, value: null, status: 'no_data' }
  expect(lacking).toMatchObject({ ...none, status_text: 'Tal mangler for Herning' })
  // The figure comes, and only its period is written again.
  await load(house, { 'y07a02.csv': sickness('2020M01') })
  const whole = (await figuresOf(house, 'share_sickness_benefit'))[`${SET} 2020-01 ALL`]
  expect(whole).toMatchObject({ status: 'ok', value: 5.8 })
})

test('a figure that the source keeps back makes the set suppressed', async () => {
  const house = await houseWithSet(...THREE)
  const hidden = ownTable(
    ['Viborg', '2020M01', 1200],
    ['Herning', '2020M01', ''],
    ['Silkeborg', '2020M01', 5],
  )
  await load(house, { 'y07a02.csv': hidden, 'FOLK1A.csv': people('2020K1') })
  expect((await figuresOf(house, 'share_sickness_benefit'))[`${SET} 2020-01 ALL`]).toMatchObject({
    ...{ numerator: null, denominator: 200_000, value: null, status: 'suppressed' },
    ...{ is_suppressed: true, status_text: expect.stringMatching(/diskretion.*Herning$/) },
  })
})

test('only the changed periods of a set are written again, and a reload writes none', async () => {
  const house = await houseWithSet(...THREE)
  const files = { 'y07a02.csv': sickness('2019M12'), 'FOLK1A.csv': people('2019K4', '2020K1') }
  await load(house, files)
  await house.deliver('y07a02-2020M01.csv', sickness('2020M01'))
  const { json } = await house.run('jobindsats')
  const sets = json.publication?.changes.filter(({ model }) => model === 'fact_kpi_set')
  expect(sets).toEqual([{ model: 'fact_kpi_set', reason: 'new', slices: 1 }])
  await house.deliver('y07a02-2019M12.csv', sickness('2019M12').replaceAll('1200', '1260'))
  const corrected = await house.run('jobindsats')
  const rewritten = corrected.json.publication?.changes.find(
    ({ model }) => model === 'fact_kpi_set',
  )
  expect(rewritten).toEqual({ model: 'fact_kpi_set', reason: 'files', slices: 1 })
  const again = await house.publish()
  expect(again.json).toMatchObject({ published: false })
  const keys = Object.keys(await figuresOf(house, 'share_sickness_benefit'))
  expect(keys.filter((key) => key.startsWith(SET) && key.endsWith('ALL'))).toEqual([
    `${SET} 2019-12 ALL`,
    `${SET} 2020-01 ALL`,
  ])
})

test('DK and RAR areas stay as delivered beside a set, also when they are corrected', async () => {
  const house = await houseWithSet(...THREE)
  const rar = ownTable(['RAR Østjylland', '2020M01', 5000], ['Hele landet', '2020M01', 60_000])
  await load(house, { 'y07a02.csv': sickness('2020M01'), 'FOLK1A.csv': people('2020K1') })
  await load(house, { 'y07a02-rar.csv': rar })
  const counts = await figuresOf(house, 'fulltime_persons')
  const of = (area: string) => counts[`${area} 2020-01 SDP`]?.value
  expect([of('RAR:Østjylland'), of('DK'), of(SET)]).toEqual([5000, 60_000, 11_600])
})

test('a municipality counts in the periods its validity covers', async () => {
  const house = await houseWithSet('791,,', '657,,2019-12-31', '740,2020-01-01,')
  const files = { 'y07a02-1.csv': sickness('2019M12'), 'y07a02-2.csv': sickness('2020M01') }
  await load(house, { ...files, 'FOLK1A.csv': people('2019K4', '2020K1') })
  const shares = await figuresOf(house, 'share_sickness_benefit')
  expect(shares[`${SET} 2019-12 ALL`]).toMatchObject({ numerator: 1600, denominator: 100_000 })
  expect(shares[`${SET} 2020-01 ALL`]).toMatchObject({ numerator: 11_200, denominator: 160_000 })
  await writeSets(house, '791,,')
  await house.publish()
  expect((await figuresOf(house, 'share_sickness_benefit'))[`${SET} 2020-01 ALL`]).toMatchObject({
    ...{ numerator: 1200, denominator: 60_000, value: 2 },
  })
})

test('every KPI and target group of a set adds up', async () => {
  const house = await houseWithSet('791,,', '657,,')
  await load(house, {
    'ptv_a02.csv': benefits(
      groupLines('Viborg', '2020M01', S4),
      groupLines('Herning', '2020M01', { ...S4, Sygedagpenge: 736 }),
    ),
    'FOLK1A.csv': people('2020K1'),
  })
  const temporary = await figuresOf(house, 'share_temporary_support')
  expect(temporary[`${SET} 2020-01 ALL`]).toMatchObject({ numerator: 8714, value: 8.714 })
  expect(temporary[`${SET} 2020-01 SDP`]).toMatchObject({ numerator: 2000, value: 2 })
})

const OF_THE_EAST = ['Horsens', 'Syddjurs', 'Norddjurs', 'Favrskov', 'Odder', 'Randers'] as const

test('the set of eastern Jutland appears when half of it is loaded, names who lacks, and has goals of its own', async () => {
  const house = await openHouse()
  const tables = (areas: readonly string[]) =>
    ownTable(...areas.map((area) => [area, '2020M01', 100] as const))
  const goal = { kpi: 'fulltime_persons', operator: '<=', target: '1200', group: 'Sygedagpenge' }
  await load(house, {
    'y07a02.csv': tables(OF_THE_EAST.slice(0, 5)),
    'plan_maal_2020.csv': plan(
      2020,
      { ...goal, no: '1', area: 'De 12 østjyske kommuner' },
      { ...goal, no: '2', operator: '<', area: 'OESTJYLLAND' },
    ),
  })
  const east = async () =>
    (await figuresOf(house, 'fulltime_persons'))['SET:OESTJYLLAND 2020-01 SDP']
  expect(await east()).toBeUndefined()
  await load(house, { 'y07a02-6.csv': tables(OF_THE_EAST.slice(5)) })
  expect(await east()).toMatchObject({ numerator: null, value: null, status: 'no_data' })
  const rest = ['Silkeborg', 'Samsø', 'Skanderborg', 'Aarhus', 'Hedensted', 'Viborg']
  expect((await east())?.status_text).toBe(`Tal mangler for ${rest.join(', ')}`)
  await load(house, { 'y07a02-rest.csv': tables(rest) })
  expect(await east()).toMatchObject({ value: 1200, status: 'ok' })
  // A plan may set a goal for a set, by name or code.
  const ofTheSet = { municipality_code: '791', area_code: 'SET:OESTJYLLAND', actual: 1200 }
  expect(await goalsOf(house)).toMatchObject({
    'plan_maal 2020 1': { ...ofTheSet, status: 'achieved' },
    'plan_maal 2020 2': { ...ofTheSet, status: 'off_track' },
  })
})

test.each([
  ['792,,', { column: 'area_code', got: '792' }],
  ['Viborg,,', { column: 'area_code', expected: expect.stringContaining('Viborg er 791') }],
  ['DK,,', { column: 'area_code' }],
  ['791,2020-13-01,', { column: 'valid_from', got: '2020-13-01' }],
])('a set with %s is refused before anything is read', async (row, context) => {
  const house = await houseWithSet(row)
  await expect(house.publish()).rejects.toMatchObject({ code: 'BAD_CONFIGURATION', context })
})
