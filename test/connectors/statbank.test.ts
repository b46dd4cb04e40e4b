/** Owns the proof that Statistics Denmark's population is read in text, codes and English, and lands as the source gave it. */
import { beforeAll, expect, test } from '@jest/globals'
import { statbankPopulation } from '../../connectors/statbank/index.ts'
import type { Reference } from '../../src/core/reference.ts'
import { openHouse } from '../support/house.ts'
import { comparable, expectedRows, loadSample, projectReference, takersOf } from './sample.ts'
import { runFile } from './statbank-file.ts'

let reference: Reference

beforeAll(async () => {
  reference = await projectReference()
})

test('the sample lands in the mart as its expected rows say', async () => {
  const house = await openHouse()
  const { exitCode, rows } = await loadSample(house, 'statbank-population', 'FOLK1A-sample.csv')
  // A handful of ages is no denominator, and the run warns of it.
  expect(exitCode).toBe(1)
  expect(rows).toMatchObject({ read: 7, loaded: 7, quarantined: 0 })
  const expected = await expectedRows('statbank-population')
  const columns = Object.keys(expected[0] ?? {}).join(', ')
  const found = await house.query(`select ${columns} from mart.population`)
  expect(comparable(found)).toEqual(comparable(expected))
})

test.each([
  'FOLK1A.csv',
  'folk1a.csv',
  'FOLK1A_2020K1.csv',
  '2020_FOLK1A-sample.csv',
  'FOLK1A_2.csv',
  'FOLK1AM.csv',
  'folk1am_2021M10_2.csv',
])('%s is a population file and nothing else', (name) => {
  expect(takersOf(name)).toEqual(['statbank-population'])
})

test.each(['FOLK1A.xlsx', 'FOLK1B.csv', 'FOLK2.csv', 'folketal.csv', 'FOLK1A.csv.done'])(
  '%s is no file of this feed',
  (name) => {
    expect(takersOf(name)).toEqual([])
  },
)

/** What a column of the feed makes of a cell, or the code of its fault. */
function read(field: string, cell: string): unknown {
  const outcome = statbankPopulation.columns[field]?.type.parse(cell, {
    reference,
    pseudonyms: undefined,
  })
  return outcome?.ok ? outcome.value : outcome?.faults[0]?.code
}

test.each([
  ['0 år', 0, 0],
  ['25', 25, 25],
  ['25 år', 25, 25],
  ['1 year', 1, 1],
  ['0 years', 0, 0],
  ['100 år og derover', 100, 999],
  ['100 years and over', 100, 999],
  ['100+', 100, 999],
  ['65 ÅR OG DEROVER', 65, 999],
  ['125 år', 125, 125],
  ['20-24 years', 20, 24],
  ['IALT Alder i alt', 0, 999],
  ['25 25 år', 25, 25],
  ['16-66 år', 16, 66],
  ['16\u201366 år', 16, 66],
  ['Alder i alt', 0, 999],
  ['I alt', 0, 999],
  ['IALT', 0, 999],
  ['TOT', 0, 999],
  ['Total', 0, 999],
  ['Age, total', 0, 999],
])('the age %j is from %d to %d', (cell, from, to) => {
  expect(read('age', cell)).toEqual({ from, to })
})

test.each([
  '',
  'år',
  '-1',
  '1000',
  '25,5',
  '25 uger',
  'under 16 år',
  'Uoplyst',
  'I alt 25',
  '66-16 år',
  '25 26 år',
])('%j is no age', (cell) => {
  expect(read('age', cell)).toBe('BAD_VALUE')
})

test.each([
  ['sex', ['I alt', 'TOT', 'Total', 'Køn i alt'], 'ALL'],
  ['sex', ['Mænd', '1', 'Men', 'MÆND', '1 Mænd'], 'M'],
  ['sex', ['Kvinder', '2', 'Women'], 'K'],
  ['sex', ['3', 'Andet', 'M/K', '1 Kvinder'], 'BAD_VALUE'],
  ['civilStatus', ['I alt', 'TOT', 'Total', 'Civilstand i alt'], 'ALL'],
  ['civilStatus', ['Ugift', 'U', 'Never married'], 'U'],
  ['civilStatus', ['Gift/separeret', 'G', 'Married/separated'], 'G'],
  ['civilStatus', ['Enke/enkemand', 'E', 'Widowed'], 'E'],
  ['civilStatus', ['Fraskilt', 'F', 'Divorced'], 'F'],
  ['civilStatus', ['Samboende'], 'BAD_VALUE'],
])('%s is read in text, codes and English: %j', (field, cells, value) => {
  expect(cells.map((cell) => read(field, cell))).toEqual(cells.map(() => value))
})

test.each([
  ['96921', 96921],
  ['96.921', 96921],
  ['96\u00a0921', 96921],
  ['96921,00', 96921],
  ['96921.0', 96921],
  ['1.000', 1000],
  ['0', 0],
  ['-', 0],
  ['..', null],
  ['.', null],
])('%j persons are %j', (cell, count) => {
  expect(read('persons', cell)).toBe(count)
})

test.each(['5,5', '96,921', '-5', '5-', '99.999.999.999', 'x', '1.00.0', 'n/a', '1,0e5'])(
  '%j is no number of persons',
  (cell) => {
    expect(read('persons', cell)).toBe('BAD_NUMBER')
  },
)

