/** Owns: two runs of one feed never work at once, the one that comes second loses nothing, and dead runs are told apart. */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import { publishOnly, run } from '../../src/cli/words/run.ts'
import { blockWrites } from '../support/blocker.ts'
import { plan } from '../support/exports.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { BETTER, GOOD } from '../support/sickness.ts'
import { expectConservation, lastRun, runsOf } from '../support/states.ts'

const FIRST = 'y07a02_20200201.csv'
const SECOND = 'y07a02_20200202.csv'
const CORE = 'core.external_measure'
const GOAL = { no: '1', kpi: 'fulltime_persons', operator: '<=', target: '100' }
const quiet = () => undefined

test('while another run loads the feed, a run exits 6 as LOCKED, and its file waits for the next one', async () => {
  const house = await openHouse()
  const path = await house.deliver(FIRST, GOOD)
  const blocker = await blockWrites(house, CORE)
  const first = house.run('jobindsats', { file: path })
  await blocker.waiters(1, 'relation')
  expect(await lastRun(house, 'jobindsats')).toMatchObject({ state: 'running', file_name: FIRST })
  const waiting = await house.deliver(SECOND, BETTER)
  const second = await house.run('jobindsats', { file: waiting })
  expect(second.exitCode).toBe(6)
  expect(second.text).toContain('LOCKED: En anden kørsel er i gang')
  expect(second.text).toContain('--wait')
  expect(second.json.failures).toMatchObject([{ error: { code: 'LOCKED' } }])
  expect(await runsOf(house)).toMatchObject([{ state: 'running', file_name: FIRST }])
  expect(await filesIn(house, 'inbox')).toEqual(expect.arrayContaining([SECOND, `${SECOND}.done`]))

  await blocker.release()
  expect((await first).exitCode).toBe(0)
  const next = await house.run('jobindsats')
  expect(next.json.loads).toMatchObject([{ state: 'done', rows: { loaded: 1, unchanged: 5 } }])
  expect(await filesIn(house, 'inbox')).not.toContain(SECOND)
  await expectConservation(house)
})

test('with --wait a run waits for the other one and then loads', async () => {
  const house = await openHouse()
  const path = await house.deliver(FIRST, GOOD)
  const blocker = await blockWrites(house, CORE)
  const first = house.run('jobindsats', { file: path, publish: false })
  await blocker.waiters(1, 'relation')
  const waiting = await house.deliver(SECOND, BETTER)
  const second = house.run('jobindsats', { file: waiting, wait: true })
  await blocker.waiters(1, 'advisory')
  expect((await runsOf(house)).map((each) => each.file_name)).toEqual([FIRST])
  await blocker.release()
  expect((await first).exitCode).toBe(0)
  const { exitCode, json } = await second
  expect(exitCode).toBe(0)
  expect(json.loads).toMatchObject([{ state: 'done', rows: { loaded: 1, unchanged: 5 } }])
  expect((await runsOf(house)).slice(0, 2)).toMatchObject([
    { file_name: FIRST, state: 'done', loaded: 6 },
    { file_name: SECOND, state: 'done', loaded: 1 },
  ])
  expect(await filesIn(house, 'inbox')).toEqual([])
})

test('while another publication is at work, a run exits 6 with its file loaded, publish then shows it, and --as-of waits if told', async () => {
  const house = await openHouse()
  await house.deliver(FIRST, GOOD)
  await house.run('jobindsats', { publish: false })
  const blocker = await blockWrites(house, 'mart.fact_external_measure')
  const first = publishOnly(house.config, {}, quiet)
  await blocker.waiters(1, 'relation')
  await house.deliver(SECOND, BETTER)
  const second = await house.run('jobindsats')
  expect(second.exitCode).toBe(6)
  expect(second.json.loads).toMatchObject([{ state: 'done', rows: { loaded: 1 } }])
  expect(second.json.publish_error).toMatchObject({ error: { code: 'LOCKED' } })
  const then = { asOf: '2020-01-01' }
  await expect(publishOnly(house.config, then, quiet)).rejects.toMatchObject({ exitCode: 6 })
  const waiting = publishOnly(house.config, { ...then, wait: true }, quiet)
  await blocker.waiters(1, 'advisory')
  await blocker.release()
  expect((await first).json).toMatchObject({ published: true })
  expect((await waiting).json).toMatchObject({ as_of: '2020-01-01 00:00:00', rows: 0 })
  const third = await house.publish()
  expect(third.json).toMatchObject({ published: true })
  const undisturbed = await openHouse()
  await undisturbed.deliver(FIRST, BETTER)
  await undisturbed.run('jobindsats')
  expect(await martContents(house)).toEqual(await martContents(undisturbed))
})

