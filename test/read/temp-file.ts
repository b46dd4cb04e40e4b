/** Owns the files on disk that the tests of the readers read: each with the bytes given, gone after the test file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'

let folder = ''
let made = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobmart-read-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** The folder of this test file, to be used inside a test only. */
export function tempFolder(): string {
  return folder
}

/** A file with these bytes (a string is written as UTF-8) in a folder of its own, so that its name is the one given. */
export async function tempFile(content: string | Uint8Array, name = 'fil.csv'): Promise<string> {
  const path = join(await mkdtemp(join(folder, `${++made}-`)), name)
  await writeFile(path, content)
  return path
}

const WINDOWS_1252: ReadonlyMap<string, number> = new Map([
  ['€', 0x80],
  ['ž', 0x9e],
  ['–', 0x96],
  ['’', 0x92],
])

/** The bytes of a text in an encoding, written out by hand so that they do not come from the decoder under test. */
export function encode(text: string, encoding: 'utf-8' | 'utf-16le' | 'windows-1252'): Buffer {
  if (encoding !== 'windows-1252') return Buffer.from(text, encoding)
  return Buffer.from([...text].map((letter) => WINDOWS_1252.get(letter) ?? letter.charCodeAt(0)))
}
