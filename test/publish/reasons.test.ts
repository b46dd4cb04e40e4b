/** Owns: publish rewrites every part and refresh what changed, and each rewritten part is told with its true reason. */
import { rm } from 'node:fs/promises'
import { beforeAll, expect, test } from '@jest/globals'
import { runs } from '../../src/cli/words/look.ts'
import { publishOnly, refreshWord } from '../../src/cli/words/run.ts'
import { ageLines, benefits, groupLines, plan, population, S4 } from '../support/exports.ts'
import { LABEL_HEADING, martContents, openHouse, type TestHouse } from '../support/house.ts'
import { lastRun } from '../support/states.ts'

const quiet = () => undefined
const GOAL = { no: '1', kpi: 'fulltime_persons', operator: '<=', target: '100', area: 'Viborg' }
const PEOPLE = benefits(groupLines('Viborg', '2020M01', S4))

let house: TestHouse

beforeAll(async () => {
  house = await openHouse({ businessDate: '2020-01-15' })
  await house.deliver('FOLK1A.csv', population(ageLines('Viborg', '2020K1', 61_464)))
  await house.deliver('plan_maal_2020.csv', plan(2020, GOAL))
  await house.deliver('ptv_a02.csv', PEOPLE)
  expect((await house.nightly()).exitCode).toBe(0)
})

interface Changes {
  readonly published: boolean
  readonly changes: readonly { readonly model: string; readonly reason: string }[]
}

/** The reasons by model, as `refresh` tells them. */
async function reasonsOn(businessDate: string): Promise<Record<string, string>> {
  const { json } = await refreshWord({ ...house.config, businessDate }, {}, quiet)
  return Object.fromEntries((json as Changes).changes.map(({ model, reason }) => [model, reason]))
}

test('publish rewrites every part to what it was, and refresh then has nothing to do', async () => {
  const before = await martContents(house)
  const parts = await house.query('select model, slice from ops.published_slice')
  const { json, exitCode } = await publishOnly(house.config, {}, quiet)
  const { published, changes } = json as Changes
  expect([exitCode, published, new Set(changes.map(({ reason }) => reason))]).toEqual([
    ...[0, true, new Set(['all'])],
  ])
  expect(await house.query('select model, slice from ops.published_slice')).toHaveLength(
    parts.length,
  )
  const { run_id: run } = await lastRun(house, 'publish')
  const loaded = await house.query('select distinct run_id from mart.fact_kpi')
  expect(loaded).toEqual([{ run_id: run }])
  expect(await martContents(house)).toEqual(before)
  expect((await refreshWord(house.config, {}, quiet)).json).toMatchObject({ published: false })
})

test('a period that ends by the clock is told as that, not as files', async () => {
  expect(await reasonsOn('2020-02-15')).toEqual({ fact_goal: 'parameter' })
  expect(await house.query('select actual::int from mart.goal')).toEqual([{ actual: 11_190 }])
})

test('a changed parameter, and a changed label, are each told as what they are', async () => {
  const parameter = await house.overlay(
    ...(['parameter.csv', 'name,value,unit,note', 'on_track_margin,3,percent,mere'] as const),
  )
  expect(new Set(Object.values(await reasonsOn('2020-02-15')))).toEqual(new Set(['parameter']))
  const label = await house.overlay(
    'label.csv',
    LABEL_HEADING,
    'target_group,fasit,Ny ydelse,KTH,,',
  )
  expect(new Set(Object.values(await reasonsOn('2020-02-15')))).toEqual(new Set(['reference']))
  await Promise.all([rm(parameter), rm(label)])
  await reasonsOn('2020-02-15')
})

test('a changed model is told as definition', async () => {
  await house.query(
    `update ops.published_slice set sql_hash = 'older' where model = 'fact_external_measure'`,
  )
  expect(await reasonsOn('2020-02-15')).toEqual({ fact_external_measure: 'definition' })
})

test('runs ID names the parts that a file changed, the file, and what depends on it', async () => {
  const flags = { publish: false, force: true }
  await house.deliver('ptv_a02.csv', PEOPLE.replace('1041;1041', '1042;1042'))
  const [load] = (await house.run('jobindsats', flags)).json.loads
  const reasons = await reasonsOn('2020-02-15')
  expect(reasons).toMatchObject({ fact_external_measure: 'files', fact_goal: 'files' })
  expect(new Set(Object.values(reasons))).toEqual(new Set(['files']))
  const { run_id: id } = await lastRun(house, 'publish')
  const { text, json } = await runs(house.config, id)
  expect((json as { slices: unknown[] }).slices).toContainEqual({
    ...{ model: 'fact_external_measure', reason: 'files', slices: 1 },
    ...{ changed_by: load?.run_id, file_name: 'ptv_a02.csv' },
    which: [{ municipality_code: '791', slice: 'PTV_A02|2020-01' }],
  })
  for (const each of ['filer', `kørsel ${load?.run_id} ptv_a02.csv`, '791 PTV_A02|2020-01']) {
    expect(text).toContain(each)
  }
})

test('a part that no file gives any longer is told as gone, and a long list of parts is cut short', async () => {
  const months = Array.from({ length: 12 }, (_, at) => `2019M${String(at + 1).padStart(2, '0')}`)
  const lines = months.flatMap((month) => groupLines('Viborg', month, { Sygedagpenge: 9 }))
  await house.deliver('ptv_a02-2019.csv', benefits(lines))
  await house.run('jobindsats')
  const { run_id: id } = await lastRun(house, 'publish')
  const { text } = await runs(house.config, id)
  expect(text).toMatch(/791 PTV_A02\|2019-01, .* … 791 PTV_A02\|2019-12 \(alle med --json\)/)
  await house.query(`delete from ops.core_slice where slice = 'PTV_A02|2019-01'`)
  expect(await reasonsOn('2020-02-15')).toMatchObject({ fact_external_measure: 'gone' })
})
