/** Owns the proof that the columns of case systems are read as declared, and that personal ones leave only a key behind. */
import { expect, test } from '@jest/globals'
import {
  type ColumnType,
  date,
  labelText,
  openDate,
  person,
  presence,
  pseudonym,
  type ReadContext,
  timestamp,
} from '../../src/core/column.ts'
import { makePseudonymiser } from '../../src/core/pseudonym.ts'
import { buildReference } from '../../src/core/reference.ts'

const reference = buildReference(new Map())
const pseudonyms = makePseudonymiser([Buffer.alloc(32, 7)])

/** What a column makes of a cell: the value, or the code and text of its fault. */
function read<T>(type: ColumnType<T>, cell: string, context?: ReadContext): unknown {
  const outcome = type.parse(cell, context ?? { reference, pseudonyms })
  return outcome.ok ? outcome.value : outcome.faults.map(({ code, got }) => `${code} ${got}`)[0]
}

test('a person is a key with birth and sex, and the number is gone', () => {
  expect(read(person(), '130580-1231')).toEqual({
    ...{ key: pseudonyms.person('1305801231'), birthDate: '1980-05-13', sex: 'M' },
    ...{ isSubstitute: false, isUnknown: false },
  })
  expect(read(person(), '000000-0000')).toMatchObject({
    birthDate: null,
    sex: null,
    isUnknown: true,
  })
  expect(read(person(), '130580-123A')).toBe('BAD_CPR ***')
})

test('initials are one person in either case; an id is taken as it is written', () => {
  const [initials, id] = [pseudonym('caseworker'), pseudonym('source_id')]
  expect(read(initials, 'vkabc')).toBe(pseudonyms.of('caseworker', 'VKABC'))
  expect(read(initials, ' VKABC ')).toBe(read(initials, 'vkabc'))
  expect(read(id, 'a1')).toBe(pseudonyms.of('source_id', 'a1'))
  expect(read(id, 'A1')).not.toBe(read(id, 'a1'))
  expect(read(id, '500101')).not.toBe(read(initials, '500101'))
})

test('a personal column without a key is a defect of ours', () => {
  const context = { reference, pseudonyms: undefined }
  expect(() => read(person(), '130580-1231', context)).toThrow('declared personal')
  expect(() => read(pseudonym('source_id'), '1', context)).toThrow('declared personal')
})

test('columns that may tell of a person say so', () => {
  const personal = [
    person(),
    pseudonym('caseworker'),
    pseudonym('source_id'),
    presence(),
    labelText(),
  ]
  expect(personal.map((type) => type.personal)).toEqual([true, true, true, true, true])
  expect([date(), openDate(), timestamp()].map((type) => type.personal)).toEqual([
    ...[undefined, undefined, undefined],
  ])
})

test('of a column that is never kept only its presence is left', () => {
  expect(read(presence(), 'Rettet for Prøvesen')).toBe(true)
})

test.each([
  [' Sygedagpenge\u00a0 Øst ', 'Sygedagpenge Øst'],
  ['Team 12345', 'Team 12345'],
  ['x'.repeat(200), 'x'.repeat(200)],
  ['x'.repeat(201), 'BAD_VALUE ***'],
  ['Prøvesen 130580-1231', 'BAD_VALUE ***'],
  ['1305801231', 'BAD_VALUE ***'],
  ['130580 1231', 'BAD_VALUE ***'],
  ['703651544', 'BAD_VALUE ***'],
])('the label %j is read as %j', (cell, expected) => {
  expect(read(labelText(), cell)).toBe(expected)
})

test.each([
  ['24-01-2020', '2020-01-24', '2020-01-24'],
  ['2020-01-24', '2020-01-24', '2020-01-24'],
  ['31-12-9999', '9999-12-31', null],
  ['01-01-1900', '1900-01-01', null],
  ['1900-01-01', '1900-01-01', null],
  ['31-12-1900', '1900-12-31', '1900-12-31'],
  ['31-02-2020', 'BAD_DATE 31-02-2020', 'BAD_DATE 31-02-2020'],
])('%s is the day %j, and as a day that may be open %j', (cell, day, open) => {
  expect([read(date(), cell), read(openDate(), cell)]).toEqual([day, open])
})

test.each([
  ['03-02-2020 04:00', '2020-02-03 04:00:00'],
  ['03-02-2020 4:00', '2020-02-03 04:00:00'],
  ['03-02-2020 23:59:59', '2020-02-03 23:59:59'],
  ['03-02-2020 04.00', '2020-02-03 04:00:00'],
  ['2020-02-03T04:00:07', '2020-02-03 04:00:07'],
  ['03-02-2020', '2020-02-03 00:00:00'],
  ['03-02-2020 24:00', undefined],
  ['03-02-2020 04:60', undefined],
  ['31-02-2020 04:00', undefined],
  ['04:00', undefined],
  ['03-02-2020 ', undefined],
  ['i går', undefined],
])('%j is the moment %j', (cell, expected) => {
  expect(read(timestamp(), cell)).toBe(expected ?? `BAD_DATE ${cell}`)
})
