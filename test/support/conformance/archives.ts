/** Owns the cases of files that are packed: the export as a workbook, for feeds that take one, and in a zip archive. */
import { expect } from '@jest/globals'
import { zip } from '../../read/zip-file.ts'
import { type Binding, bind, sheetName } from './books.ts'
import { numberPositions } from './kinds.ts'
import { expectRefusal } from './refusals.ts'
import type { Sheet } from './sheet.ts'
import { type Case, readBytes, readSample, type Subject, substance } from './subject.ts'

const NO_DATA = ['NOT_A_DATA_FILE']

/** The cases of zip archives, and of workbooks if the feed takes them. */
export function archiveCases(subject: Subject): readonly Case[] {
  const takesBooks = subject.feed.files.some((pattern) => pattern.test(bookName(subject)))
  return [...ZIP_CASES, ...(takesBooks ? BOOK_CASES : [])]
}

function bookName({ name }: Subject): string {
  return name.replace(/\.\w+$/, '.xlsx')
}

function zipName({ name }: Subject): string {
  return `${name}.zip`
}

const ZIP_CASES: readonly Case[] = [
  {
    title: 'reads the same rows from a zip archive that holds the file',
    check: async (subject) => {
      for (const name of [zipName(subject), subject.name.replace(/\.\w+$/, '.zip')]) {
        const packed = zip([
          ['udtræk/', ''],
          [`udtræk/${subject.name}`, subject.bytes],
        ])
        expect(substance(await readBytes(subject, packed, name))).toEqual(
          substance(await readSample(subject)),
        )
      }
    },
  },
  {
    title: 'refuses a zip archive with two files',
    check: (subject) => {
      const two = zip([
        [subject.name, subject.bytes],
        [`2_${subject.name}`, subject.bytes],
      ])
      return expectRefusal(subject, readBytes(subject, two, zipName(subject)), NO_DATA)
    },
  },
  {
    title: 'refuses a zip archive that is protected by a password',
    check: (subject) => {
      const locked = zip([[subject.name, subject.bytes]], { isEncrypted: true })
      return expectRefusal(subject, readBytes(subject, locked, zipName(subject)), NO_DATA)
    },
  },
  {
    title: 'refuses a zip archive that breaks off',
    check: (subject) => {
      const cut = zip([[subject.name, subject.bytes]]).subarray(0, -30)
      return expectRefusal(subject, readBytes(subject, cut, zipName(subject)), ['TRUNCATED'])
    },
  },
  {
    title: 'refuses a zip archive of nothing',
    check: (subject) =>
      expectRefusal(subject, readBytes(subject, zip([]), zipName(subject)), NO_DATA),
  },
  {
    title: 'refuses a web page in a zip archive',
    check: (subject) => {
      const page = zip([[subject.name, '<!DOCTYPE html>\n<html><body>503</body></html>\n']])
      return expectRefusal(subject, readBytes(subject, page, zipName(subject)), NO_DATA)
    },
  },
]

const BOOKS: readonly (readonly [what: string, Binding])[] = [
  ['texts alone, its numbers and days too', {}],
  ['numbers and days', { isTyped: true }],
  ['days counted from 1904', { isTyped: true, date1904: true }],
  ['formulas and the results saved with them', { isCalculated: true }],
  ['a title merged over the columns above the headings', { isTyped: true, hasTitle: true }],
  ['an empty row before every row', { isTyped: true, hasGaps: true }],
  ['a hidden sheet with the same headings before it', { isTyped: true, hasHiddenSheet: true }],
]

const BOOK_CASES: readonly Case[] = [
  ...BOOKS.map(([what, binding]) => bookCase(what, binding)),
  {
    title: 'rejects a row of a workbook with an error in a cell, with sheet, row and column',
    check: async (subject) => {
      const column = [...numberPositions(subject)][0] ?? 0
      for (const error of ['#N/A', '#DIV/0!']) {
        const xml = `<c t="e"><f>1/0</f><v>${error}</v></c>`
        const { records, sheet } = await readBook(subject, subject.sheet, {
          isTyped: true,
          cell: { row: 1, column, xml },
        })
        expect(sheet).toBe(sheetName(subject))
        const heading = subject.sheet.header[column]?.trim()
        expect(records[1]?.faults).toMatchObject([{ column: heading, got: error }])
      }
    },
  },
  {
    title: 'counts the rows of a workbook as Excel does',
    check: async (subject) => {
      const binding: Binding = { hasTitle: true, hasGaps: true }
      const { bytes, rowNumbers } = bind(subject, subject.sheet, binding)
      const { records } = await readBytes(subject, bytes, bookName(subject))
      expect(records.map(({ line }) => line)).toEqual(rowNumbers)
    },
  },
  {
    title: 'refuses a workbook that breaks off',
    check: (subject) => {
      const { bytes } = bind(subject, subject.sheet)
      const reading = readBytes(subject, bytes.subarray(0, -100), bookName(subject))
      return expectRefusal(subject, reading, ['TRUNCATED'])
    },
  },
  {
    title: 'refuses a workbook without a row',
    check: (subject) => {
      const empty = { info: [], header: [], rows: [], trailer: undefined }
      return expectRefusal(subject, readBook(subject, empty), [...NO_DATA, 'HEADER_CHANGED'])
    },
  },
  {
    title: 'reads a workbook inside a zip archive',
    check: async (subject) => {
      const packed = zip([[bookName(subject), bind(subject, subject.sheet).bytes]])
      const reading = await readBytes(subject, packed, `${bookName(subject)}.zip`)
      expect(substance(reading)).toEqual(substance(await readSample(subject)))
    },
  },
]

function bookCase(what: string, binding: Binding): Case {
  return {
    title: `reads the same rows from a workbook with ${what}`,
    check: async (subject) => {
      const reading = await readBook(subject, subject.sheet, binding)
      expect(substance(reading)).toEqual(substance(await readSample(subject)))
    },
  }
}

function readBook(subject: Subject, sheet: Sheet, binding?: Binding) {
  return readBytes(subject, bind(subject, sheet, binding).bytes, bookName(subject))
}
