/** Owns the cases of JSON, for feeds that take it: the export as an API answers, as a list of rows, and a row per line. */
import { expect } from '@jest/globals'
import { numberPositions, PLAIN_NUMBER } from './kinds.ts'
import { expectRefusal } from './refusals.ts'
import { type Case, readBytes, readSample, type Subject, substance } from './subject.ts'

type Value = string | number | null

/** The cases of JSON if the feed takes it. */
export function jsonCases(subject: Subject): readonly Case[] {
  const takesJson = subject.feed.files.some((pattern) => pattern.test(nameAs(subject, 'json')))
  return takesJson ? [...FORMS.map(formCase), lineCase, ...FAKES.map(fakeCase)] : []
}

function nameAs({ name }: Subject, ending: string): string {
  return name.replace(/\.\w+$/, `.${ending}`)
}

/** The sample's rows as a program holds them: a figure is a number, what is kept back is null. */
function valuesOf(subject: Subject): readonly (readonly Value[])[] {
  const numbers = numberPositions(subject)
  return subject.sheet.rows.map((cells) =>
    cells.map((cell, position) => {
      if (cell === '') return null
      const isNumber = numbers.has(position) && PLAIN_NUMBER.test(cell)
      return isNumber ? Number(cell.replace(',', '.')) : cell
    }),
  )
}

function objectsOf(subject: Subject): readonly Readonly<Record<string, Value>>[] {
  const { header } = subject.sheet
  return valuesOf(subject).map((values) =>
    Object.fromEntries(values.map((value, position) => [header[position] ?? '', value])),
  )
}

function perLine(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

interface Form {
  readonly what: string
  readonly ending?: string
  readonly text: (subject: Subject) => string
}

const FORMS: readonly Form[] = [
  {
    what: 'columns and rows, as API v3 answers',
    text: (subject) =>
      JSON.stringify({ columns: subject.sheet.header, rows: valuesOf(subject) }, null, 1),
  },
  {
    what: 'variables and data, as API v2 answers, with a byte order mark and numbers as texts',
    text: ({ sheet }) => {
      const Variables = sheet.header.map((Label, index) => ({ Name: `v${index}`, Label }))
      return `\ufeff${JSON.stringify([{ Variables, Data: sheet.rows }])}`
    },
  },
  { what: 'a list of rows', text: (subject) => JSON.stringify(objectsOf(subject)) },
  { what: 'a row per line', ending: 'ndjson', text: (subject) => perLine(objectsOf(subject)) },
  {
    what: 'a list per line, the headings first',
    ending: 'ndjson',
    text: (subject) => perLine([subject.sheet.header, ...valuesOf(subject)]),
  },
]

function formCase({ what, text, ending = 'json' }: Form): Case {
  return {
    title: `reads the same rows from JSON: ${what}`,
    check: async (subject) => {
      const reading = await readBytes(subject, Buffer.from(text(subject)), nameAs(subject, ending))
      expect(substance(reading)).toEqual(substance(await readSample(subject)))
    },
  }
}

const lineCase: Case = {
  title: 'rejects a line of JSON that is no row, and it alone',
  check: async (subject) => {
    const [first, ...rest] = objectsOf(subject)
    const answer = { code: 422, cause: 'Unknown hierarchies' }
    const bytes = Buffer.from(perLine([first, answer, ...rest]))
    const { records } = await readBytes(subject, bytes, nameAs(subject, 'ndjson'))
    expect(records[1]).toMatchObject({ line: 2, rows: [], faults: [{ code: 'NOT_A_ROW' }] })
    const sample = await readSample(subject)
    expect(substance({ ...sample, records: records.toSpliced(1, 1) })).toEqual(substance(sample))
  },
}

const FAKES: readonly (readonly [what: string, code: string, text: (whole: string) => string])[] = [
  ['JSON that breaks off', 'TRUNCATED', (whole) => whole.slice(0, -9)],
  ['JSON that is written wrong', 'NOT_A_DATA_FILE', (whole) => whole.replace(',', ',,')],
  [
    'a collection of answers',
    'NOT_A_DATA_FILE',
    (whole) => `{"results":{"a":${whole}},"failures":{}}`,
  ],
  ['a catalogue', 'NOT_A_DATA_FILE', () => '[{"table_id":"y01a02","periods":["M"]}]'],
]

function fakeCase([what, code, change]: (typeof FAKES)[number]): Case {
  return {
    title: `refuses ${what}`,
    check: (subject) => {
      const whole = JSON.stringify({ columns: subject.sheet.header, rows: valuesOf(subject) })
      const reading = readBytes(subject, Buffer.from(change(whole)), nameAs(subject, 'json'))
      return expectRefusal(subject, reading, [code])
    },
  }
}
