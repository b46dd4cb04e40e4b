/** Owns the proof that the hierarchy of target groups, categories, codes and ages hangs together as data, line by line. */
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { READINESS } from '../../connectors/fasit/common.ts'
import type { ReferenceRow } from '../../src/core/reference.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'

const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), 'no overlay')
const rowsOf = (name: string): readonly ReferenceRow[] => tables.get(name) ?? []
const groups = new Map(rowsOf('target_group').map((row) => [row.code ?? '', row]))

function setOf(code: string): readonly string[] {
  const members = rowsOf('target_group_set').filter(({ set_code }) => set_code === code)
  return members.map(({ target_group }) => target_group ?? '').sort()
}

const where = (holds: (row: ReferenceRow) => boolean) =>
  [...groups]
    .filter(([, row]) => holds(row))
    .map(([code]) => code)
    .sort()

const isOf = (range: ReferenceRow, age: number) =>
  Number(range.age_from) <= age && age <= Number(range.age_to ?? 200)

test('the groups are those of the contract, each with its law and its place', () => {
  const eleven = 'DP KTH UDH INT SHO SDP JAF RES REV FLX LY FP KTH-U30 KTH-MIN'.split(' ')
  expect(setOf('PUBLIC_11')).toEqual([...eleven].sort())
  for (const code of eleven) expect([code, groups.get(code)?.law ?? '']).not.toEqual([code, ''])
  for (const [code, { level1 }] of groups) expect([code, level1]).not.toEqual([code, null])
})

test('the eleven groups are eleven, and each is either temporary or permanent', () => {
  const slots = rowsOf('target_group_set').filter(({ set_code }) => set_code === 'PUBLIC_11')
  expect(new Set(slots.map(({ slot }) => slot)).size).toBe(11)
  expect([...setOf('TEMP'), ...setOf('PERM')].sort()).toEqual(setOf('PUBLIC_11'))
  expect(setOf('TEMP')).toEqual(where(({ is_temporary }) => is_temporary === 'true'))
  expect(setOf('PERM')).toEqual(where(({ is_permanent }) => is_permanent === 'true'))
  expect(setOf('YOUTH_TEMP')).toEqual(setOf('TEMP'))
})

test('the other sets hold what they say', () => {
  const support = ['INT', 'KTH', 'KTH-MIN', 'KTH-U30', 'SHO', 'UDH']
  expect(setOf('SICK')).toEqual(['JAF', 'SDP'])
  expect(setOf('SDP_ONLY')).toEqual(['SDP'])
  expect(setOf('NONWEST_WOMEN')).toEqual(support)
  // The benchmark holds resource courses and the benefit between flexjobs, and neither flexjob nor disability pension.
  expect(setOf('BENCHMARK')).toEqual([...setOf('TEMP'), 'LY'].sort())
  expect(setOf('BENCHMARK')).toEqual(where(({ benchmark_group }) => benchmark_group !== null))
  expect(where(({ benchmark_group }) => benchmark_group === 'Sygedagpenge mv.')).toEqual(
    setOf('SICK'),
  )
  expect(where(({ benchmark_group }) => benchmark_group === 'A-dagpenge mv.')).toEqual(['DP'])
  expect(setOf('JI_TOTAL')).toEqual(where(({ code }) => code !== 'BAR'))
})

test('every member of a set is a group, once, and groups that count as one count so in every set', () => {
  const seen = new Set<string>()
  for (const { set_code, target_group, slot } of rowsOf('target_group_set')) {
    expect([target_group, groups.has(target_group ?? '')]).toEqual([target_group, true])
    expect(seen).not.toContain(`${set_code} ${target_group}`)
    seen.add(`${set_code} ${target_group}`)
    if (slot !== null) expect(setOf(set_code ?? '')).toContain(slot)
  }
})

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

test('a group that has ended leads to the one that followed the day after, and on to the one of today', () => {
  const ended = where(
    ({ valid_to, successor_code }) => valid_to !== null && successor_code !== null,
  )
  expect(ended).toEqual(['INT', 'SHO', 'UDH'])
  for (const [code, row] of groups) {
    let last = row
    while (last.successor_code !== null) {
      const next = groups.get(last.successor_code ?? '')
      expect([code, next?.valid_from]).toEqual([code, dayAfter(last.valid_to ?? '')])
      last = next ?? {}
    }
    expect([code, row.as_now_code]).toEqual([code, last.code])
    expect([code, (row.valid_from ?? '') <= (row.valid_to ?? '9999')]).toEqual([code, true])
  }
  // Nothing new, and nothing that follows: they run off.
  expect(where(({ no_new_from }) => no_new_from !== null)).toEqual(['FREV', 'RES', 'REV'])
  expect(where(({ series_break_on }) => series_break_on === '2025-07-01')).toEqual(['KTH'])
})

test('every group has its place in the order of a day on several benefits', () => {
  const ordered = rowsOf('benefit_priority').map(({ target_group }) => target_group)
  expect([...ordered].sort()).toEqual([...groups.keys()].sort())
})

