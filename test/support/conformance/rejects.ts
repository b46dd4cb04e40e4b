/** Owns the cases of single bad rows: each is rejected with its code, heading and line, and the rows around it are read. */
import { expect } from '@jest/globals'
import { TARGETS, type Target } from '../../../src/core/target.ts'
import { GARBAGE, measurePositions } from './kinds.ts'
import { lineOf, type Sheet, withCell, withCells, withRows } from './sheet.ts'
import {
  type Case,
  type PlacedColumn,
  placedColumns,
  type Reading,
  type RecordRead,
  readSample,
  readSheet,
  type Subject,
  substance,
  undeclaredPositions,
} from './subject.ts'

const PSEUDONYM = /^[A-Z2-7]{26}$/
/** The codes that a cell of this look leads to when garbage takes its place; the first look that fits counts. */
const CODES_BY_LOOK: readonly (readonly [look: RegExp, codes: readonly string[]])[] = [
  [/^\d{2}-\d{2}-\d{4}( \d.*)?$/, ['BAD_DATE']],
  [/^\d{4}([MQKYUW]|QMAT|-Q|-H|-W|-)\d+R?$/, ['BAD_PERIOD']],
  [/^(="?)?\d{6}-?\d{3,4}"?$/, ['BAD_CPR', 'BAD_NUMBER']],
  [/^-?[\d.\u00a0]+(,\d+)?( ?%)?$/, ['BAD_NUMBER', 'BAD_PERIOD', 'BAD_VALUE', 'BAD_CPR']],
  [/\p{L}/u, ['BAD_VALUE', 'BAD_CPR']],
  [/./, ['BAD_VALUE', 'BAD_NUMBER', 'BAD_PERIOD', 'BAD_DATE', 'BAD_CPR']],
]

/** Cases for the row's shape, per required cell, per column, and for what an open layout adds. */
export function rejectCases(subject: Subject): readonly Case[] {
  const columns = placedColumns(subject)
  return [
    shapeCase('a field too few', (cells) => cells.slice(0, -1)),
    shapeCase('a field too many', (cells) => [...cells, 'løs']),
    shapeCase('one field', () => ['løs']),
    ...columns.filter(({ column }) => column.required && !column.type.takesEmpty).map(emptyCase),
    ...columns.map(garbageCase),
    ...columns.map(nulCase),
    ...(subject.feed.open ? [badMeasureCase, badDimensionCase] : []),
    lineCase,
  ]
}

/** The first row of the sample that is read without a fault: the one that cases spoil. */
async function goodRow(subject: Subject): Promise<number> {
  const { records } = await readSample(subject)
  return records.findIndex(({ faults }) => faults.length === 0)
}

/** Throws unless every row but one is read as in the sample. */
async function expectOthersAsBefore(subject: Subject, reading: Reading, row: number) {
  const others = (all: readonly unknown[]) => all.toSpliced(row, 1)
  expect(others(substance(reading))).toEqual(others(substance(await readSample(subject))))
}

function shapeCase(what: string, change: (cells: readonly string[]) => readonly string[]): Case {
  return {
    title: `rejects a row with ${what}, and it alone`,
    check: async (subject) => {
      const row = await goodRow(subject)
      const rows = subject.sheet.rows.map((cells, at) => (at === row ? change(cells) : cells))
      const reading = await readSheet(subject, withRows(subject.sheet, rows))
      expect(reading.records[row]).toMatchObject({
        ...{ line: lineOf(subject.sheet, row), rows: [], keyIsKnown: false },
        faults: [{ code: 'WRONG_FIELD_COUNT' }],
      })
      await expectOthersAsBefore(subject, reading, row)
    },
  }
}

async function spoilt(subject: Subject, sheet: Sheet, row: number): Promise<RecordRead> {
  const reading = await readSheet(subject, sheet)
  await expectOthersAsBefore(subject, reading, row)
  const record = reading.records[row]
  expect(record?.line).toBe(lineOf(sheet, row))
  if (!record) throw new Error(`row ${row} is lost`)
  return record
}

function emptyCase({ column, position, heading, field }: PlacedColumn): Case {
  return {
    title: `rejects a row whose "${column.heading}" is empty`,
    check: async (subject) => {
      const row = await goodRow(subject)
      const { faults, keyIsKnown } = await spoilt(
        subject,
        withCell(subject.sheet, row, position, ' '),
        row,
      )
      expect(faults).toMatchObject([{ code: 'MISSING_VALUE', column: heading }])
      if (subject.feed.key.includes(field)) expect(keyIsKnown).toBe(false)
    },
  }
}

/**
 * Garbage is never swallowed: it rejects the row, or it arrives in core as the text it is or under a pseudonym. Only a
 * column that is known and never kept takes anything. Every row is tried, for some values hide what others show.
 */
function garbageCase(placed: PlacedColumn): Case {
  const { column, position } = placed
  return {
    title: `swallows no garbage in "${column.heading}"`,
    check: async (subject) => {
      const { sheet } = subject
      const before = (await readSample(subject)).records
      const { records } = await readSheet(
        subject,
        withCells(sheet, (cell, at) => (at === position && cell !== '' ? GARBAGE : cell)),
      )
      expect(records.map(({ line }) => line)).toEqual(
        sheet.rows.map((_, row) => lineOf(sheet, row)),
      )
      for (const [row, cells] of sheet.rows.entries()) {
        const [cell = '', was, is] = [cells[position], before[row], records[row]]
        if (cell === '' || !was || !is || was.faults.length > 0) continue
        if (is.faults.length > 0) expectRejected(placed, is, cell)
        else expectKept(subject, placed, was, is)
      }
    },
  }
}

function expectRejected({ column, heading }: PlacedColumn, { faults }: RecordRead, cell: string) {
  expect(faults.map((fault) => fault.column)).toContain(heading)
  const codes = column.type.lookup
    ? ['UNKNOWN_LABEL']
    : CODES_BY_LOOK.find(([look]) => look.test(cell))?.[1]
  for (const fault of faults.filter((each) => each.column === heading)) {
    expect(codes).toContain(fault.code)
    expect(fault.expected.length).toBeGreaterThan(3)
    if (column.type.personal) expect(fault.got).not.toContain(GARBAGE)
    else expect(fault.got).toContain(GARBAGE)
  }
}

function expectKept(
  { feed, profile }: Subject,
  { column }: PlacedColumn,
  before: RecordRead,
  after: RecordRead,
): void {
  const { key, values }: Target = TARGETS[feed.target]
  const kinds = { ...key, ...values }
  const changed = after.rows.flatMap((row, index) =>
    Object.entries(row).filter(([name, value]) => value !== before.rows[index]?.[name]),
  )
  for (const [name] of changed) expect(['text', 'pseudonym']).toContain(kinds[name])
  if (profile.measuresUnknown?.includes(column.heading)) {
    expect(changed.map(([, value]) => value)).toEqual([null, `(${GARBAGE.length} tegn)`])
    return
  }
  const texts = changed.map(([, value]) => String(value))
  const isKept = texts.some((text) => text === GARBAGE || PSEUDONYM.test(text))
  const isNeverKept = column.type.personal === true && changed.length === 0
  expect([column.heading, isKept || isNeverKept]).toEqual([column.heading, true])
  // A column that looks its labels up knows no other, unless its profile says so.
  if (!profile.takesTextToo?.includes(column.heading)) expect(column.type.lookup).toBeUndefined()
}

/** PostgreSQL's text holds no NUL, so that one which got through would end the whole load. */
function nulCase({ column, position }: PlacedColumn): Case {
  return {
    title: `lets no NUL character through "${column.heading}"`,
    check: async (subject) => {
      const row = await goodRow(subject)
      const cell = `${subject.sheet.rows[row]?.[position] || 'Viborg'}\0`
      const { faults, rows } = await spoilt(
        subject,
        withCell(subject.sheet, row, position, cell),
        row,
      )
      if (faults.length === 0) expect(JSON.stringify(rows)).not.toContain('\\u0000')
    },
  }
}

const badMeasureCase: Case = {
  title: 'rejects a row whose figure is no number, with its heading',
  check: async (subject) => {
    const row = await goodRow(subject)
    for (const position of measurePositions(subject)) {
      const record = await spoilt(subject, withCell(subject.sheet, row, position, 'ca. 7'), row)
      const column = subject.sheet.header[position]?.trim()
      expect(record.faults).toMatchObject([{ code: 'BAD_NUMBER', column, got: 'ca. 7' }])
    }
  },
}

const badDimensionCase: Case = {
  title: 'rejects a row whose dimension is empty or holds a NUL character, with its heading',
  check: async (subject) => {
    const row = await goodRow(subject)
    const measures = measurePositions(subject)
    const isDimension = (position: number) => !measures.includes(position)
    for (const position of undeclaredPositions(subject).filter(isDimension)) {
      const column = subject.sheet.header[position]
      for (const [cell, code] of [
        ['', 'MISSING_VALUE'],
        ['I alt\0', 'BAD_VALUE'],
      ] as const) {
        const record = await spoilt(subject, withCell(subject.sheet, row, position, cell), row)
        expect(record).toMatchObject({ keyIsKnown: false, faults: [{ code, column }] })
      }
    }
  },
}

const lineCase: Case = {
  title: 'names the line as an editor counts it, below line breaks in cells and blank lines',
  check: async (subject) => {
    const { sheet } = subject
    const broken = withRows(sheet, [['a\nb\nc'], ...sheet.rows])
    const { records } = await readSheet(subject, { ...broken, info: [['1'], ['2'], ...sheet.info] })
    const lines = records.map(({ line }) => line)
    const first = sheet.info.length + 4
    expect(lines).toEqual([first, ...sheet.rows.map((_, row) => first + 3 + row)])
  },
}
