/** Owns the proof that each kind of declared column takes what its source writes and refuses the rest with its code. */
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import {
  area,
  type ColumnType,
  choice,
  decimal,
  integer,
  label,
  measure,
  period,
  text,
  year,
} from '../../src/core/column.ts'
import { buildReference } from '../../src/core/reference.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { readReferenceFiles } from '../../src/read/reference-files.ts'

const { tables } = await readReferenceFiles(join(PACKAGE_ROOT, 'sql/reference'), 'no overlay')
const context = { reference: buildReference(tables), pseudonyms: undefined }

/** What a column makes of a cell: the value, or the code of its fault. */
function read<T>(type: ColumnType<T>, cell: string): T | string | undefined {
  const outcome = type.parse(cell, context)
  return outcome.ok ? outcome.value : outcome.faults[0]?.code
}

// Texts that a look-up in a plain object would find on its prototype.
const INHERITED = ['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty']

test('text keeps everything but its surplus blanks', () => {
  expect(read(text(), ' Leder\u00a0 af\tUngeenheden ')).toBe('Leder af Ungeenheden')
  expect(read(text(), 'J-0104; "de lange"')).toBe('J-0104; "de lange"')
})

test('text with a NUL, which PostgreSQL cannot hold, is refused', () => {
  expect(read(text(), 'a\0b')).toBe('BAD_VALUE')
})

test('text that is the error of a spreadsheet is refused', () => {
  for (const error of ['#N/A', '#I/T', '#REFERENCE!', '#DIV/0!', '#navn?']) {
    expect(read(text(), error)).toBe('BAD_VALUE')
  }
  expect(read(text(), '#1')).toBe('#1')
})

test.each([
  ['1.234', 1234],
  ['-5', -5],
  ['007', 7],
  ['2.147.483.647', 2_147_483_647],
  ['12,0', 'BAD_NUMBER'],
  ['12.5', 'BAD_NUMBER'],
  ['ti', 'BAD_NUMBER'],
  ['2.147.483.648', 'BAD_NUMBER'],
  ['-2.147.483.649', 'BAD_NUMBER'],
])(
  'an integer column reads %j as %j: no more than PostgreSQL’s integer holds',
  (cell, expected) => {
    expect(read(integer(), cell)).toBe(expected)
  },
)

test.each([
  ['1999', 1999],
  ['2020', 2020],
  ['2199', 2199],
  ['20', 'BAD_PERIOD'],
  ['0020', 'BAD_PERIOD'],
  ['2020,0', 'BAD_PERIOD'],
  ['2.020', 'BAD_PERIOD'],
  ['2020M01', 'BAD_PERIOD'],
])('a year column reads %j as %j', (cell, expected) => {
  expect(read(year(), cell)).toBe(expected)
})

test('a decimal carries the decimals it was written with', () => {
  expect(read(decimal(), '7,50')).toEqual({ value: '7.50', decimals: 2 })
  expect(read(decimal(), '1.373')).toEqual({ value: '1373', decimals: 0 })
  expect(read(decimal({ percent: true }), '10,4 %')).toEqual({ value: '10.4', decimals: 1 })
  expect(read(decimal(), '10,4 %')).toBe('BAD_NUMBER')
  expect(read(decimal({ decimals: 1 }), '7,55')).toBe('BAD_NUMBER')
})

test('a marker in a decimal column means what is declared, and is a bad number where it is not', () => {
  const marked = decimal({}, { '-': 'empty', '..': 'zero' })
  expect(read(marked, '-')).toBeNull()
  expect(read(marked, '..')).toEqual({ value: '0', decimals: 0 })
  expect(read(marked, '.')).toBe('BAD_NUMBER')
  expect(read(decimal(), '-')).toBe('BAD_NUMBER')
})

test('a measure tells a figure, a zero, no figure and a suppressed one apart', () => {
  const marked = measure({ '': 'suppressed', '-': 'zero', '..': 'empty' })
  expect(marked.takesEmpty).toBe(true)
  expect(read(marked, '1.264')).toEqual({ value: '1264', suppressed: false })
  expect(read(marked, '0,0')).toEqual({ value: '0.0', suppressed: false })
  expect(read(marked, '-')).toEqual({ value: '0', suppressed: false })
  expect(read(marked, '')).toEqual({ value: null, suppressed: true })
  expect(read(marked, '..')).toEqual({ value: null, suppressed: false })
  expect(read(marked, '.')).toBe('BAD_NUMBER')
  expect(read(marked, '2,4 %')).toBe('BAD_NUMBER')
  expect(read(measure({}), '')).toBe('BAD_NUMBER')
})