test.each([
  ['791 Viborg', '791'],
  ['000 Hele landet', 'DK'],
  ['082 Region Midtjylland', 'REG:082'],
  ['All Denmark', 'DK'],
  ['Capital Region of Denmark', 'REG:084'],
  ['Copenhagen', '101'],
  ['Christiansø', '411'],
])('the area %j is %s', (cell, code) => {
  expect(read('area', cell)).toMatchObject({ code })
})

test('codes and text give the same figures', async () => {
  const inText = await runFile([
    'OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD',
    'Hele landet;Mænd;0 år;I alt;2008K1;32976',
    'Region Midtjylland;I alt;Alder i alt;I alt;2008K1;1.237.041',
    'Viborg;Kvinder;100 år og derover;I alt;2008K1;7',
  ])
  const inCodes = await runFile([
    'OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD',
    '000;1;0;TOT;2008K1;32976',
    '082;TOT;IALT;TOT;2008K1;1237041',
    '791;2;100+;TOT;2008K1;7',
  ])
  expect(inText.load?.rows).toMatchObject({ read: 3, loaded: 3 })
  expect(inText.cells).toEqual([
    '791 2008-Q1 K 100 + 7',
    'DK 2008-Q1 M 0 0 32976',
    'REG:082 2008-Q1 ALL 0 + 1237041',
  ])
  expect(inCodes.cells).toEqual(inText.cells)
})

test('columns in another order, and only those of a smaller table, are read', async () => {
  const { load, cells } = await runFile([
    'TID;OMRÅDE;INDHOLD',
    '2020K1;Viborg;96921',
    '2020K2;Viborg;96893',
  ])
  expect(load?.rows).toMatchObject({ read: 2, loaded: 2 })
  expect(cells).toEqual(['791 2020-Q1 ALL 0 + 96921', '791 2020-Q2 ALL 0 + 96893'])
})

test('without an area the figures are the whole country’s, and the run warns of it', async () => {
  const { exitCode, load, cells } = await runFile([
    'TID;ALDER;KØN;INDHOLD',
    '2021Q2;0 years;Men;31258',
    '2021Q2;1 year;Women;30012',
  ])
  expect([exitCode, load?.message]).toEqual([1, expect.stringContaining('hele landet')])
  expect(cells).toEqual(['DK 2021-Q2 K 1 1 30012', 'DK 2021-Q2 M 0 0 31258'])
})

test('a file with every age from 16 to 66 loads without a warning, one with a gap warns', async () => {
  const ages = Array.from({ length: 51 }, (_, index) => `Viborg;${index + 16} år;2020K1;1200`)
  const whole = await runFile(['OMRÅDE;ALDER;TID;INDHOLD', ...ages])
  expect(whole.exitCode).toBe(0)
  const gap = await runFile(['OMRÅDE;ALDER;TID;INDHOLD', ...ages.slice(0, 30), ...ages.slice(31)])
  expect([gap.exitCode, gap.load?.message]).toEqual([1, expect.stringContaining('791 2020-Q1')])
  expect(gap.cells).toHaveLength(50)
})

test('an unknown area is a reject that names the nearest known', async () => {
  const { load } = await runFile(['OMRÅDE;TID;INDHOLD', 'Vibrog;2020K1;5', '791 Randers;2020K1;5'])
  expect(load?.faults.map(({ message }) => message)).toEqual([
    expect.stringContaining('Det nærmeste kendte er "Viborg".'),
    expect.not.stringContaining('nærmeste kendte er "Viborg"'),
  ])
})

test('without a period the file is refused', async () => {
  const { exitCode, load, cells } = await runFile(['OMRÅDE;INDHOLD', 'Viborg;96921'])
  expect([exitCode, load?.error?.code, cells]).toEqual([2, 'HEADER_CHANGED', []])
})

test.each([
  ['UNKNOWN_LABEL', 'Vibrog;2020K1;5', 'OMRÅDE'],
  ['BAD_PERIOD', 'Randers;2020K5;5', 'TID'],
  ['BAD_NUMBER', 'Randers;2020K1;5,5', 'INDHOLD'],
  ['BAD_NUMBER', 'Randers;2020K1;99.999.999.999', 'INDHOLD'],
  ['MISSING_VALUE', 'Randers;2020K1;', 'INDHOLD'],
])('a row with %s, %s, is quarantined and the rest loads', async (code, row, column) => {
  const { exitCode, load, cells } = await runFile([
    'OMRÅDE;TID;INDHOLD',
    'Viborg;2020K1;96921',
    row,
    'Vejle;2020K1;116091',
  ])
  expect(load?.faults).toMatchObject([{ code, line: 3, column }])
  expect([exitCode, cells.length]).toEqual([1, 2])
})

test.each([
  ['OMRÅDE', ';Mænd;25 år;I alt;2020K1;5'],
  ['KØN', 'Viborg;;25 år;I alt;2020K1;5'],
  ['ALDER', 'Viborg;Mænd;;I alt;2020K1;5'],
  ['CIVILSTAND', 'Viborg;Mænd;25 år;;2020K1;5'],
])('an empty cell in the column %s is a reject, never a total', async (column, row) => {
  const { load, cells } = await runFile([
    'OMRÅDE;KØN;ALDER;CIVILSTAND;TID;INDHOLD',
    row,
    'Viborg;Mænd;26 år;I alt;2020K1;601',
  ])
  expect(load?.faults).toMatchObject([{ code: 'MISSING_VALUE', line: 2, column }])
  expect(cells).toEqual(['791 2020-Q1 M 26 26 601'])
})
