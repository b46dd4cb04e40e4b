/** Owns: lines that repeat or contradict each other, and what a file that gives less than before does to the figures. */
import { expect, test } from '@jest/globals'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { FULL_TIME_PERSONS, fileOf, GOOD, HEADING, SEX_HEADING } from '../support/sickness.ts'
import { coreContents, differences, expectConservation, faultsOf } from '../support/states.ts'

const NAME = 'y07a02.csv'
const VIBORG = 'Viborg;2020M01;1400;1264'

const BY_SEX = fileOf(
  SEX_HEADING,
  'Viborg;2020M01;Køn i alt;1400;1264',
  'Viborg;2020M01;Kvinder;800;730',
  'Viborg;2020M01;Mænd;600;534',
)

test('exact repeats of a line count once, however their numbers are written, and are counted as ignored', async () => {
  const house = await openHouse()
  await house.deliver(NAME, fileOf(HEADING, VIBORG, VIBORG, 'Viborg;2020M01;1.400;1.264,0', VIBORG))
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(0)
  expect(result.json.loads[0]?.rows).toEqual({
    ...{ read: 4, loaded: 1, unchanged: 0, closed: 0, quarantined: 0, ignored: 3 },
  })
  expect(result.text).toContain('3 gentaget og talt én gang')
  expect(await figures(house)).toEqual({ '791 2020-01': 1264 })
  await expectConservation(house)
})

test('lines that contradict each other are all quarantined as DUPLICATE_KEY, and the old figures stay', async () => {
  const house = await openHouse()
  await house.deliver(NAME, GOOD)
  await house.run('jobindsats')
  const before = { mart: await martContents(house), core: await coreContents(house) }
  // Persons agree, full-time persons do not: neither line is right by itself.
  await house.deliver(
    NAME,
    GOOD.replace(VIBORG, `Viborg;2020M01;1401;1265\nViborg;2020M01;1401;1270`),
  )
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(1)
  expect(result.json.loads[0]?.rows).toEqual({
    ...{ read: 7, loaded: 0, unchanged: 5, closed: 0, quarantined: 2, ignored: 0 },
  })
  const faults = await faultsOf(house, result.json.loads[0]?.run_id)
  expect(faults).toMatchObject([
    { code: 'DUPLICATE_KEY', line: 4, status: 'open' },
    { code: 'DUPLICATE_KEY', line: 5, status: 'open' },
  ])
  for (const { message } of faults)
    expect(message).toContain('linjerne 4, 5 siger noget forskelligt')
  expect(await martContents(house)).toEqual(before.mart)
  expect(await coreContents(house)).toEqual(before.core)
  await expectConservation(house)
})

test('a repeat of a contradicted line is quarantined with the others; contradictions beyond tolerance refuse the file', async () => {
  const house = await openHouse()
  const other = VIBORG.replace('1264', '1270')
  await house.deliver(
    NAME,
    fileOf(HEADING, VIBORG, VIBORG, other, 'Hele landet;2020M01;70000;62000'),
  )
  const result = await house.run('jobindsats')
  expect(result.json.loads[0]?.rows).toMatchObject({ loaded: 1, quarantined: 3, ignored: 0 })
  expect(await figures(house)).toEqual({ 'DK 2020-01': 62000 })
  await house.deliver(
    NAME,
    `${GOOD}${GOOD.replaceAll(/\d$/gm, '9').split('\n').slice(1).join('\n')}`,
  )
  const refused = await house.run('jobindsats')
  expect(refused.exitCode).toBe(2)
  expect(refused.text).toContain('TOO_MANY_REJECTS')
  expect(refused.json.loads[0]?.rows).toMatchObject({ read: 12, quarantined: 12, ignored: 0 })
  expect(await figures(house)).toEqual({ 'DK 2020-01': 62000 })
  await expectConservation(house)
})

