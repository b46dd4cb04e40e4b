/** Owns the one way from a data file's bytes to its records, whatever kind of file it is. */
import { open as openHandle } from 'node:fs/promises'
import { MartError } from '../core/errors.ts'
import type { SourceRecord } from '../core/record.ts'
import { type CsvFormat, readCsv } from './csv.ts'
import { kindByName, refuseUnlessDataFile } from './data-file.ts'
import { detectDelimiter } from './delimiter.ts'
import { detectEncoding } from './encoding.ts'
import { openJson } from './json.ts'
import { openXlsx } from './xlsx.ts'
import { unpackOnly } from './zip.ts'

export interface RecordOptions {
  /** The name that people know the file by; its ending claims the kind, and errors tell it. */
  readonly name: string
  /** Headings and aliases the file ought to have, by which the delimiter of a text is found. */
  readonly headings: readonly string[]
  /** Encoding and delimiter of a text where they are told; the rest its bytes tell. */
  readonly format?: Partial<CsvFormat> | undefined
  /** Names of the sheets of a workbook that may be read, in order of preference; without it the first with rows. */
  readonly sheets?: readonly string[] | undefined
  /** A folder for what must be unpacked to be read; nobody else may read it. */
  readonly scratch: string
}

/** The records of one file. Its cells are text as a Danish person would have typed it, so that columns are read alike. */
export interface RecordSource {
  readonly kind: 'csv' | 'json' | 'xlsx'
  /** Encoding and delimiter of a text. */
  readonly format?: CsvFormat
  /** The sheet of a workbook that is read. */
  readonly sheet?: string
  /** Whether the file is known to be whole; the last line of a text that is not finished may be cut off. */
  readonly endsWithNewline: boolean
  /**
   * The records from the start, in batches; may be called several times. Only the last batch may hold fewer than 20
   * records, so the header stands in the first one if anywhere.
   */
  batches(): AsyncIterable<readonly SourceRecord[]>
  /** Removes what was unpacked; the source is not to be read afterwards. */
  close(): Promise<void>
}

/**
 * Opens a data file: refuses what is not what its name says, and finds out how to read it.
 * @throws MartError NOT_A_DATA_FILE, TRUNCATED or PATH_NOT_FOUND, then and while the records are read
 */
export async function openRecords(path: string, options: RecordOptions): Promise<RecordSource> {
  const { name } = options
  const source = await underName(name, () => openByKind(path, options))
  return { ...source, batches: () => batchesUnderName(name, source) }
}

async function openByKind(path: string, options: RecordOptions): Promise<RecordSource> {
  const { name, headings, sheets, format = {} } = options
  const kind = kindByName(name)
  await refuseUnlessDataFile(path, kind)
  switch (kind) {
    case 'zip':
      return openZipped(path, options)
    case 'xlsx':
      return openXlsx(path, { headings, sheets })
    case 'json':
      return openJson(path, name)
    case 'text':
      return openCsv(path, headings, format)
  }
}

async function openZipped(path: string, options: RecordOptions): Promise<RecordSource> {
  const inner = await unpackOnly(path, options.scratch)
  const name = `${options.name} → ${inner.name}`
  try {
    const source = await openRecords(inner.path, { ...options, name })
    const close = () => source.close().finally(inner.close)
    return { ...source, close }
  } catch (error) {
    await inner.close()
    throw error
  }
}

async function openCsv(
  path: string,
  headings: readonly string[],
  told: Partial<CsvFormat>,
): Promise<RecordSource> {
  const encoding = told.encoding ?? (await detectEncoding(path))
  const delimiter = told.delimiter ?? (await detectDelimiter(path, encoding, headings))
  const format = { encoding, delimiter }
  return {
    kind: 'csv',
    format,
    endsWithNewline: await endsWithNewline(path),
    batches: () => readCsv(path, format),
    close: async () => undefined,
  }
}

async function endsWithNewline(path: string): Promise<boolean> {
  const handle = await openHandle(path)
  try {
    const { size } = await handle.stat()
    const end = Buffer.alloc(2)
    await handle.read(end, 0, 2, Math.max(0, size - 2))
    return end.includes('\n') || end.includes('\r')
  } finally {
    await handle.close()
  }
}

// The readers know a private copy; people know the file by the name it came under.
async function underName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw named(error, name)
  }
}

async function* batchesUnderName(
  name: string,
  source: RecordSource,
): AsyncGenerator<readonly SourceRecord[]> {
  try {
    yield* source.batches()
  } catch (error) {
    throw named(error, name)
  }
}

function named(error: unknown, name: string): unknown {
  if (!(error instanceof MartError) || error.code === 'PATH_NOT_FOUND') return error
  // Of an archive the name tells the file inside it too.
  if (error.context.file?.startsWith(`${name} `)) return error
  return new MartError(
    error.code,
    error.message,
    { ...error.context, file: name },
    { cause: error },
  )
}
