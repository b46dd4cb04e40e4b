/** Owns the cases that go through `run` into core: in this order, for they share one house and each leaves the sample loaded. */
import { join } from 'node:path'
import { expect } from '@jest/globals'
import type { AnyTargetRow } from '../../../src/core/target-row.ts'
import { comparable } from '../../connectors/sample.ts'
import type { Row } from '../house.ts'
import { expectConservation, faultsOf } from '../states.ts'
import { rowsInForce } from './expected.ts'
import type { Place } from './place.ts'
import { expectNone } from './privacy.ts'
import { withRows, write } from './sheet.ts'
import { correctOneCell, cutShort, spoilAllRows, spoilOneRow } from './spoil.ts'
import { readSample, type Subject } from './subject.ts'

export interface RunCase {
  readonly title: string
  readonly check: (place: Place) => Promise<void>
}

/**
 * The cases of a feed that need a database. A feed without a trailer has one less, and one that tells of nobody another: that
 * its sample is published is shown by its own test.
 */
export function runCases({ feed, sheet }: Subject): readonly RunCase[] {
  return [
    planCase,
    sampleCase,
    againCase,
    twiceCase,
    correctionCase,
    quarantineCase,
    tooManyCase,
    ...(feed.mode?.(feed.takes[0] ?? '') === 'delta' ? [noChangesCase] : [noRowsCase]),
    cutCase,
    ...(sheet.trailer ? [trailerCase] : []),
    pageCase,
    pathCase,
    revertCase,
    ...(feed.personal ? [publishCase] : []),
  ]
}

/** Throws unless core holds these rows and no other. */
async function expectInForce(place: Place, expected: readonly AnyTargetRow[]): Promise<void> {
  const found = await place.rows()
  const names = Object.keys(found[0] ?? {})
  const only = (row: Row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
  expect(comparable(found)).toEqual(comparable(expected.map(only)))
}

/** Throws unless the bytes are refused with the code, kept in failed with the reason, and core is as it was. */
async function expectRefused(place: Place, bytes: Uint8Array, code: string): Promise<void> {
  const before = await place.versions()
  const { exitCode, load } = await place.load(bytes)
  expect([exitCode, load.state, load.error?.code]).toEqual([2, 'refused', code])
  expect(await place.versions()).toEqual(before)
  const files = await place.files(`failed/${place.subject.feed.id}`)
  const [kept] = Object.entries(files).find(([, content]) => content.equals(bytes)) ?? []
  expect(files[`${kept}.txt`]?.toString()).toContain(code)
  expect(Object.keys(await place.files('inbox'))).toEqual([])
}

const planCase: RunCase = {
  title: 'plan tells what the sample would do, and writes nothing',
  check: async (place) => {
    const { exitCode } = await place.plan(place.subject.bytes)
    expect([0, 1]).toContain(exitCode)
    expect(await place.tables()).toEqual(place.untouched)
    expect(Object.keys(await place.files('inbox'))).toContain(place.subject.name)
    for (const folder of ['archive', 'failed']) expect(await place.files(folder)).toEqual({})
  },
}

const sampleCase: RunCase = {
  title: 'the sample lands in core as it is read, every one of its rows accounted for',
  check: async (place) => {
    const { subject } = place
    const { load } = await place.load(subject.bytes)
    const { records } = await readSample(subject)
    const rejected = records.filter(({ faults }) => faults.length > 0).length
    expect(load.rows).toMatchObject({ read: subject.sheet.rows.length, quarantined: rejected })
    expect([load.state, load.rows.unchanged]).toEqual(['done', 0])
    await expectInForce(place, await rowsInForce(subject))
    await expectConservation(place.house)
  },
}

const againCase: RunCase = {
  title: 'the same file again changes nothing and ends with 0',
  check: async (place) => {
    const before = await place.versions()
    const { exitCode, load } = await place.load(place.subject.bytes)
    expect([exitCode, load.state, load.rows.read]).toEqual([0, 'done', 0])
    expect(await place.versions()).toEqual(before)
    expect(Object.keys(await place.files('inbox'))).toEqual([])
  },
}

const twiceCase: RunCase = {
  title: 'rows that a file gives twice count once, and are told as ignored',
  check: async (place) => {
    const { sheet } = place.subject
    const before = await place.versions()
    const { load } = await place.load(write(withRows(sheet, [...sheet.rows, ...sheet.rows])))
    const once = await readSample(place.subject)
    const good = once.records.filter(({ faults }) => faults.length === 0).length
    expect(load.rows.read).toBe(2 * sheet.rows.length)
    expect(load.rows.ignored).toBeGreaterThanOrEqual(good)
    expect(await place.versions()).toEqual(before)
  },
}

const correctionCase: RunCase = {
  title: 'a corrected cell changes its row and no other',
  check: async (place) => {
    const { sheet, before, after } = await correctOneCell(place.subject)
    const { load } = await place.load(write(sheet))
    expect(load.rows).toMatchObject({ loaded: 1, closed: 0 })
    await expectInForce(place, after)
    await place.load(place.subject.bytes)
    await expectInForce(place, before)
  },
}

const quarantineCase: RunCase = {
  title: 'a bad row waits in quarantine while its figures stay, until the mended file answers it',
  check: async (place) => {
    const { subject, house } = place
    const before = await place.versions()
    const { sheet, row } = await spoilOneRow(subject)
    const { exitCode, load } = await place.load(write(sheet))
    const { records } = await readSample(subject)
    const rejected = records.filter(({ faults }) => faults.length > 0).length
    expect([exitCode, load.rows.quarantined]).toEqual([1, rejected + 1])
    expect(await place.versions()).toEqual(before)
    const line = sheet.info.length + 2 + row
    const faults = await faultsOf(house, load.run_id)
    expect(faults.filter((fault) => fault.line === line)).not.toHaveLength(0)
    expect(new Set(faults.map(({ status }) => status))).toEqual(new Set(['open']))
    await place.load(subject.bytes)
    const answered = await faultsOf(house, load.run_id)
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set(['superseded']))
    expect(await place.versions()).toEqual(before)
  },
}