test('a file with totals only corrects the totals and never erases a split', async () => {
  const house = await openHouse()
  await house.deliver(NAME, BY_SEX)
  await house.run('jobindsats')
  const before = await martContents(house)
  await house.deliver(NAME, fileOf(SEX_HEADING, 'Viborg;2020M01;Køn i alt;1410;1270'))
  const result = await house.run('jobindsats')
  expect(result.json.loads[0]?.rows).toMatchObject({ read: 1, loaded: 1, closed: 0 })
  const { external_measure: changed } = differences(before, await martContents(house))
  expect(changed?.gone).toHaveLength(2)
  expect(changed?.come).toMatchObject([
    { is_total: true, dimensions: '', value: 1270 },
    { is_total: true, dimensions: '', value: 1410 },
  ])
  expect(await bySex(house)).toEqual({ 'Køn=Kvinder': 730, 'Køn=Mænd': 534, '': 1270 })
})

test('a file whose total column is gone altogether leaves the split as well', async () => {
  const house = await openHouse()
  await house.deliver(NAME, BY_SEX)
  await house.run('jobindsats', { publish: false })
  await house.deliver(NAME, fileOf(HEADING, 'Viborg;2020M01;1410;1270'))
  const result = await house.run('jobindsats')
  expect(result.json.loads[0]?.rows).toMatchObject({ loaded: 1, closed: 0 })
  expect(await bySex(house)).toEqual({ 'Køn=Kvinder': 730, 'Køn=Mænd': 534, '': 1270 })
})

test('a row that its slice no longer holds is closed, and the mart loses it; other slices stay', async () => {
  const house = await openHouse()
  await house.deliver(
    NAME,
    BY_SEX.replaceAll('2020M01', '2019M12') + BY_SEX.split('\n').slice(1).join('\n'),
  )
  await house.run('jobindsats')
  const before = await martContents(house)
  await house.deliver(NAME, BY_SEX.replace('Viborg;2020M01;Mænd;600;534\n', ''))
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(0)
  expect(result.json.loads[0]?.rows).toEqual({
    ...{ read: 2, loaded: 0, unchanged: 2, closed: 2, quarantined: 0, ignored: 0 },
  })
  expect(result.text).toContain('2 tidligere tal udgik')
  const { external_measure: changed } = differences(before, await martContents(house))
  expect(changed?.come).toEqual([])
  expect(changed?.gone).toMatchObject([
    { period: '2020-01', dimensions: 'Køn=Mænd', value: 534 },
    { period: '2020-01', dimensions: 'Køn=Mænd', value: 600 },
  ])
  const closed = await house.query(
    `select closed_by from core.external_measure where recorded_to <> 'infinity'`,
  )
  const { run_id } = result.json.loads[0] ?? {}
  expect(closed).toEqual([{ closed_by: run_id }, { closed_by: run_id }])
})

test('a good line beside a bad line of the same key is not taken for the figure, nor counted as unchanged', async () => {
  const house = await openHouse()
  await house.deliver(NAME, GOOD)
  await house.run('jobindsats')
  const before = await figures(house)
  await house.deliver(
    NAME,
    GOOD.replace(VIBORG, 'Viborg;2020M01;1401;1265\nViborg;2020M01;1400;tolv'),
  )
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(1)
  expect(await figures(house)).toEqual(before)
  expect(result.json.loads[0]?.rows).toMatchObject({ loaded: 0, unchanged: 5 })
  await expectConservation(house)
})

async function figures(house: TestHouse): Promise<Record<string, number>> {
  const rows = await house.query<{ cell: string; value: string }>(FULL_TIME_PERSONS)
  return Object.fromEntries(rows.map(({ cell, value }) => [cell, Number(value)]))
}

async function bySex(house: TestHouse): Promise<Record<string, number>> {
  const rows = await house.query<{ dimensions: string; value: string }>(
    `select dimensions, value from mart.external_measure where measure = 'antal fuldtidspersoner'`,
  )
  return Object.fromEntries(rows.map(({ dimensions, value }) => [dimensions, Number(value)]))
}
