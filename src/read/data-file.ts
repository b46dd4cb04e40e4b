/** Owns the first look at a file: whether it can be a data file at all, before anything is read from it. */
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { MartError } from '../core/errors.ts'
import { looksLikeUtf16 } from './encoding.ts'
import { errorAnswer } from './json-error.ts'

/** What a file claims to be; each kind has its own idea of what cannot be one. */
export type DataFileKind = 'text' | 'json' | 'xlsx' | 'zip'

interface Finding {
  /** What it seems to be, as the end of the sentence "Filen ser ud til at være …". */
  readonly seems: string
  readonly todo: string
}

const START_BYTES = 64 * 1024
/** Error texts are short; a longer text without a delimiter is left to the header to judge. */
const LONGEST_ERROR_TEXT = 1000
const LONGEST_QUOTE = 80

const EXPECTED: Readonly<Record<DataFileKind, string>> = {
  text: 'tekst med skilletegn (CSV)',
  json: 'JSON-data',
  xlsx: 'en Excel-projektmappe (.xlsx)',
  zip: 'et zip-arkiv',
}

const FETCH_AGAIN = 'Hent filen igen fra kilden, og se, om adgang eller nøgle stadig gælder.'
const EXPORT_AGAIN =
  'Træk data ud igen i det aftalte format, eller giv filen den endelse, den hører til.'

const JSON_ENDINGS = new Set(['.json', '.ndjson', '.jsonl'])

/** The kind that a file's name claims; a name without a known ending claims text. */
export function kindByName(path: string): DataFileKind {
  const ending = extname(path).toLowerCase()
  if (ending === '.xlsx' || ending === '.xlsm') return 'xlsx'
  if (ending === '.zip') return 'zip'
  return JSON_ENDINGS.has(ending) ? 'json' : 'text'
}

/**
 * Throws NOT_A_DATA_FILE when the first bytes show that a file is not what its name claims (empty, a web page, an error
 * text, another format), PATH_NOT_FOUND when there is no readable file. Give `kind` where the name does not say it.
 */
export async function refuseUnlessDataFile(
  path: string,
  kind: DataFileKind = kindByName(path),
): Promise<void> {
  const { bytes, size } = await readStart(path)
  const finding =
    size === 0 ? EMPTY : ((await lookInOffice(path, bytes)) ?? look(bytes, size, kind))
  if (!finding) return
  const message = `Filen er ikke en datafil: den ser ud til at være ${finding.seems}. Intet er skrevet.`
  throw new MartError('NOT_A_DATA_FILE', message, {
    file: path,
    expected: EXPECTED[kind],
    got: finding.seems,
    todo: finding.todo,
  })
}

function look(bytes: Buffer, size: number, kind: DataFileKind): Finding | undefined {
  const isArchive = startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')
  if (isArchive && (kind === 'xlsx' || kind === 'zip')) return undefined
  if (isArchive) return exported(isExcel(bytes) ? EXPECTED.xlsx : EXPECTED.zip)
  return findByMagic(bytes) ?? findByText(bytes, size, kind)
}

const EMPTY: Finding = { seems: 'tom (0 byte)', todo: FETCH_AGAIN }

async function readStart(path: string): Promise<{ bytes: Buffer; size: number }> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw pathNotFound(path, 'Stien er ikke en fil', 'en mappe eller lignende')
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0)
      return { bytes: buffer.subarray(0, bytesRead), size: stats.size }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof MartError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'ukendt fejl'
    if (code === 'ENOENT') throw pathNotFound(path, 'Filen findes ikke', 'ingen fil', error)
    throw pathNotFound(path, 'Filen kan ikke læses', code, error)
  }
}

function pathNotFound(path: string, sentence: string, got: string, cause?: unknown): MartError {
  const context = {
    file: path,
    expected: 'en fil, der kan læses',
    got,
    todo: 'Ret stien, eller giv brugeren, der kører jobmart, adgang til filen.',
  }
  return new MartError('PATH_NOT_FOUND', `${sentence}: "${path}".`, context, { cause })
}

const OFFICE_97 = '\xd0\xcf\x11\xe0'
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

