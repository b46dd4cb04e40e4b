/** Owns the proof of the national figures by age: youth KPIs, persons, and the splits of full-time persons and shares. */
import { beforeAll, expect, test } from '@jest/globals'
import { ageLines, benefits, population, S4, S4_OF_2019 } from '../support/exports.ts'
import { load } from '../support/figures.ts'
import { openHouse } from '../support/house.ts'
import { type NationalFigures, nationalFigures, tableFile } from '../support/national.ts'

type Ages = Readonly<Record<string, number | string>>

/** January's ages of each benefit's own table, made up in their own way: 150 + 60 + 300 + 20 + 90 + 20 + 30 + 5 are 18-29. */
const JANUARY: Readonly<Record<string, readonly [total: number, ages: Ages]>> = {
  y01a02: [1041, { '18-24 år': 100, '25-29 år': 50, '30 år og derover': 891 }],
  y36a02: [770, { '18-19 år': 10, '20-24 år': 20, '25-29 år': 30 }],
  // The subtotal is the same people as its parts, and counts once.
  y38a02: [620, { '18-29 år': 300, '18-24 år': 190, '25-29 år': 110 }],
  y35a02: [270, { '18-29 år': 20 }],
  y07a02: [1264, { '18-29 år': 90, '30-49 år': 500, 'Uoplyst alder': 3 }],
  y12a02: [346, { '18-29 år': 20 }],
  y11a02: [270, { '18-29 år': 30, '40+ år': 200 }],
  y04a02: [40, { '18-29 år': 5 }],
}

/** Skive's revalidering is kept back; Holstebro has no jobafklaring, and no ages of revalidering. */
function agesIn(area: string, table: string, ages: Ages): Ages | undefined {
  if (area === 'Skive' && table === 'y04a02') return { '18-29 år': '' }
  if (area === 'Holstebro' && table === 'y04a02') return {}
  return area === 'Holstebro' && table === 'y12a02' ? undefined : ages
}

const OWN_TABLES = Object.fromEntries(
  Object.entries(JANUARY).map(([table, [total, all]]) => {
    const lines = ['Viborg', 'Skive', 'Holstebro', 'Randers'].flatMap((area) => {
      const ages = agesIn(area, table, all)
      const members = ages ? Object.entries({ 'Alder i alt': total, ...ages }) : []
      return members.map(([age, count]) => `${area};2020M01;${age};${count};${count}`)
    })
    return [`${table}.csv`, tableFile('Alder;Antal personer;Antal fuldtidspersoner', ...lines)]
  }),
)

/** PTV_A02 with the five-year ages of jobindsats in December: 1, 2 and 3 people in each of the eleven groups. */
const FIVE_YEARS = tableFile(
  'Alder;Ydelsesgrupper;Antal personer;Antal fuldtidspersoner',
  ...Object.keys(S4_OF_2019).flatMap((group) => [
    `Viborg;2019M12;Alder i alt;${group};100;90`,
    `Viborg;2019M12;16-19 år;${group};2;1`,
    `Viborg;2019M12;20-24 år;${group};3;2`,
    `Viborg;2019M12;25-29 år;${group};4;3`,
  ]),
)

const KPIS = [
  ...['share_youth_temporary_support', 'ftp_youth_temporary_support', 'youth_share_public_support'],
  ...['persons_on_support', 'fulltime_persons', 'share_temporary_support', 'population_16_66'],
]
// 61,464 people over 51 years of age: 1,205 of each, and what is left over is 66.
const PEOPLE = population(
  ageLines('Viborg', '2019K4', 61_464),
  ageLines('Viborg', '2020K1', 61_464),
)

let figures: NationalFigures

beforeAll(async () => {
  const house = await openHouse()
  const totals = Object.keys(S4).map((group) => `Randers;2020M01;${group};90;90`)
  await load(house, {
    ...OWN_TABLES,
    ...{ 'ptv_a02.csv': FIVE_YEARS, 'ptv_a02-2020.csv': benefits(totals), 'FOLK1A.csv': PEOPLE },
  })
  figures = await nationalFigures(house, KPIS)
})

/** The figures of Viborg alone. */
function viborgs(figures: NationalFigures[string] | undefined): NationalFigures[string] {
  return Object.fromEntries(Object.entries(figures ?? {}).filter(([key]) => key.startsWith('791 ')))
}

