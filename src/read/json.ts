/** Owns how a JSON file becomes records: jobindsats' two layouts, lists of rows, and a row per line. */
import { Tokenizer, TokenParser } from '@streamparser/json'
import { MartError } from '../core/errors.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Encoding } from '../core/text-format.ts'
import { inBatches } from './batches.ts'
import { decodeStream, detectEncoding } from './encoding.ts'
import { readJsonLines, surveyLines } from './json-lines.ts'
import { cellsOfArray, cellsOfObject, headingsOf } from './json-row.ts'
import { detectShape, type JsonShape, noTable } from './json-shape.ts'
import type { RecordSource } from './records.ts'

/**
 * Opens a JSON file. Its headings are the first record; a list of objects has those that any of its objects has.
 * The file is read through once before its first record is given, so that a broken one gives none.
 * @param name tells by its ending whether it has a row per line
 * @throws MartError NOT_A_DATA_FILE when it is no table, TRUNCATED when it breaks off
 */
export async function openJson(path: string, name: string): Promise<RecordSource> {
  const encoding = await detectEncoding(path)
  const shape = await detectShape(path, encoding, name)
  const records = await recordsOf(path, encoding, shape)
  return {
    kind: 'json',
    endsWithNewline: true,
    batches: () => inBatches(records()),
    close: async () => undefined,
  }
}

async function recordsOf(
  path: string,
  encoding: Encoding,
  shape: JsonShape,
): Promise<() => AsyncIterable<readonly SourceRecord[]>> {
  if (shape === 'lines') {
    const survey = await surveyLines(path, encoding)
    return () => readJsonLines(path, encoding, survey)
  }
  const headings = await surveyDocument(path, encoding, shape)
  return () => readDocument(path, encoding, shape, headings)
}

type DocumentShape = Exclude<JsonShape, 'lines'>

/** Where the headings and the rows of each shape stand; what stands elsewhere is let go as it comes. */
const PATHS: Readonly<Record<DocumentShape, string>> = {
  'columns-rows': '$.*.*',
  'variables-data': '$.*.*.*',
  objects: '$.*',
  arrays: '$.*',
}

/** Something a document holds at its shape's place: a row, or a heading of the table. */
interface Item {
  readonly value: unknown
  /** The field it stands in: `rows`, `Data`, `columns` …; none for a list of rows. */
  readonly field: string | undefined
  /** Which table of several, from 0. */
  readonly table: number
}

async function surveyDocument(
  path: string,
  encoding: Encoding,
  shape: DocumentShape,
): Promise<readonly string[]> {
  const headings = new Set<string>()
  const columns: string[] = []
  for await (const items of readItems(path, encoding, PATHS[shape])) {
    for (const { value, field, table } of items) {
      if (table > 0) throw noTable(path, 'flere tabeller i én fil')
      if (shape === 'objects') for (const name of headingsOf(value)) headings.add(name)
      else if (shape === 'arrays' && columns.length === 0)
        columns.push(...cellsOfArray(value).cells)
      else if (field === 'columns') columns.push(String(value))
      else if (field === 'Variables') columns.push(labelOf(value))
    }
  }
  const found = shape === 'objects' ? [...headings] : columns
  if (found.length === 0) throw noTable(path, 'en JSON-tabel uden overskrifter')
  return found
}

/** The heading of a v2 variable: what people read, else its id. */
function labelOf(variable: unknown): string {
  const { Label, Name } = (variable ?? {}) as { Label?: unknown; Name?: unknown }
  return String(Label ?? Name ?? '')
}

async function* readDocument(
  path: string,
  encoding: Encoding,
  shape: DocumentShape,
  headings: readonly string[],
): AsyncGenerator<readonly SourceRecord[]> {
  let line = 1
  yield [{ line, cells: headings }]
  // Of a list of arrays the first is the headings.
  let skips = shape === 'arrays' ? 1 : 0
  for await (const items of readItems(path, encoding, PATHS[shape])) {
    const records: SourceRecord[] = []
    for (const { value, field } of items) {
      if (field !== undefined && field !== 'rows' && field !== 'Data') continue
      if (skips-- > 0) continue
      line += 1
      const row = shape === 'objects' ? cellsOfObject(value, headings) : cellsOfArray(value)
      records.push({ line, ...row })
    }
    yield records
  }
}

/** More tokens than this without a row: what is being put together is none. */
const MOST_TOKENS = 500_000
/** No cell comes near it; a text that is never closed does, and would otherwise eat the memory. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** The items of a document at a path, as they come; memory does not grow with the file. */
async function* readItems(
  path: string,
  encoding: Encoding,
  at: string,
): AsyncGenerator<readonly Item[]> {
  const reader = new ItemReader(path, at)
  for await (const text of decodeStream(path, encoding)) yield reader.take(text)
  reader.finish()
}

class ItemReader {
  private readonly tokenizer = new Tokenizer()
  private readonly parser: TokenParser
  private readonly path: string
  private items: Item[] = []
  private tokens = 0
  private characters = 0
  private failure: Error | undefined

  constructor(path: string, at: string) {
    this.path = path
    this.parser = new TokenParser({ paths: [at], keepStack: false })
    this.parser.onValue = ({ value, stack }) => {
      const [, outer, inner] = stack.map(({ key }) => key)
      const field = inner ?? outer
      this.items.push({
        value,
        table: inner === undefined ? 0 : Number(outer),
        field: field === undefined ? undefined : String(field),
      })
      this.tokens = 0
    }
    this.tokenizer.onToken = (token) => {
      this.tokens += 1
      this.characters = 0
      this.parser.write(token)
    }
    this.tokenizer.onError = (error) => {
      this.failure ??= error
    }
    this.parser.onError = (error) => {
      this.failure ??= error
    }
  }

  take(text: string): readonly Item[] {
    this.characters += text.length
    this.tokenizer.write(text)
    if (this.failure) throw this.invalid()
    if (this.tokens > MOST_TOKENS || this.characters > MOST_CHARACTERS) throw this.tooLarge()
    const { items } = this
    this.items = []
    return items
  }

  finish(): void {
    if (this.parser.isEnded) return
    throw new MartError('TRUNCATED', 'Filen slutter midt i JSON-data. Intet er skrevet.', {
      file: this.path,
      expected: 'en hel JSON-fil',
      got: 'en fil, der er afbrudt',
      todo: 'Hent filen igen fra kilden; overførslen blev afbrudt.',
    })
  }

  private invalid(): MartError {
    return noTable(this.path, 'JSON, der ikke er skrevet rigtigt')
  }

  private tooLarge(): MartError {
    return noTable(this.path, 'JSON uden rækker, eller med en værdi uden slutning')
  }
}