test.each(INHERITED)('%j is no marker, however the markers are kept', (cell) => {
  expect(read(measure({ '': 'suppressed' }), cell)).toBe('BAD_NUMBER')
  expect(read(decimal({}, { '-': 'empty' }), cell)).toBe('BAD_NUMBER')
  expect(read(choice({ own: ['own'] }), cell)).toBe('BAD_VALUE')
})

test('a period column gives the period with its days', () => {
  expect(read(period(), '2020QMAT02')).toMatchObject({ code: '2020-Q2R', end: '2020-06-30' })
  expect(read(period(), '2020M13')).toBe('BAD_PERIOD')
})

test('an area is found by name, alias or code, and is never guessed', () => {
  for (const cell of ['Viborg', 'viborg kommune', ' VIBORG ', '791']) {
    expect(read(area(), cell)).toEqual({ code: '791', name: 'Viborg', municipalityCode: '791' })
  }
  expect(read(area(), '000')).toMatchObject({ code: 'DK', municipalityCode: '000' })
  for (const cell of ['Vibor', 'Viborgg', '79', '0791', 'Jylland']) {
    expect(read(area(), cell)).toBe('UNKNOWN_LABEL')
  }
})

test('an unknown area says what to do about it', () => {
  const outcome = area().parse('Vibrog', context)
  expect(outcome.ok ? [] : outcome.faults).toEqual([
    {
      code: 'UNKNOWN_LABEL',
      expected: expect.stringContaining('area.csv'),
      got: 'Vibrog',
      todo: expect.stringContaining('alias i area.csv'),
    },
  ])
})

test('a choice takes each of its ways, in any case, and keeps operators apart', () => {
  const operator = choice({ '<=': ['<=', '≤'], '<': ['<'], '>=': ['>='], '>': ['>'] })
  for (const [cell, value] of [
    ['<=', '<='],
    ['≤', '<='],
    ['<', '<'],
    ['>=', '>='],
    ['>', '>'],
    ['=', 'BAD_VALUE'],
    ['=<', 'BAD_VALUE'],
    ['', 'BAD_VALUE'],
  ] as const) {
    expect([cell, read(operator, cell)]).toEqual([cell, value])
  }
  const basis = choice({ own: ['own', 'eget'], manual: ['manual', 'manuelt'] })
  expect(read(basis, 'Eget')).toBe('own')
  expect(read(basis, ' MANUELT ')).toBe('manual')
  expect(read(basis, 'egen')).toBe('BAD_VALUE')
})

test('a value outside a choice is told the first way of each', () => {
  const outcome = choice({ own: ['own', 'eget'], manual: ['manual'] }).parse('x', context)
  expect(outcome.ok ? [] : outcome.faults).toEqual([
    { code: 'BAD_VALUE', expected: 'en af: "own", "manual"', got: 'x' },
  ])
})

test('a label is read in the words of its own source', () => {
  expect(read(label('target_group', 'plan'), 'Forsikrede')).toBe('DP')
  expect(read(label('target_group', 'jobindsats'), 'Forsikrede')).toBe('UNKNOWN_LABEL')
  expect(read(label('target_group', 'jobindsats'), 'a-dagpenge')).toBe('DP')
  expect(read(label('target_group', 'plan'), 'KTH-U30')).toBe('KTH-U30')
  expect(read(label('kpi', 'plan'), 'share_temporary_support')).toBe('share_temporary_support')
  expect(read(label('kpi', 'plan'), 'share_temporary')).toBe('UNKNOWN_LABEL')
})

test('an unknown label says which line to add', () => {
  const outcome = label('target_group', 'plan').parse('Kontanthjælp, unge', context)
  expect(outcome.ok ? '' : outcome.faults[0]?.todo).toContain(
    'target_group,plan,"Kontanthjælp, unge",KODE,,',
  )
})
