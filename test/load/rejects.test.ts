/** Owns: a bad row is held back with a sentence that says why, and every other row of its file loads. */
import { expect, test } from '@jest/globals'
import { run } from '../../src/cli/words/run.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { FULL_TIME_PERSONS, fileOf, GOOD, HEADING } from '../support/sickness.ts'
import { expectConservation, faultsOf, lastRun } from '../support/states.ts'

const NAME = 'y07a02.csv'
const quiet = () => undefined

test('an unknown area is quarantined with its line and what to do, and the other rows load', async () => {
  const house = await openHouse()
  await house.deliver(NAME, GOOD.replace('Viborg;2019M12', 'Viborgg;2019M12'))
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(1)
  expect(result.json.publication?.published).toBe(true)
  expect(result.text).toContain('UNKNOWN_LABEL')
  const run = await lastRun(house, 'jobindsats')
  expect(run).toMatchObject({
    ...{ state: 'done', exit_code: 1, read: 6, loaded: 5, unchanged: 0 },
    ...{ closed: 0, quarantined: 1, ignored: 0 },
  })
  const faults = await faultsOf(house, run.run_id)
  expect(faults).toMatchObject([
    { code: 'UNKNOWN_LABEL', line: 3, column_name: 'Area', got: 'Viborgg', status: 'open' },
  ])
  expect(faults[0]?.message).toMatch(
    /^Linje 3, kolonne "Area": ventede et område, som .* kender, men fik "Viborgg"\. .*alias/,
  )
  expect((await figures(house)).map(({ cell }) => cell)).toEqual([
    ...['791 2019-11', '791 2020-01', 'DK 2019-11', 'DK 2019-12', 'DK 2020-01'],
  ])
  await expectConservation(house)
})

test('a period that cannot be is quarantined, and nothing counts as missing while its key is unknown', async () => {
  const house = await openHouse()
  await house.deliver(NAME, GOOD)
  await house.run('jobindsats')
  const before = await figures(house)
  // The file also lacks Viborg 2019M11; but who knows which row the bad period was meant for.
  const lines = GOOD.replace('Viborg;2020M01;1400;1264', 'Viborg;2020M13;1400;1264')
  await house.deliver(NAME, lines.replace('Viborg;2019M11;1402;1270\n', ''))
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(1)
  expect(result.text).toContain('nøgle kunne ikke læses; intet regnes for udgået')
  const run = await lastRun(house, 'jobindsats')
  expect(run).toMatchObject({ loaded: 0, unchanged: 4, closed: 0, quarantined: 1 })
  expect(await faultsOf(house, run.run_id)).toMatchObject([
    { code: 'BAD_PERIOD', line: 3, column_name: 'Periode', got: '2020M13', status: 'open' },
  ])
  expect(await figures(house)).toEqual(before)
})

test('a row with a bad figure keeps its old figures, whole row, while the rest of the file is corrected', async () => {
  const house = await openHouse()
  await house.deliver(NAME, GOOD)
  await house.run('jobindsats')
  const before = await persons(house)
  const edited = GOOD.replace('1400;1264', '1499;tolv').replace('1410;1291', '1411;1292')
  await house.deliver(NAME, edited)
  const result = await house.run('jobindsats')
  expect(result.exitCode).toBe(1)
  expect(result.json.loads[0]?.rows).toMatchObject({
    loaded: 1,
    unchanged: 4,
    quarantined: 1,
    closed: 0,
  })
  expect(result.json.loads[0]?.faults).toMatchObject([
    { code: 'BAD_NUMBER', line: 4, column: 'Antal fuldtidspersoner' },
  ])
  const after = await persons(house)
  expect(after).toEqual({ ...before, '791 2019-12': [1411, 1292] })
  await expectConservation(house)
})

test('a row with several faults is one rejected row, and reading the file again answers its faults', async () => {
  const house = await openHouse()
  await house.deliver(NAME, `${GOOD}Viborgg;2020M13;x;y\n`)
  const bad = await house.run('jobindsats')
  expect(bad.exitCode).toBe(1)
  const faults = await faultsOf(house, bad.json.loads[0]?.run_id)
  expect(faults.map(({ code }) => code).sort()).toEqual([
    ...['BAD_NUMBER', 'BAD_NUMBER', 'BAD_PERIOD', 'UNKNOWN_LABEL'],
  ])
  expect(new Set(faults.map((fault) => fault.row_id)).size).toBe(1)
  await house.deliver(NAME, `${GOOD}Viborgg;2020M13;x;y\n`)
  const again = await house.run('jobindsats', { force: true })
  expect(again.json.loads[0]?.rows).toMatchObject({ unchanged: 6, quarantined: 1 })
  const answered = await faultsOf(house, bad.json.loads[0]?.run_id)
  expect(new Set(answered.map(({ status }) => status))).toEqual(new Set(['superseded']))
  await expectConservation(house)
})

test.each([
  ['of other months', 'open', '791', fileOf(HEADING, 'Viborg;2020M02;1390;1250')],
  ['that tells of the same months', 'superseded', '791', GOOD],
  ['of another municipality', 'open', '779', GOOD],
])(
  'a later file of the same name %s leaves what was rejected %s',
  async (_, status, municipality, text) => {
    const house = await openHouse()
    await house.deliver(NAME, GOOD.replace('1410;', 'x;'))
    const bad = await house.run('jobindsats', { publish: false })
    expect(bad.exitCode).toBe(1)
    await house.deliver(NAME, text)
    const flags = { publish: false }
    expect(
      (await run({ ...house.config, municipality }, 'jobindsats', flags, quiet)).exitCode,
    ).toBe(0)
    const faults = await faultsOf(house, bad.json.loads[0]?.run_id)
    expect(faults.map((fault) => fault.status)).toEqual([status])
  },
)

function figures(house: TestHouse) {
  return house.query<{ cell: string; value: string }>(FULL_TIME_PERSONS)
}

/** Persons and full-time persons by area and period. */
async function persons(house: TestHouse): Promise<Record<string, number[]>> {
  const rows = await house.query<{ cell: string; both: number[] }>(
    `select area_code || ' ' || period as cell, array_agg(value::integer order by measure desc) as both
     from mart.external_measure group by 1`,
  )
  return Object.fromEntries(rows.map(({ cell, both }) => [cell, both]))
}
