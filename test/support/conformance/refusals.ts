/** Owns the cases of files that are no export at all: each is refused whole, with a code, a Danish sentence and what to do. */
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { EXIT, formatError, MartError } from '../../../src/core/errors.ts'
import { expectNone, personalTexts } from './privacy.ts'
import { type Sheet, withCell, write } from './sheet.ts'
import { type Case, readBytes, readPath, type Subject } from './subject.ts'

const NO_DATA = ['NOT_A_DATA_FILE']

interface Fake {
  readonly what: string
  readonly bytes: (subject: Subject) => Uint8Array
  readonly codes?: readonly string[]
  /** An ending that claims something else than CSV. */
  readonly ending?: string
}

const HTML =
  '<!DOCTYPE html>\n<html><body><table><tr><td>Log ind;igen</td></tr></table></body></html>\n'
const ERROR_TEXT = 'Forkert nøgle eller nøglen er udløbet.'
const BODY_422 =
  '{"code":422,"cause":"Measure not valid","message":"Ukendt måling; se dokumentationen"}'
const PDF = '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n'
/** How every older or password-protected Office file begins. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

const FAKES: readonly Fake[] = [
  { what: 'an empty file', bytes: () => Buffer.alloc(0) },
  { what: 'a file of blanks', bytes: () => Buffer.from(' \t\r\n\r\n   \r\n') },
  { what: 'a byte order mark and nothing else', bytes: () => Buffer.from('\ufeff') },
  { what: 'an HTML page', bytes: () => Buffer.from(HTML) },
  { what: 'an HTML page that calls itself .xls', bytes: () => Buffer.from(HTML), ending: 'xls' },
  { what: 'an HTML page that calls itself .xlsx', bytes: () => Buffer.from(HTML), ending: 'xlsx' },
  { what: 'an error text saved as data', bytes: () => Buffer.from(ERROR_TEXT) },
  { what: 'the body of a refused request', bytes: () => Buffer.from(BODY_422) },
  { what: 'an XML document', bytes: () => Buffer.from('<?xml version="1.0"?>\n<data/>\n') },
  { what: 'a PDF', bytes: () => Buffer.from(PDF) },
  {
    what: 'a binary file',
    bytes: () => Buffer.from(Array.from({ length: 2048 }, (_, i) => i % 7)),
  },
  { what: 'a gzip archive', bytes: () => Buffer.from('1f8b0800000000000003', 'hex') },
  { what: 'UTF-16 big-endian', bytes: ({ sheet }) => write(sheet, { encoding: 'utf-16be' }) },
  { what: 'a password-protected workbook', bytes: () => padded(OLE), ending: 'xlsx' },
  { what: 'an Excel 97 workbook under its name', bytes: () => padded(OLE) },
  {
    what: 'a quote that is never closed',
    bytes: ({ sheet }) => unclosed(sheet),
    codes: ['TRUNCATED', 'NOT_A_DATA_FILE'],
  },
  {
    what: 'a file cut inside a quoted cell',
    bytes: ({ sheet }) => cutInQuotes(sheet),
    codes: ['TRUNCATED'],
  },
  {
    what: 'a file cut inside a letter',
    bytes: (subject) => cutInLetter(subject),
    codes: ['TRUNCATED'],
  },
  {
    what: 'headings that are all gone',
    bytes: ({ sheet }) => write({ ...sheet, info: [], header: sheet.rows[0] ?? [] }),
    codes: ['HEADER_CHANGED'],
  },
]

/** One case per thing that is no export, and the paths that are no file. */
export function refusalCases(): readonly Case[] {
  return [...FAKES.map(fakeCase), folderCase, nowhereCase]
}

function fakeCase({ what, bytes, codes = NO_DATA, ending }: Fake): Case {
  return {
    title: `refuses ${what}`,
    check: async (subject) => {
      const name = ending ? subject.name.replace(/\.\w+$/, `.${ending}`) : subject.name
      await expectRefusal(subject, readBytes(subject, bytes(subject), name), codes)
    },
  }
}

/** Throws unless the reading is refused with one of the codes, in a Danish sentence that tells what to do and no secret. */
export async function expectRefusal(
  subject: Subject,
  reading: Promise<unknown>,
  codes: readonly string[],
  says: readonly string[] = [],
): Promise<void> {
  const error: unknown = await reading.then(
    () => 'nothing was refused',
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof MartError)) throw error
  expect(codes).toContain(error.code)
  const text = formatError(error)
  for (const words of says) expect(text).toContain(words)
  const { todo = '', expected = '', got = '' } = error.context
  expect(todo).toMatch(/^[A-ZÆØÅ].{15,}\.$/s)
  expect([expected, got]).not.toContain('')
  if (error.exitCode === EXIT.refused) expect(error.message).toMatch(/ Intet er skrevet\.$/)
  else expect([error.code, error.exitCode]).toEqual(['PATH_NOT_FOUND', EXIT.usage])
  expectNone(text, personalTexts(subject))
}

function padded(start: Buffer): Buffer {
  return Buffer.concat([start, Buffer.alloc(1024)])
}

/** A quote before the last cell of the first row, without its partner. */
function unclosed(sheet: Sheet): Uint8Array {
  const last = sheet.header.length - 1
  const marked = withCell(sheet, 0, last, `QUOTE${sheet.rows[0]?.[last] ?? ''}`)
  return Buffer.from(write(marked).toString().replace('QUOTE', '"'))
}

function cutInQuotes(sheet: Sheet): Uint8Array {
  const whole = write(sheet, { quoted: 'all' })
  const lastLine = whole.lastIndexOf('"\r\n"') + 3
  return whole.subarray(0, lastLine + 2)
}

/** UTF-8 that ends after the first byte of an å in the last row. */
function cutInLetter({ sheet }: Subject): Uint8Array {
  const rows = sheet.rows.slice(0, -1)
  const last = (sheet.rows.at(-1) ?? []).with(0, 'Blåbær på å')
  const bytes = write({ ...sheet, rows: [...rows, last], trailer: undefined })
  return bytes.subarray(0, bytes.lastIndexOf('å') + 1)
}

const folderCase: Case = {
  title: 'refuses a path that is a folder',
  check: async (subject) => {
    const folder = join(tmpdir(), 'jobmart-conformance-folder')
    await mkdir(folder, { recursive: true })
    await expectRefusal(subject, readPath(subject.feed, folder, subject.name), ['PATH_NOT_FOUND'])
  },
}

const nowhereCase: Case = {
  title: 'refuses a path where nothing is',
  check: async (subject) => {
    const nowhere = join(tmpdir(), 'jobmart-conformance-nowhere', subject.name)
    await expectRefusal(subject, readPath(subject.feed, nowhere, subject.name), ['PATH_NOT_FOUND'])
  },
}
