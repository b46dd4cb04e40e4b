/** Owns: each check of the crash matrix sees the harm that is its own, and no other check takes it for its own. */
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Base, makeBase, withCopy } from '../support/base.ts'
import type { TestHouse } from '../support/house.ts'
import { type Check, checkCrashed, checkRecovered } from './checks.ts'
import { factsOf } from './facts.ts'
import { type Prepared, prepare } from './matrix.ts'
import { publishFirst, SCENARIOS } from './scenarios.ts'

let published: Base
let prepared: Prepared
/** The house after its night, which nothing disturbed. */
let after: Base

beforeAll(async () => {
  published = await makeBase(publishFirst)
  const [nightly] = SCENARIOS
  if (nightly) prepared = await prepare(nightly, published)
  after = await makeBase(async (house) => void (await house.nightly()), prepared.base)
})

afterAll(async () => {
  await Promise.all([after, prepared.base, published].map((base) => base.drop()))
})

const NEWEST = `(select max(run_id) from ops.run where feed = 'jobindsats')`

/** The checks that fail in a house after its night, once it has been spoiled. */
async function failing(
  spoil: (house: TestHouse) => Promise<unknown>,
): Promise<{ crashed: readonly Check[]; recovered: readonly Check[] }> {
  return withCopy(after, async (house) => {
    await spoil(house)
    const facts = await factsOf(house)
    const named = (violations: readonly { check: Check }[]) => [
      ...new Set(violations.map(({ check }) => check)),
    ]
    return {
      crashed: named(checkCrashed(facts, prepared.undisturbed)),
      recovered: named(checkRecovered(facts, prepared.undisturbed)),
    }
  })
}

test('a house that nobody spoils passes every check', async () => {
  expect(await failing(async () => undefined)).toEqual({ crashed: [], recovered: [] })
})

const AFTER_A_CRASH: readonly [string, Check, (house: TestHouse) => Promise<unknown>][] = [
  ['a row missing from mart', 'mart', (house) => house.query(DELETE_ONE('mart.fact_kpi'))],
  ['a row closed in core', 'core', (house) => house.query(CLOSE_ONE)],
  ['a failed load told as done', 'records', addDone],
  ['loaded rows under a record that says failed', 'records', (house) => setNewest(house, 'failed')],
  ['loaded rows under a record still running', 'records', (house) => setNewest(house, 'running')],
  ['mart published ahead of its record', 'records', forgetPublication],
  ['a rejected row that quarantine lost', 'records', (house) => house.query(FORGET_REJECTS)],
  ['a delivered file that is nowhere', 'files', loseArchive],
]

test.each(AFTER_A_CRASH)('%s fails the check of %s alone', async (_, check, spoil) => {
  expect((await failing(spoil)).crashed).toEqual([check])
})

const AFTER_RECOVERY: readonly [string, (house: TestHouse) => Promise<unknown>][] = [
  ['a row left in stage', (house) => house.query(STAGE_ONE)],
  ['a record left running', addRunning],
  ['a private copy left behind', leaveCopy],
  ['a file left in the inbox', (house) => house.deliver('y07a02_20200201.csv', 'left')],
  ['a mark left in the inbox without its file', leaveMark],
  ['reference data that lack a row', (house) => house.query(DELETE_ONE('ref.parameter'))],
]

test.each(AFTER_RECOVERY)('%s fails the check of recovery alone', async (_, spoil) => {
  expect(await failing(spoil)).toEqual({ crashed: [], recovered: ['recovery'] })
})

function DELETE_ONE(table: string): string {
  return `delete from ${table} where ctid = (select min(ctid) from ${table})`
}

const CLOSE_ONE = `
  update core.external_measure set recorded_to = now(), closed_by = opened_by
  where ctid = (select min(ctid) from core.external_measure where recorded_to = 'infinity')`

const FORGET_REJECTS = `delete from ops.quarantine where run_id = ${NEWEST}`

const STAGE_ONE = `
  insert into stage.external_measure
  select (jsonb_populate_record(null::stage.external_measure,
    to_jsonb(c) || '{"run_id": 1, "held": false, "source_line": 1}')).*
  from core.external_measure as c limit 1`

function setNewest(house: TestHouse, state: string): Promise<unknown> {
  return house.query(`update ops.run set state = $1 where run_id = ${NEWEST}`, [state])
}

function addRecord(house: TestHouse, state: string): Promise<unknown> {
  return house.query(
    `insert into ops.run (municipality_code, feed, trigger, state)
     values ('791', 'jobindsats', 'hand', $1)`,
    [state],
  )
}

function addDone(house: TestHouse): Promise<unknown> {
  return addRecord(house, 'done')
}

function addRunning(house: TestHouse): Promise<unknown> {
  return addRecord(house, 'running')
}

function forgetPublication(house: TestHouse): Promise<unknown> {
  return house.query(
    `update ops.run set state = 'running'
     where run_id = (select max(run_id) from ops.run where feed = 'publish')`,
  )
}

async function loseArchive({ config }: TestHouse): Promise<void> {
  const folder = join(config.home, 'archive', 'jobindsats')
  const name = (await readdir(folder, { recursive: true })).find((each) =>
    each.endsWith('y07a02_20200201.csv'),
  )
  await rm(join(folder, name ?? ''))
}

async function leaveMark({ config }: TestHouse): Promise<void> {
  await writeFile(join(config.home, 'inbox', 'y07a02_20200201.csv.done'), '')
}

async function leaveCopy({ config }: TestHouse): Promise<void> {
  await writeFile(join(config.home, 'tmp', '1-y07a02.csv'), 'left')
}
