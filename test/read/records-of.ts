/** Owns how the tests of the readers see a file's records: its cells by line, or the error that refuses it. */
import { basename, dirname } from 'node:path'
import type { SourceRecord } from '../../src/core/record.ts'
import { openRecords, type RecordSource } from '../../src/read/records.ts'
import { tempFile, tempFolder } from './temp-file.ts'

interface Sheets {
  readonly headings?: readonly string[]
  readonly sheets?: readonly string[]
}

/** A source for a file with these bytes under that name. */
export async function opened(
  content: string | Uint8Array,
  name: string,
  options: Sheets = {},
): Promise<RecordSource> {
  return openPath(await tempFile(content, name), options)
}

/** A source for a file that exists. */
export function openPath(path: string, options: Sheets = {}): Promise<RecordSource> {
  const name = basename(path)
  return openRecords(path, { name, headings: [], scratch: tempFolder(), ...options })
}

/** Every record of a source, which is then closed. */
export async function recordsOf(source: RecordSource): Promise<SourceRecord[]> {
  const records: SourceRecord[] = []
  for await (const batch of source.batches()) records.push(...batch)
  await source.close()
  return records
}

/** The records of a file with these bytes, each as its line, a colon, and its cells between bars. */
export async function linesOf(
  content: string | Uint8Array,
  name: string,
  options: Sheets = {},
): Promise<string[]> {
  const records = await recordsOf(await opened(content, name, options))
  return records.map(({ line, cells, fault }) => `${line}: ${fault?.got ?? cells.join('|')}`)
}

/** The error that a file with these bytes is refused with, however far it is read before. */
export async function refusalOf(
  content: string | Uint8Array,
  name: string,
  options: Sheets = {},
): Promise<unknown> {
  return refusalOfPath(await tempFile(content, name), options)
}

/** The error that a file that exists is refused with. */
export async function refusalOfPath(path: string, options: Sheets = {}): Promise<unknown> {
  try {
    await recordsOf(await openPath(path, options))
  } catch (error) {
    return error
  }
  throw new Error(`${basename(dirname(path))} was read`)
}
