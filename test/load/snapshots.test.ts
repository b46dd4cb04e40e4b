/** Owns: what a full snapshot deletes and a delta does not, and which version of a spell holds when changes come late or twice. */
import { expect, test } from '@jest/globals'
import { revertWord } from '../../src/cli/words/revert.ts'
import type { RunFlags } from '../../src/cli/words/run.ts'
import { openHouse, type Row, type TestHouse } from '../support/house.ts'
import {
  absences,
  changed,
  d,
  f,
  load,
  openSpells,
  plain,
  range,
  spell,
} from '../support/snapshots.ts'
import { expectConservation } from '../support/states.ts'

const TEN = range(1, 10)
const NINE = range(1, 9)

test('a delta adds and corrects the spells it gives and closes or notes none it leaves out', async () => {
  const house = await openHouse()
  await load(house, d(1), plain([1, 2, 3]))
  const result = await load(house, d(2), [changed(2, '20-01-2020 08:00'), ...plain([4])])
  expect(result.json.loads[0]?.rows).toEqual({
    ...{ read: 2, loaded: 2, unchanged: 0, closed: 0, quarantined: 0, ignored: 0 },
  })
  expect(await openSpells(house)).toEqual({ 1: null, 2: '2020-01-20', 3: null, 4: null })
  expect(await absences(house)).toEqual({})
})

test('a full snapshot that lacks a spell notes it, and only the next one of a later date deletes it', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  const first = await load(house, f(2), plain(NINE))
  expect(first.json.loads[0]?.rows).toMatchObject({ read: 9, unchanged: 9, closed: 0 })
  expect(Object.keys(await openSpells(house))).toHaveLength(10)
  expect(await absences(house)).toEqual({ 10: '2020-02-02' })
  await load(house, d(3), plain([1]))
  const second = await load(house, f(4), plain(NINE))
  expect(second.json.loads[0]?.rows).toMatchObject({ read: 9, unchanged: 9, closed: 1 })
  expect(Object.keys(await openSpells(house))).toEqual(NINE.map(String))
  expect(await absences(house)).toEqual({})
  await expectConservation(house)
})

test('a spell that a full snapshot in between has again is kept, and its absence counts from the start', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await load(house, f(2), plain(NINE))
  await load(house, f(3), plain(TEN))
  expect(await absences(house)).toEqual({})
  await load(house, f(4), plain(NINE))
  expect(await openSpells(house)).toHaveProperty('10')
  expect(await absences(house)).toEqual({ 10: '2020-02-04' })
  await load(house, f(5), plain(NINE))
  expect(await openSpells(house)).not.toHaveProperty('10')
})

test('a spell that a delta in between gives is alive: the next full snapshot without it is the first to lack it', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await load(house, f(2), plain(NINE))
  await load(house, d(3), [changed(10, '31-01-2020 08:00')])
  await load(house, f(4), plain(NINE))
  expect(await openSpells(house)).toHaveProperty('10')
  await load(house, f(5), plain(NINE))
  expect(await openSpells(house)).not.toHaveProperty('10')
})

test('a spell that a full snapshot gives as it was before its newest change is in it, not absent', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await load(house, d(2), [changed(10, '31-01-2020 08:00')])
  await load(house, f(2), plain(TEN))
  expect(await absences(house)).toEqual({})
  await load(house, f(3), plain(TEN))
  expect(await openSpells(house)).toHaveProperty('10', '2020-01-31')
})

test('a re-delivery of the same date deletes nothing; one that has the spell again takes its absence back', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await load(house, f(2), plain(NINE))
  await load(house, f(2), plain(NINE), { force: true })
  await load(house, f(2, '_2'), plain(NINE))
  expect(Object.keys(await openSpells(house))).toHaveLength(10)
  expect(await absences(house)).toEqual({ 10: '2020-02-02' })
  await load(house, f(2, '_3'), plain(TEN))
  expect(await absences(house)).toEqual({})
  await load(house, f(3), plain(NINE))
  expect(Object.keys(await openSpells(house))).toHaveLength(10)
})