const NO_AGES =
  'no_data: Kilden har ingen aldersgrupper, der ligger helt inden for 18-29 år og dækker dem (feed jobindsats)'

test('share_youth_temporary_support takes only ages inside 18-29 that cover it, over the 18-29-year-olds', () => {
  // 12 × 1,205 people; 16-19 reaches outside, so December is unknown.
  const share = figures.share_youth_temporary_support
  expect(viborgs(share)).toEqual({
    '791 2020-01 ALL': [675, 14_460, 4.66805],
    '791 2019-12 ALL': NO_AGES,
  })
  expect(share?.['730 2020-01 ALL']).toBe(
    'no_data: Folketal 18-29 år mangler for perioden (feed statbank-population)',
  )
})

test('ftp_youth_temporary_support counts a subtotal and its parts once', () => {
  expect(viborgs(figures.ftp_youth_temporary_support)).toEqual({
    '791 2020-01 ALL': [675, null, 675],
    '791 2019-12 ALL': NO_AGES,
  })
})

test('youth_share_public_support is of the eleven groups aged 16-29, over the 16-29-year-olds', () => {
  // 11 × (1 + 2 + 3) of 14 × 1,205; in January no table tells 16-17.
  expect(viborgs(figures.youth_share_public_support)).toEqual({
    '791 2019-12 ALL': [66, 16_870, 0.391227],
    '791 2020-01 ALL': NO_AGES.replace('18-29', '16-29'),
  })
})

test('persons_on_support is given by target group and age, never in total', () => {
  const persons = figures.persons_on_support ?? {}
  expect(Object.keys(persons).filter((key) => key.includes(' ALL'))).toEqual([])
  expect(persons).toMatchObject({
    '791 2019-12 DP': [100, null, 100],
    '791 2019-12 DP 16-24': [5, null, 5],
    '791 2019-12 DP 16-29': [9, null, 9],
    '791 2020-01 KTH': [770, null, 770],
    '791 2020-01 KTH 18-29': [60, null, 60],
  })
})

test('an age group is the union of members that cover it, by target group and in total', () => {
  expect(figures.fulltime_persons).toMatchObject({
    '791 2019-12 FP 16-24': [3, null, 3],
    '791 2019-12 ALL 16-24': [33, null, 33],
    '791 2019-12 ALL 25-29': [33, null, 33],
    '791 2019-12 INT 20-24': [2, null, 2],
    '791 2020-01 SDP 30-49': [500, null, 500],
  })
  const keys = Object.keys(figures.fulltime_persons ?? {})
  // No other group tells 30-49, so there is no total of it; 40+ and unknown ages are no age group.
  expect(keys).not.toContain('791 2020-01 ALL 30-49')
  expect(keys.filter((key) => key.startsWith('791 2020-01 RES'))).toEqual([
    '791 2020-01 RES',
    '791 2020-01 RES 18-29',
  ])
})

test('a share by age is over that age, in numerator and denominator', () => {
  // 8 temporary groups × (1 + 2) of 9 × 1,205, and 675 of 12 × 1,205.
  expect(figures.share_temporary_support).toMatchObject({
    '791 2019-12 ALL 16-24': [24, 10_845, 0.2213],
    '791 2019-12 KTH 16-24': [3, 10_845, 0.027663],
    '791 2020-01 ALL 18-29': [675, 14_460, 4.66805],
  })
})

test('population_16_66 is counted on the first day of each quarter', () => {
  expect(figures.population_16_66).toEqual({
    '791 2019-Q4 ALL': [61_464, null, 61_464],
    '791 2020-Q1 ALL': [61_464, null, 61_464],
  })
})

test('a youth figure that the source keeps back, or a group without ages, is told', () => {
  const youth = figures.ftp_youth_temporary_support
  expect(youth?.['779 2020-01 ALL']).toBe(
    'suppressed: Kilden viser ikke alle målgruppernes tal (diskretion)',
  )
  expect(youth?.['661 2020-01 ALL']).toBe(
    'no_data: Kilden mangler 18-29 år for JAF, REV (feed jobindsats)',
  )
})

test('PTV_A02 without ages does not hide the ages of the own tables', () => {
  expect(figures.fulltime_persons?.['730 2020-01 DP']).toEqual([90, null, 90])
  expect(figures.ftp_youth_temporary_support?.['730 2020-01 ALL']).toEqual([675, null, 675])
})
