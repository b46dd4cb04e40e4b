/** Owns the proof that whatever an independent writer puts in a CSV file comes back, in every quoting and encoding. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { SourceRecord } from '../../src/core/record.ts'
import type { Delimiter, Encoding } from '../../src/core/text-format.ts'
import { readCsv } from '../../src/read/csv.ts'
import { detectEncoding } from '../../src/read/encoding.ts'
import { encode, tempFile } from './temp-file.ts'

interface Cell {
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'guard' | 'quoted guard'
}

interface Row {
  readonly cells: readonly Cell[]
  readonly newline: '\n' | '\r\n'
  readonly blankLinesBefore: number
}

const letters = [
  'a',
  '7',
  'æ',
  'Å',
  '€',
  '–',
  'ž',
  '"',
  ';',
  ',',
  '\t',
  '\n',
  '\r\n',
  ' ',
  '\u00a0',
]
const cell: fc.Arbitrary<Cell> = fc.record({
  text: fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((parts) => parts.join('')),
  style: fc.constantFrom('plain', 'quoted', 'guard', 'quoted guard'),
})
const row: fc.Arbitrary<Row> = fc.record({
  cells: fc.array(cell, { minLength: 2, maxLength: 5 }),
  newline: fc.constantFrom('\n', '\r\n'),
  blankLinesBefore: fc.nat({ max: 2 }),
})
const format = fc.record({
  delimiter: fc.constantFrom<Delimiter>(';', ',', '\t'),
  encoding: fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'windows-1252'),
  lastNewline: fc.boolean(),
})

/** Writes a cell in the style wished for where its text allows, else quoted. */
function writeCell({ text, style }: Cell, delimiter: Delimiter): string {
  const quoted = (inner: string) => `"${inner.replaceAll('"', '""')}"`
  const mustQuote =
    text.includes(delimiter) || text.includes('\n') || text.trimStart().startsWith('"')
  if (style === 'plain' && !mustQuote) return text
  if (style === 'guard' && !/["\n]/.test(text) && !mustQuote) return `="${text}"`
  return style === 'quoted guard' ? quoted(`=${quoted(text)}`) : quoted(text)
}

/** The file's text, and the records it should be read as. */
function write(rows: readonly Row[], delimiter: Delimiter, lastNewline: boolean) {
  let text = ''
  const records: SourceRecord[] = []
  for (const { cells, newline, blankLinesBefore } of rows) {
    text += newline.repeat(blankLinesBefore)
    records.push({ line: text.split('\n').length, cells: cells.map((one) => one.text.trim()) })
    text += cells.map((one) => writeCell(one, delimiter)).join(delimiter) + newline
  }
  return { text: lastNewline ? text : text.replace(/\r?\n$/, ''), records }
}

test('whatever a writer quotes, breaks and encodes comes back with its lines', async () => {
  const property = fc.asyncProperty(
    fc.array(row, { maxLength: 6 }),
    format,
    async (rows, { delimiter, encoding, lastNewline }) => {
      const { text, records } = write(rows, delimiter, lastNewline)
      const marked = encoding === 'utf-16le' ? `\ufeff${text}` : text
      const path = await tempFile(encode(marked, encoding))
      const read: SourceRecord[] = []
      for await (const batch of readCsv(path, { encoding, delimiter })) read.push(...batch)
      expect(read).toEqual(records)
    },
  )
  await fc.assert(property, { numRuns: 500 })
})

test('text with æ, ø and å is detected in each encoding it is written in', async () => {
  const property = fc.asyncProperty(
    fc.array(row, { minLength: 1, maxLength: 6 }),
    format,
    async (rows, { delimiter, encoding }) => {
      const { text } = write(rows, delimiter, true)
      const path = await tempFile(encode(`Område;Køn;År\r\n${text}`, encoding))
      expect(await detectEncoding(path)).toBe(encoding)
    },
  )
  await fc.assert(property, { numRuns: 200 })
})
