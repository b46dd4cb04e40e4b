/** Owns the proof that an override changes what it says of a feed, and nothing else. */
import { expect, test } from '@jest/globals'
import { fasitCitizens, fasitSickness, fasitSpells } from '../../connectors/fasit/index.ts'
import { statbankPopulation } from '../../connectors/statbank/index.ts'
import type { ColumnType } from '../../src/core/column.ts'
import { type Feed, type FeedOverride, nameFor } from '../../src/core/feed.ts'
import { namesOfColumn, overridden } from '../../src/core/override.ts'
import { projectReference } from '../connectors/sample.ts'

const reference = await projectReference()

/** What a column makes of a cell: its value, or the codes of its faults. */
function read(type: ColumnType<unknown> | undefined, cell: string): unknown {
  const outcome = type?.parse(cell, { reference, pseudonyms: undefined, date: '2020-02-03' })
  return outcome?.ok ? outcome.value : outcome?.faults.map(({ code }) => code)
}

function typeOf(feed: Feed, field: string, override: FeedOverride) {
  return overridden(feed, override).columns[field]?.type
}

test('file names stand in place of the declared ones, whole, in any case and with wildcards', () => {
  const feed = overridden(fasitSpells, { files: ['Forløb (ny)_*.c?v'] })
  const takes = (name: string) => nameFor(feed, name) !== undefined
  expect(['forløb (NY)_20200203.csv', 'Forløb (ny)_.CSV.zip'].map(takes)).toEqual([true, true])
  const others = ['Forløb ny_1.csv', 'x Forløb (ny)_1.csv', 'Forløb (ny)_1.csv.done']
  expect([...others, 'FASIT_Forloeb_F_20200203.csv'].filter(takes)).toEqual([])
  expect(feed.takes).toEqual(['Forløb (ny)_*.c?v'])
})

test('names tell full from delta, the declared ones still do, and a name of neither kind does not', () => {
  const feed = overridden(fasitSpells, {
    files: ['Andet_*.csv'],
    fullFiles: ['Alle_*.csv'],
    deltaFiles: ['Dag_*.csv'],
  })
  const names = ['Alle_1.csv', 'DAG_1.csv.zip', 'FASIT_Forloeb_D_20200203.csv', 'Andet_1.csv']
  expect(names.map((name) => feed.mode?.(name))).toEqual(['full', 'delta', 'delta', undefined])
  expect(overridden(statbankPopulation, { files: ['F*.csv'] }).mode).toBeUndefined()
})

test('a heading stands in place of every declared one; the other columns and the feed stay as they are', () => {
  const feed = overridden(fasitSpells, { headings: { start: ['Fra', 'Fra den'] } })
  const { start, ...others } = feed.columns
  expect(start && namesOfColumn(start)).toEqual(['Fra', 'Fra den'])
  const { start: before, ...declared } = fasitSpells.columns
  expect(others).toEqual(declared)
  expect(before?.heading).toBe('Startdato')
})

const CODES: readonly (readonly [
  what: string,
  feed: Feed,
  field: string,
  codes: Readonly<Record<string, string>>,
  cell: string,
  value: unknown,
])[] = [
  ['a fixed list, by code', fasitSpells, 'status', { 1: 'A' }, '1', 'A'],
  ['a fixed list, by word', fasitSpells, 'status', { 'I gang': 'aktiv' }, 'i  GANG', 'A'],
  ['a sign alone', fasitSpells, 'status', { '*': 'A', '-': 'L' }, '*', 'A'],
  ['a word that is no other', fasitSpells, 'status', { 1: 'A' }, 'L', 'L'],
  ['a list of the reference data', fasitSpells, 'benefit', { 'K-hj.': 'KTH' }, 'K-hj.', 'KTH'],
  ['a label of it', fasitSpells, 'benefit', { Syg: 'Sygedagpenge' }, 'SYG', 'SDP'],
  ['a code with a zero before it', fasitSickness, 'caseType', { B: '07' }, 'B', '07'],
  ['a reason', fasitSpells, 'exitReason', { 'I arbejde': 'JOB' }, 'I arbejde', 'JOB'],
  ['a label kept as text', fasitSpells, 'readiness', { 3: 'KAT3' }, '3', 'Kategori 3'],
  ['an unknown word', fasitSpells, 'status', { 1: 'A' }, '2', ['BAD_VALUE']],
]

test.each(CODES)('the codes of %s are read as ours', (_, feed, field, codes, cell, value) => {
  expect(read(typeOf(feed, field, { codes: { [field]: codes } }), cell)).toEqual(value)
})

test('the code of a translated label is that of our word', () => {
  const override = { codes: { sex: { Dreng: 'M' }, education: { Ingen: 'UDEN' } } }
  const type = (field: string) => typeOf(fasitCitizens, field, override)
  expect(type('sex')?.codes?.codeOf('dreng')).toBe('M')
  expect(type('education')?.codes?.codeOf('Ingen')).toBe('UDEN')
  expect(type('education')?.codes?.codeOf('Med kompetencegivende uddannelse')).toBe('MED')
  expect(type('sex')?.codes?.codeOf('constructor')).toBeUndefined()
})