test('a full snapshot without more than a fifth of the spells is refused, new ones or not, and taken with --force', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  const refused = await load(house, f(2), plain(range(1, 7)))
  expect(refused.exitCode).toBe(2)
  expect(refused.json.loads[0]).toMatchObject({
    state: 'refused',
    error: { code: 'ROW_COUNT_DROP' },
    rows: { read: 7, loaded: 0, closed: 0, ignored: 7 },
  })
  expect(Object.keys(await openSpells(house))).toHaveLength(10)
  expect(await absences(house)).toEqual({})
  const others = await load(house, f(2), plain(range(6, 15)))
  expect(others.json.loads[0]?.error?.code).toBe('ROW_COUNT_DROP')
  expect((await load(house, f(3), plain(range(1, 8)))).exitCode).toBe(0)
  expect((await load(house, f(4), plain(range(1, 7)), { force: true })).exitCode).toBe(0)
  expect(Object.keys(await openSpells(house))).toEqual(range(1, 8).map(String))
  expect(await absences(house)).toEqual({ 8: '2020-02-04' })
  await expectConservation(house)
})

test('a rejected row is never absent, and with an unreadable ForløbID nothing is', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  const bad = { ...spell(10), Startdato: '31-02-2020' }
  const result = await load(house, f(2), [...plain(NINE), bad])
  expect(result.json.loads[0]?.rows).toMatchObject({ unchanged: 9, quarantined: 1, closed: 0 })
  expect(await absences(house)).toEqual({})
  await load(house, f(3), plain(NINE))
  await load(house, f(4), [...plain(NINE), { ...spell(10), ForløbID: '' }])
  expect(await openSpells(house)).toHaveProperty('10')
  await load(house, f(5), plain(NINE))
  expect(await openSpells(house)).not.toHaveProperty('10')
  await expectConservation(house)
})

test('an older Ændret that comes late becomes a closed version, once, and never the open one', async () => {
  const house = await openHouse()
  await load(house, d(1), [changed(1, '20-01-2020 08:00')])
  const older = [changed(1, '10-01-2020 08:00')]
  const late = await load(house, d(2), older)
  expect(late.json.loads[0]?.rows).toMatchObject({ read: 1, loaded: 1, unchanged: 0 })
  expect(await versions(house)).toEqual([
    { end_date: '2020-01-10', is_open: false, was_in_force: false },
    { end_date: '2020-01-20', is_open: true, was_in_force: true },
  ])
  const again = await load(house, d(2), older, { force: true })
  expect(again.json.loads[0]?.rows).toMatchObject({ loaded: 0, unchanged: 1 })
  expect(await versions(house)).toHaveLength(2)
})

test('a file of an earlier date that arrives late leaves the newest Ændret open', async () => {
  const house = await openHouse()
  await load(house, d(3), [changed(1, '20-01-2020 08:00')])
  await load(house, d(2), [changed(1, '10-01-2020 08:00'), ...plain([2])])
  expect(await openSpells(house)).toEqual({ 1: '2020-01-20', 2: null })
})

test('a full snapshot that arrives late counts in its place: the later one that lacks the spell too deletes it', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await load(house, f(3), plain(NINE))
  await load(house, f(2), plain(NINE))
  expect(await openSpells(house)).not.toHaveProperty('10')
})

test('a late full snapshot beside which a later one loses too much is refused, and nothing has changed', async () => {
  const house = await openHouse()
  await load(house, f(3), plain(TEN))
  const refused = await load(house, f(2), plain(range(1, 15)))
  expect(refused.exitCode).toBe(2)
  expect(refused.json.loads[0]?.error?.code).toBe('REORDER_FAILED')
  expect(Object.keys(await openSpells(house))).toEqual(TEN.map(String))
})

