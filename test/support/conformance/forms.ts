/** Owns the cases of form: the same export in another encoding, dialect or dress gives the same rows. */
import { expect } from '@jest/globals'
import { numberPositions, textPositions } from './kinds.ts'
import { type Dialect, reordered, type Sheet, withCells, withHeading, write } from './sheet.ts'
import {
  type Case,
  placedColumns,
  readBytes,
  readSample,
  type Subject,
  substance,
} from './subject.ts'

/** The sample's sheet in another dress. */
type Dress = (sheet: Sheet, subject: Subject) => Sheet

interface Form {
  readonly what: string
  readonly dialect?: Partial<Dialect>
  readonly dress?: Dress
}

const FORMS: readonly Form[] = [
  { what: 'its cells written anew' },
  { what: 'UTF-8 with a byte order mark', dialect: { encoding: 'utf-8-bom' } },
  { what: 'windows-1252', dialect: { encoding: 'windows-1252' } },
  { what: 'UTF-16LE', dialect: { encoding: 'utf-16le' } },
  { what: 'UTF-16LE with a byte order mark', dialect: { encoding: 'utf-16le-bom' } },
  { what: 'lines that end in LF alone', dialect: { eol: '\n' } },
  { what: 'commas as delimiter', dialect: { delimiter: ',' } },
  { what: 'tabs as delimiter', dialect: { delimiter: '\t' } },
  { what: 'every cell in quotes', dialect: { quoted: 'all' } },
  { what: 'a file without a newline at its end', dialect: { endsWithNewline: false } },
  { what: 'blank lines between the rows', dialect: { between: '\r\n  \r\n' } },
  { what: 'a delimiter at the end of every line', dialect: { lineEnd: ';' } },
  { what: 'Excel guards around every cell', dress: guarded },
  { what: 'Excel guards in quotes', dress: guarded, dialect: { quoted: 'all' } },
  {
    what: 'info lines before the headings',
    dress: (sheet) => ({
      ...sheet,
      info: [['Udtræk af 3. februar 2020'], ['Bestilt af', 'Nordjylland'], ...sheet.info],
    }),
  },
  { what: 'its columns in another order', dress: turned },
  {
    what: 'headings in capitals',
    dress: headed((heading) => heading.toUpperCase()),
  },
  {
    what: 'headings in small letters with blanks around them',
    dress: headed((heading) => `  ${heading.toLowerCase()} `),
  },
  {
    what: 'headings with no-break spaces',
    dress: headed((heading) => `\u00a0${heading.replaceAll(' ', '\u00a0')}\u00a0`),
  },
  {
    what: 'headings with letters in two parts, as macOS writes them',
    dress: headed((heading) => heading.normalize('NFD')),
  },
  { what: 'blanks around every cell', dress: (sheet) => withCells(sheet, (cell) => ` ${cell}\t`) },
]

/** One case per form that the sample can be written in. */
export function formCases(subject: Subject): readonly Case[] {
  const { feed, sheet } = subject
  return [
    ...FORMS.map((form) => formCase(form)),
    ...(feed.trailer ? trailerForms(sheet).map((form) => formCase(form)) : []),
    ...cellForms(subject).map((form) => formCase(form)),
  ]
}

function formCase({ what, dialect, dress }: Form): Case {
  return {
    title: `reads the same rows from ${what}`,
    check: async (subject) => {
      const sheet = dress ? dress(subject.sheet, subject) : subject.sheet
      const bytes = write(sheet, dialect)
      expect(substance(await readBytes(subject, bytes))).toEqual(
        substance(await readSample(subject)),
      )
    },
  }
}

/** Guards as Excel writes them; a cell with a quote or delimiter in it has none. */
function guarded(sheet: Sheet): Sheet {
  return withCells(sheet, (cell) => (/[";,\t]/.test(cell) || cell === '' ? cell : `="${cell}"`))
}

/** The declared columns in reverse, each in another's place; what an open layout adds keeps its own. */
function turned(sheet: Sheet, subject: Subject): Sheet {
  const declared = new Set(placedColumns(subject).map(({ position }) => position))
  const backwards = [...declared].sort((a, b) => b - a)
  const order = sheet.header.map((_, position) =>
    declared.has(position) ? (backwards.shift() ?? position) : position,
  )
  return reordered(sheet, order)
}

function headed(change: (heading: string) => string): Dress {
  return (sheet, subject) =>
    placedColumns(subject).reduce(
      (changed, { position, heading }) => withHeading(changed, position, change(heading)),
      sheet,
    )
}

function trailerForms({ trailer, header, rows }: Sheet): readonly Form[] {
  const [word = ''] = trailer ?? []
  const last = (cells: readonly string[]): Dress => {
    return (sheet) => ({ ...sheet, trailer: cells })
  }
  return [
    { what: 'a file without its trailer', dress: (sheet) => ({ ...sheet, trailer: undefined }) },
    {
      what: 'a trailer in small letters with empty cells behind it',
      dress: last([word.toLowerCase(), String(rows.length), ...header.slice(2).map(() => '')]),
    },
  ]
}

const DANISH_DATE = /^(\d{2})-(\d{2})-(\d{4})(?=$| \d)/
const LARGE_NUMBER = /^\d{4,}(?=$|,\d+$)/
const TWO_WORDS = /^(\p{L}+) (?=\p{L})/u

/** Other ways to write the kinds of cell that the sample has. */
function cellForms(subject: Subject): readonly Form[] {
  const numbers = numberPositions(subject)
  const texts = textPositions(subject)
  const dates = (changed: string) => changed.replace(DANISH_DATE, '$3-$2-$1')
  const grouped = (blank: string) => (cell: string, column: number) =>
    numbers.has(column) ? cell.replace(LARGE_NUMBER, (digits) => inGroups(digits, blank)) : cell
  const forms: readonly (readonly [string, RegExp, CellChange])[] = [
    ['days written year first', DANISH_DATE, dates],
    ['numbers with points between the thousands', LARGE_NUMBER, grouped('.')],
    ['numbers with no-break spaces between the thousands', LARGE_NUMBER, grouped('\u00a0')],
    [
      'texts broken over two lines inside quotes',
      TWO_WORDS,
      (cell, column) => (texts.has(column) ? cell.replace(TWO_WORDS, '$1\r\n') : cell),
    ],
  ]
  return forms
    .filter(([, pattern, change]) => changesSome(subject.sheet, pattern, change))
    .map(([what, , change]) => ({ what, dress: (sheet) => withCells(sheet, change) }))
}

type CellChange = (cell: string, column: number) => string

function changesSome({ rows }: Sheet, pattern: RegExp, change: CellChange): boolean {
  return rows.some((cells) =>
    cells.some((cell, column) => pattern.test(cell) && change(cell, column) !== cell),
  )
}

function inGroups(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator)
}