test('two municipalities load the same table at once, the rows of the whole country in both files', async () => {
  const house = await openHouse()
  const silkeborg = { ...house.config, municipality: '740' }
  const own = await house.deliver(FIRST, GOOD)
  const other = await house.deliver(SECOND, GOOD.replaceAll('Viborg', 'Silkeborg'))
  const blocker = await blockWrites(house, CORE)
  const results = Promise.all([
    house.run('jobindsats', { file: own, publish: false, wait: true }),
    run(silkeborg, 'jobindsats', { file: other, publish: false, wait: true }, quiet),
  ])
  await blocker.waiters(2)
  await blocker.release()
  expect((await results).map(({ exitCode, text }) => `${exitCode} ${text}`)).toEqual([
    expect.stringMatching(/^0 /),
    expect.stringMatching(/^0 /),
  ])
  const rows = await house.query(
    `select area_code, count(*)::integer as rows from core.external_measure_open group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { area_code: '740', rows: 6 },
    { area_code: '791', rows: 6 },
    { area_code: 'DK', rows: 6 },
  ])
})

test('a revert waits for another municipality that loads the same source, and gives its file back too', async () => {
  const house = await openHouse()
  await house.deliver(FIRST, GOOD)
  await house.run('jobindsats', { publish: false })
  const own = (await lastRun(house, 'jobindsats')).run_id
  await mkdir(join(house.config.home, 'inbox/740'))
  await house.deliver(`740/${SECOND}`, BETTER.replaceAll('Viborg', 'Silkeborg'))
  const blocker = await blockWrites(house, CORE)
  const flags = { publish: false }
  const other = run({ ...house.config, municipality: '740' }, 'jobindsats', flags, quiet)
  await blocker.waiters(1, 'relation')
  const reverted = revertWord(house.config, own, { yes: true, publish: false, wait: true }, quiet)
  await blocker.waiters(1, 'advisory')
  await blocker.release()
  expect([(await other).exitCode, (await reverted).exitCode]).toEqual([0, 0])
  const later = (await runsOf(house)).find((each) => each.file_name === SECOND)?.run_id
  expect((await reverted).json).toMatchObject({ undone: [later, own] })
  expect(await house.query('select from core.external_measure_open')).toEqual([])
  // Where municipalities share a home, what lies in the common inbox is anybody's.
  expect(await filesIn(house, 'inbox/740')).toEqual([SECOND, `${SECOND}.done`])
  expect(await filesIn(house, 'inbox')).toEqual(['740'])
})

test('a record left running by a dead process is marked interrupted by the next run, and others are not', async () => {
  const house = await openHouse()
  const died = await leaveRunning(house, 'jobindsats', '791')
  const dead = [
    died,
    // Of a source that all share, one lock is for them all.
    await leaveRunning(house, 'jobindsats', '740'),
    await leaveRunning(house, 'plan-targets', '791'),
  ]
  const others = [
    await leaveRunning(house, 'plan-targets', '740'),
    await leaveRunning(house, 'statbank-population', '791'),
  ]
  const publications = [
    await leaveRunning(house, 'publish', '791'),
    await leaveRunning(house, 'publish', '740'),
  ]
  await house.deliver(FIRST, GOOD)
  await house.deliver('plan_maal_2020.csv', plan(2020, GOAL))
  expect((await house.run('jobindsats')).exitCode).toBe(0)
  expect((await house.run('plan-targets')).exitCode).toBe(0)
  const runs = await runsOf(house)
  const stateOf = (id: string) => runs.find((each) => each.run_id === id)
  expect(stateOf(died)).toMatchObject({ state: 'interrupted', exit_code: 130, loaded: 0 })
  expect(stateOf(died)?.message).toContain('intet af den blev gemt')
  for (const id of [...dead, ...publications]) {
    expect(stateOf(id)).toMatchObject({ state: 'interrupted', exit_code: 130 })
  }
  for (const id of others) expect(stateOf(id)).toMatchObject({ state: 'running' })
})

/** A record as a process leaves it that dies in the middle of its work. */
async function leaveRunning(house: TestHouse, feed: string, municipality: string): Promise<string> {
  const [row] = await house.query<{ run_id: string }>(
    `insert into ops.run (municipality_code, feed, trigger, state)
     values ($1, $2, 'nightly', 'running') returning run_id`,
    [municipality, feed],
  )
  return row?.run_id ?? ''
}

async function filesIn(house: TestHouse, folder: string): Promise<string[]> {
  return (await readdir(join(house.config.home, folder)).catch(() => [])).sort()
}