test('of one spell twice in a file the last Ændret counts, whichever line comes first', async () => {
  const house = await openHouse()
  const [early, late] = [changed(1, '10-01-2020 08:00'), changed(1, '20-01-2020 08:00')]
  const result = await load(house, d(1), [
    late,
    early,
    changed(2, '05-01-2020 08:00'),
    ...plain([2]),
  ])
  expect(result.exitCode).toBe(0)
  expect(result.json.loads[0]?.rows).toMatchObject({ read: 4, loaded: 2, ignored: 2 })
  expect(await openSpells(house)).toEqual({ 1: '2020-01-20', 2: '2020-01-05' })
  const torn = [late, { ...late, Slutdato: '21-01-2020' }]
  const contradiction = await load(house, d(2), torn)
  expect(contradiction.json.loads[0]).toMatchObject({
    rows: { read: 2, loaded: 0, quarantined: 2 },
    faults: [{ code: 'DUPLICATE_KEY' }, { code: 'DUPLICATE_KEY' }],
  })
  expect(await openSpells(house)).toEqual({ 1: '2020-01-20', 2: '2020-01-05' })
  await expectConservation(house)
})

test('a file whose name tells neither full nor delta is refused, and --full and --delta tell', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  const refused = await load(house, 'forloeb_20200202.csv', plain(NINE))
  expect(refused.exitCode).toBe(2)
  expect(refused.json.loads[0]?.error).toMatchObject({
    code: 'MISSING_FILE_FACT',
    todo: expect.stringContaining('--full'),
  })
  const tell = (name: string, flags: Partial<RunFlags>) => load(house, name, plain(NINE), flags)
  expect((await tell('forloeb_20200202.csv', { delta: true })).exitCode).toBe(0)
  expect(await absences(house)).toEqual({})
  expect((await tell('forloeb_20200203.csv', { full: true })).exitCode).toBe(0)
  expect(await absences(house)).toEqual({ 10: '2020-02-03' })
  // A flag beats the name.
  expect((await tell(f(4), { delta: true })).exitCode).toBe(0)
  expect(await openSpells(house)).toHaveProperty('10')
  await expect(tell(f(5), { full: true, delta: true })).rejects.toMatchObject({ exitCode: 4 })
})

test('the revert of a full snapshot takes its absences back, and one that deleted gives spell and absence back', async () => {
  const house = await openHouse()
  await load(house, f(1), plain(TEN))
  await revert(house, await load(house, f(2), plain(NINE)))
  expect(await absences(house)).toEqual({})
  await load(house, f(3), plain(NINE))
  expect(await openSpells(house)).toHaveProperty('10')
  await revert(house, await load(house, f(4), plain(NINE)))
  expect(await openSpells(house)).toHaveProperty('10')
  expect(await absences(house)).toEqual({ 10: '2020-02-03' })
  await load(house, f(4), plain(NINE))
  expect(await openSpells(house)).not.toHaveProperty('10')
})

test('Status S marks a spell deleted, a newer A brings it back, and an older S does not count', async () => {
  const house = await openHouse()
  await load(house, d(1), plain([1, 2]))
  await load(house, d(2), [{ ...changed(1, '10-01-2020 08:00'), Status: 'S' }])
  expect(await deleted(house)).toEqual(['1'])
  expect(Object.keys(await openSpells(house))).toEqual(['1', '2'])
  await load(house, d(3), [changed(1, '12-01-2020 08:00')])
  expect(await deleted(house)).toEqual([])
  await load(house, d(4), [{ ...changed(1, '11-01-2020 08:00'), Status: 'S' }])
  expect(await deleted(house)).toEqual([])
})

async function revert(house: TestHouse, { json }: Awaited<ReturnType<TestHouse['run']>>) {
  const flags = { yes: true, publish: false }
  await revertWord(house.config, json.loads[0]?.run_id ?? '', flags, () => undefined)
}

function versions(house: TestHouse): Promise<Row[]> {
  return house.query(
    `select end_date, recorded_to = 'infinity' as is_open, recorded_to > recorded_from as was_in_force
     from core.benefit_spell order by end_date, recorded_from`,
  )
}

async function deleted(house: TestHouse): Promise<string[]> {
  const rows = await house.query<{ id: string }>(
    `select target_group_label as id from core.benefit_spell where recorded_to = 'infinity' and is_deleted`,
  )
  return rows.map(({ id }) => id)
}
