/** Owns: publish --as-of gives the figures as they were known, and freeze keeps them. */
import { beforeAll, expect, test } from '@jest/globals'
import { freezeWord, publishOnly } from '../../src/cli/words/run.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'

const quiet = () => undefined

const POPULATION = [
  'OMRÅDE;KØN;ALDER;TID;INDHOLD',
  ...Array.from({ length: 51 }, (_, index) => `Viborg;I alt;${16 + index} år;2020K1;1000`),
].join('\n')

const PLAN = [
  'Mål nr;KPI-id;Navn;Type;Operator;Mål 2020;Baseline;Område',
  '5;share_sickness_benefit;Sygedagpenge;resultatmål;<=;2,0;2,1;Viborg',
].join('\n')

function figures(value: number): string {
  return `Område;Periode;Antal fuldtidspersoner\nViborg;2020M01;${value}\n`
}

async function load(
  house: TestHouse,
  name: string,
  feed: string,
  content: string,
  publish = true,
): Promise<string> {
  await house.deliver(name, `${content}\n`)
  return (await house.run(feed, { publish })).json.loads[0]?.run_id ?? ''
}

/** The rows of a schema's tables and views that mart and mart_asof share. */
async function facts(house: TestHouse, schema: string) {
  const contents: Record<string, unknown[]> = {}
  for (const name of ['kpi', 'goal', 'external_measure', 'population', 'fact_finance_month']) {
    const rows = await house.query<{ row: string }>(
      `select (to_jsonb(t) - 'run_id' - 'loaded_at')::text as row from ${schema}.${name} as t order by 1`,
    )
    contents[name] = rows.map(({ row }) => row)
  }
  return contents
}

async function withoutFigures(): Promise<TestHouse> {
  const house = await openHouse()
  await load(house, 'FOLK1A.csv', 'statbank-population', POPULATION, false)
  await load(house, 'plan_maal_2020.csv', 'plan-targets', PLAN, false)
  return house
}

async function threeStates() {
  const house = await withoutFigures()
  const first = await load(house, 'y07a02.csv', 'jobindsats', figures(1000))
  const then = await facts(house, 'mart')
  const second = await load(house, 'y07a02.csv', 'jobindsats', figures(1100))
  const later = await facts(house, 'mart')
  await load(house, 'y07a02.csv', 'jobindsats', figures(1200))
  return { house, first, then, second, later }
}

let states: Awaited<ReturnType<typeof threeStates>>

beforeAll(async () => {
  states = await threeStates()
})

test('as of a run the facts, KPIs and goals are what they were after it, and mart is untouched', async () => {
  const { house, first, then, second, later } = states
  const now = await martContents(house)
  await publishOnly(house.config, { asOf: `run:${first}` }, quiet)
  expect(await facts(house, 'mart_asof')).toEqual(then)
  await publishOnly(house.config, { asOf: `run:${second}` }, quiet)
  expect(await facts(house, 'mart_asof')).toEqual(later)
  expect(await martContents(house)).toEqual(now)
})

test('as of a time between two runs is the state between them', async () => {
  const { house, first, then } = states
  const [row] = await house.query<{ at: string }>(
    `select to_char(finished_at at time zone 'Europe/Copenhagen', 'YYYY-MM-DD HH24:MI:SS.MS') as at
     from ops.run where run_id = ${first}`,
  )
  // A millisecond is cut off, so one is given back.
  const at = `${row?.at.slice(0, -3)}${String(Number(row?.at.slice(-3)) + 1).padStart(3, '0')}`
  await publishOnly(house.config, { asOf: at }, quiet)
  expect(await facts(house, 'mart_asof')).toEqual(then)
})

test('before anything was loaded there is nothing', async () => {
  const { house } = states
  await publishOnly(house.config, { asOf: '2000-01-01' }, quiet)
  expect(Object.values(await facts(house, 'mart_asof')).flat()).toEqual([])
})

test('a moment that cannot be read and a run that is not there are refused', async () => {
  const { house } = states
  for (const asOf of ['i går', 'run:4711']) {
    await expect(publishOnly(house.config, { asOf }, quiet)).rejects.toMatchObject({
      code: 'UNKNOWN_WORD',
    })
  }
})

test('what is frozen stays while mart moves on', async () => {
  const house = await withoutFigures()
  await load(house, 'y07a02.csv', 'jobindsats', figures(1000))
  await freezeWord(house.config, { name: 'Udvalget, februar 2020' })
  await load(house, 'y07a02.csv', 'jobindsats', figures(9000))
  const frozen = await house.query(
    `select value::float, status from mart.frozen_kpi where kpi = 'share_sickness_benefit' and target_group = 'ALL'`,
  )
  expect(frozen).toEqual([{ value: 1.960784, status: 'ok' }])
  expect(await house.query('select goal_no, actual::float, status from mart.frozen_goal')).toEqual([
    { goal_no: '5', actual: 1.960784, status: 'achieved' },
  ])
  await expect(freezeWord(house.config, { name: 'Udvalget, februar 2020' })).rejects.toMatchObject({
    code: 'UNKNOWN_WORD',
  })
})