/** The rows that hold for the same thing on the same day. */
function clashes(rows: readonly ReferenceRow[], key: (row: ReferenceRow) => string) {
  return rows.filter((row, index) =>
    rows.some(
      (other, at) =>
        at > index &&
        key(other) === key(row) &&
        (row.valid_from ?? '') <= (other.valid_to ?? '9999') &&
        (other.valid_from ?? '') <= (row.valid_to ?? '9999'),
    ),
  )
}

test.each([
  ['benefit_series', (row: ReferenceRow) => `${row.series}`],
  ['benefit_table', (row: ReferenceRow) => `${row.table_id}`],
  ['label', (row: ReferenceRow) => `${row.list} ${row.source} ${row.label}`],
  [
    'source_code',
    (row: ReferenceRow) => `${row.source} ${row.code_type} ${row.code} ${row.target_group}`,
  ],
] as const)('what %s says of a day it says once', (name, key) => {
  expect(rowsOf(name).length).toBeGreaterThan(5)
  expect(clashes(rowsOf(name), key)).toEqual([])
})

test('the numbers of the law lead to their groups, and what nobody has mapped leads nowhere', () => {
  const lab = rowsOf('source_code').filter(({ source }) => source === 'lab')
  const byNumber: Record<string, string> = {}
  for (const { code, target_group, readiness } of lab) {
    const place = [target_group, readiness].filter(Boolean).join('/')
    byNumber[code ?? ''] = [byNumber[code ?? ''], place].filter(Boolean).join(' ')
  }
  expect(byNumber).toEqual({
    '6.1': 'DP',
    '6.2': 'KTH/JP INT/JP SHO/JP',
    '6.3': 'KTH/AP INT/AP SHO/AP',
    '6.4': 'UDH INT SHO',
    '6.5': 'UDH/AP INT/AP SHO/AP',
    ...{ '6.6': 'SDP', '6.7': 'JAF', '6.8': 'RES', '6.9': 'FLX LY', '6.10': 'REV', '6.11': 'FP' },
    ...{ '6.12': '', '6.13': '' },
  })
  const others = rowsOf('source_code').filter(({ source }) => source === 'dfdg')
  const ofType = (type: string) => others.filter(({ code_type }) => code_type === type)
  expect([ofType('contact_group').length, ofType('visitation').length]).toEqual([29, 12])
  expect(others.filter(({ target_group, readiness }) => target_group ?? readiness)).toEqual([])
})

test('every category is of groups that exist, and every code a source can give is one', () => {
  const categories = rowsOf('readiness')
  for (const { code, target_groups } of categories) {
    const unknown = (target_groups ?? '').split('|').filter((group) => !groups.has(group))
    expect([code, unknown]).toEqual([code, []])
  }
  const codes = categories.map(({ code }) => code)
  expect(categories.map(({ name }) => READINESS.codeOf(name ?? ''))).toEqual(codes)
  for (const { readiness } of rowsOf('source_code')) {
    if (readiness !== null) expect(codes).toContain(readiness)
  }
})

const atoms = rowsOf('age_band').filter(({ age_from }) => age_from !== null)

test('every age is in one band', () => {
  for (let age = 0; age <= 120; age += 1) {
    expect([age, atoms.filter((atom) => isOf(atom, age)).length]).toEqual([age, 1])
  }
})

test('every grouping is made of whole bands, and none of its own groups overlap', () => {
  const bands = rowsOf('age_band_set')
  const sets = new Set(bands.map(({ set_code }) => set_code))
  expect([...sets].sort()).toEqual('ADULT ALL JI5 RES40 U30 YOUNG2 YOUTH'.split(' '))
  for (const { set_code, code, ...band } of bands) {
    const parts = atoms.filter((atom) => isOf(band, Number(atom.age_from)))
    expect([code, Number(parts[0]?.age_from)]).toEqual([code, Number(band.age_from)])
    expect([code, parts.at(-1)?.age_to]).toEqual([code, band.age_to])
    const others = bands.filter((other) => other.set_code === set_code && other.code !== code)
    expect(others.filter((other) => isOf(other, Number(band.age_from)))).toEqual([])
  }
})

test.each([
  ['U30', '16-29', 'is_under_30'],
  ['YOUTH', '18-29', 'is_18_29'],
  ['ALL', '16-66', 'is_16_66'],
  ['YOUNG2', '16-24', 'is_16_24'],
  ['YOUNG2', '25-29', 'is_25_29'],
  ['ADULT', '30-49', 'is_30_49'],
  ['ADULT', '50-66', 'is_50_66'],
])('%s %s is what the flag %s says', (set, code, flag) => {
  const [band] = rowsOf('age_band_set').filter((row) => row.set_code === set && row.code === code)
  const parts = atoms.filter((atom) => band && isOf(band, Number(atom.age_from)))
  expect(atoms.filter((atom) => atom[flag] === 'true')).toEqual(parts)
  expect(parts.length).toBeGreaterThan(0)
})