/** A file in the format of Office 97 is a workbook of that time, or the wrapping that Excel puts a password around. */
async function lookInOffice(path: string, bytes: Buffer): Promise<Finding | undefined> {
  if (!startsWith(bytes, OFFICE_97)) return undefined
  return (await holds(path, ENCRYPTED))
    ? {
        seems: 'en Office-fil med adgangskode',
        todo: 'Åbn filen i Excel, fjern adgangskoden, gem den, og indlæs den igen.',
      }
    : {
        seems: 'en ældre Office-fil (.xls)',
        todo: 'Åbn filen i Excel, gem den som .xlsx, og indlæs den igen.',
      }
}

async function holds(path: string, wanted: Buffer): Promise<boolean> {
  let held = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([held, chunk])
    if (bytes.includes(wanted)) return true
    held = bytes.subarray(-wanted.length)
  }
  return false
}

function findByMagic(bytes: Buffer): Finding | undefined {
  if (startsWith(bytes, '%PDF')) return exported('et PDF-dokument')
  if (startsWith(bytes, '\x1f\x8b')) return exported('et gzip-arkiv')
  if (startsWith(bytes, '\xfe\xff') || looksLikeUtf16(bytes, 'be')) {
    return { seems: 'tekst i UTF-16 big-endian', todo: 'Gem filen som UTF-8, og indlæs den igen.' }
  }
  return isBinary(bytes) ? exported('en binær fil') : undefined
}

/** A stray zero byte stands in free text now and then; other formats, and blocks a crash never filled, hold many. */
function isBinary(bytes: Buffer): boolean {
  const zeros = bytes.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0)
  return zeros > bytes.length / 100 && !isUtf16(bytes)
}

function exported(seems: string): Finding {
  return { seems, todo: EXPORT_AGAIN }
}

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1'))
}

function isUtf16(bytes: Buffer): boolean {
  return startsWith(bytes, '\xff\xfe') || looksLikeUtf16(bytes)
}

/** The names inside a zip archive stand unpacked; an Excel workbook's are always the same. */
function isExcel(bytes: Buffer): boolean {
  return ['[Content_Types].xml', 'xl/', '_rels/'].some((name) => bytes.includes(name))
}

function findByText(bytes: Buffer, size: number, kind: DataFileKind): Finding | undefined {
  const text = decodeStart(bytes).trim()
  if (text === '') return { seems: 'tom (kun blanke tegn)', todo: FETCH_AGAIN }
  if (/^<[!?a-z]/i.test(text)) return page(text)
  const isJson = /^[[{]\s*["[{\]}]/.test(text)
  if (isJson) return findInJson(text, kind)
  const errorText = findErrorText(text, size)
  if (errorText) return errorText
  return kind === 'text' ? undefined : { seems: 'almindelig tekst', todo: EXPORT_AGAIN }
}

function page(text: string): Finding {
  const isHtml = /<!doctype\s+html|<html/i.test(text.slice(0, START_BYTES))
  return { seems: isHtml ? 'en HTML-side' : 'et XML-dokument', todo: FETCH_AGAIN }
}

function findInJson(text: string, kind: DataFileKind): Finding | undefined {
  const answer = errorAnswerIn(text)
  if (answer !== undefined) return { seems: answer, todo: FETCH_AGAIN }
  return kind === 'json' ? undefined : { seems: 'JSON-data', todo: EXPORT_AGAIN }
}

function errorAnswerIn(text: string): string | undefined {
  try {
    return errorAnswer(JSON.parse(text), true)
  } catch {
    return undefined
  }
}

/**
 * A short text on one line without a delimiter: what a service says when it refuses, saved as if it were the data.
 * A comma before a blank belongs to a sentence.
 */
function findErrorText(text: string, size: number): Finding | undefined {
  if (size > LONGEST_ERROR_TEXT || /[;\t\r\n]|,(?! )/.test(text)) return undefined
  const masked = text.replaceAll(/\d{6,}(?:-?\d+)*/g, '******').slice(0, LONGEST_QUOTE)
  return { seems: `en fejltekst på ${size} bytes: "${masked}"`, todo: FETCH_AGAIN }
}

function decodeStart(bytes: Buffer): string {
  if (isUtf16(bytes)) return new TextDecoder('utf-16le').decode(bytes, { stream: true })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes, { stream: true })
  }
}