const tooManyCase: RunCase = {
  title: 'a file with too many bad rows is refused, and the old figures stay',
  check: async (place) => {
    await expectRefused(place, write(await spoilAllRows(place.subject)), 'TOO_MANY_REJECTS')
  },
}

const noRowsCase: RunCase = {
  title: 'headings without rows are refused',
  check: async (place) => {
    await expectRefused(place, write(withRows(place.subject.sheet, [])), 'NOT_A_DATA_FILE')
  },
}

const noChangesCase: RunCase = {
  title: 'a delta with headings and no rows is a delta without changes',
  check: async (place) => {
    const before = await place.versions()
    const { exitCode, load } = await place.load(write(withRows(place.subject.sheet, [])))
    expect([exitCode, load.state, load.rows.read]).toEqual([0, 'done', 0])
    expect(await place.versions()).toEqual(before)
    await place.load(place.subject.bytes)
  },
}

const cutCase: RunCase = {
  title: 'a file that breaks off in its last line is refused',
  check: (place) => expectRefused(place, cutShort(place.subject), 'TRUNCATED'),
}

const trailerCase: RunCase = {
  title: 'a file with another number of rows than its trailer says is refused',
  check: async (place) => {
    const { sheet } = place.subject
    const lacking = { ...sheet, rows: sheet.rows.slice(1) }
    await expectRefused(place, write(lacking), 'TRAILER_MISMATCH')
  },
}

const pageCase: RunCase = {
  title: 'a web page under the file’s name is refused and kept',
  check: async (place) => {
    const page = '<!DOCTYPE html>\n<html><body><h1>503 Service Unavailable</h1></body></html>\n'
    await expectRefused(place, Buffer.from(page), 'NOT_A_DATA_FILE')
  },
}

const pathCase: RunCase = {
  title: 'a path that is no file ends with 4, and is no run',
  check: async (place) => {
    const runs = () => place.house.query('select run_id from ops.run order by 1')
    const before = await runs()
    const { home } = place.house.config
    for (const path of [home, join(home, place.subject.name)]) {
      const { code, exitCode } = await place.complaint(path)
      expect([code, exitCode]).toEqual(['PATH_NOT_FOUND', 4])
    }
    expect(await runs()).toEqual(before)
  },
}

const revertCase: RunCase = {
  title: 'revert gives the rows that were in force before the run',
  check: async (place) => {
    const before = await place.rows()
    const { sheet, after } = await correctOneCell(place.subject)
    const { load } = await place.load(write(sheet))
    await expectInForce(place, after)
    await place.revert(load.run_id)
    expect(comparable(await place.rows())).toEqual(comparable(before))
  },
}

const publishCase: RunCase = {
  title: 'no personal text of the sample is in any table, word or reason once it is published',
  check: async (place) => {
    const { text } = await place.house.publish()
    const tables = Object.entries(await place.tables())
    const reasons = Object.entries(await place.files(`failed/${place.subject.feed.id}`))
      .filter(([name]) => name.endsWith('.txt'))
      .map(([, content]) => content.toString())
    for (const said of [text, ...place.said, ...reasons, ...tables.flat()])
      expectNone(said, place.personal)
    expect(reasons.length).toBeGreaterThan(0)
    await expectConservation(place.house)
  },
}
