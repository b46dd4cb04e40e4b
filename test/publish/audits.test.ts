/** Owns the proof of the audits: each stops the publication of the one mistake it is for, alone, and none the example. */
import { beforeAll, expect, test } from '@jest/globals'
import { readSqlFolder } from '../../src/db/sql-folder.ts'
import { openExample } from '../support/example.ts'
import { ageLines, benefits, groupLines, population, S4 } from '../support/exports.ts'
import { load } from '../support/figures.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { lastRun } from '../support/states.ts'

/** Viborg's people of all ages; `total` is what the file itself says they come to. */
function everyone(total: number): string {
  return population(ageLines('Viborg', '2020K1', 61_464), [
    'Viborg;I alt;0-15 år;I alt;2020K1;18300',
    'Viborg;I alt;67 år og derover;I alt;2020K1;17150',
    `Viborg;I alt;Alder i alt;I alt;2020K1;${total}`,
  ])
}

const GOOD = {
  'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
  'FOLK1A.csv': everyone(96_914),
}

/** For each audit, a file that is well formed and wrong. */
const SABOTAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // More people on a-dagpenge than there are people.
  share_within_0_100: {
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { ...S4, 'A-dagpenge': 70_000 })),
  },
  age_bands_sum_to_total: { 'FOLK1A.csv': everyone(96_915) },
}

let names: readonly string[]
let stopping: readonly string[]

beforeAll(async () => {
  const audits = await readSqlFolder('audit')
  names = audits.map(({ name }) => name)
  stopping = audits.filter(({ header }) => header.severity === 'stop').map(({ name }) => name)
})

test('every audit that stops has its sabotage here', () => {
  expect(stopping).toEqual(Object.keys(SABOTAGES).sort())
})

test.each(Object.entries(SABOTAGES))(
  '%s alone stops its sabotage, and mart stays as it was',
  async (name, files) => {
    const house = await openHouse()
    await load(house, GOOD)
    const before = await martContents(house)
    for (const [file, content] of Object.entries(files)) await house.deliver(file, content)

    const { exitCode, json } = await house.nightly()
    expect(exitCode).toBe(2)
    expect(json.publish_error?.error).toMatchObject({
      code: 'AUDIT_STOPPED',
      expected: `ingen rækker fra sql/audit/${name}.sql`,
    })
    expect(await lastRun(house, 'publish')).toMatchObject({ state: 'refused', exit_code: 2 })
    expect(await caughtBy(house)).toEqual([name])
    expect(await martContents(house)).toEqual(before)

    await load(house, GOOD)
    expect(await caughtBy(house)).toEqual([])
    expect(await martContents(house)).toEqual(before)
  },
)

test('the example passes every audit', async () => {
  const { house } = await openExample({ months: 3 })
  const results = await house.query(
    'select audit, bad_rows, sample from ops.audit_result order by 1',
  )
  expect(results).toEqual(names.map((audit) => ({ audit, bad_rows: 0, sample: null })))
})

/** The audits that found bad rows when they last ran. */
async function caughtBy(house: TestHouse): Promise<string[]> {
  const rows = await house.query<{ audit: string }>(
    `select audit from ops.audit_result
     where bad_rows > 0 and run_id = (select max(run_id) from ops.audit_result)
     order by audit`,
  )
  return rows.map(({ audit }) => audit)
}
