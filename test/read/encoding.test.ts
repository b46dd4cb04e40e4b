/** Owns the proof that encodings are told apart and characters decoded right, also over the edge of a chunk. */
import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import type { Encoding } from '../../src/core/text-format.ts'
import { decodeStream, detectEncoding } from '../../src/read/encoding.ts'
import { tempFile } from './temp-file.ts'

/** The size of the chunks a file is read in; what must survive a boundary is put on it. */
const CHUNK = 256 * 1024

async function decode(content: string | Uint8Array, encoding: Encoding): Promise<string> {
  let text = ''
  for await (const part of decodeStream(await tempFile(content), encoding)) text += part
  return text
}

async function detect(...bytes: number[]): Promise<Encoding> {
  return detectEncoding(await tempFile(Buffer.from(bytes)))
}

test('a UTF-8 byte order mark decides, even over bytes that are no UTF-8', async () => {
  expect(await detect(0xef, 0xbb, 0xbf, 0x61, 0xf8)).toBe('utf-8')
})

test('a UTF-16LE byte order mark decides', async () => {
  expect(await detect(0xff, 0xfe, 0x61, 0x00)).toBe('utf-16le')
})

test('UTF-16LE without a mark is known by its zero bytes', async () => {
  const path = await tempFile(Buffer.from('Område;År\r\n', 'utf-16le'))
  expect(await detectEncoding(path)).toBe('utf-16le')
})

test('text in plain ASCII, or nothing at all, is UTF-8', async () => {
  expect(await detect(0x61, 0x3b, 0x62)).toBe('utf-8')
  expect(await detect()).toBe('utf-8')
})

test('valid UTF-8 is UTF-8', async () => {
  expect(await detectEncoding(await tempFile('Område;Køn;Ålder'))).toBe('utf-8')
})

test('an ø in windows-1252 is found on the last byte of a long file', async () => {
  const path = await tempFile(Buffer.from(`${'a;b\n'.repeat(CHUNK)}K\xf8n`, 'latin1'))
  expect(await detectEncoding(path)).toBe('windows-1252')
})

test('a lone å at the very end of a file is windows-1252', async () => {
  expect(await detect(0x61, 0x3b, 0xe5)).toBe('windows-1252')
})

test('a UTF-8 file cut inside its last character stays UTF-8', async () => {
  expect(await detect(0x61, 0xc3, 0xa6, 0x3b, 0xc3)).toBe('utf-8')
})

test('so does one whose only whole letters stand far before the cut', async () => {
  const path = await tempFile(Buffer.from(`\xc3\xa6${'a'.repeat(CHUNK)}\xc3`, 'latin1'))
  expect(await detectEncoding(path)).toBe('utf-8')
})

test('a UTF-8 character over a chunk boundary does not make the file windows-1252', async () => {
  const path = await tempFile(`${'a'.repeat(CHUNK - 1)}æ`)
  expect(await detectEncoding(path)).toBe('utf-8')
})

test('windows-1252 gives €, – and ž, not control characters', async () => {
  const bytes = Buffer.from([0x80, 0x96, 0x9e, 0x92, 0xe6, 0xf8, 0xe5, 0xa0])
  expect(await decode(bytes, 'windows-1252')).toBe('€–ž’æøå\u00a0')
})

test('the byte order mark is no part of the text', async () => {
  expect(await decode('\ufeffÅr;Uge', 'utf-8')).toBe('År;Uge')
  expect(await decode(Buffer.from('\ufeffÅr;Uge', 'utf-16le'), 'utf-16le')).toBe('År;Uge')
})

test('characters split over two chunks come out whole', async () => {
  for (const letter of ['æ', '€', '😀']) {
    for (let before = CHUNK - 4; before <= CHUNK; before++) {
      const text = `${'a'.repeat(before)}${letter}b`
      expect((await decode(text, 'utf-8')).slice(before)).toBe(`${letter}b`)
    }
  }
})

test('a UTF-16LE character split over two chunks comes out whole', async () => {
  const bytes = Buffer.from(`\ufeff${'a'.repeat(CHUNK / 2 - 2)}😀b`, 'utf-16le')
  expect((await decode(bytes, 'utf-16le')).slice(-3)).toBe('😀b')
})

test('a file that ends inside a character is TRUNCATED', async () => {
  await expect(decode(Buffer.from([0x61, 0xc3, 0xa6, 0xc3]), 'utf-8')).rejects.toMatchObject({
    code: 'TRUNCATED',
    message: 'Filen slutter midt i et tegn og er derfor ikke hel. Intet er skrevet.',
    context: { todo: 'Hent filen igen fra kilden.' },
  })
  await expect(
    decode(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]), 'utf-16le'),
  ).rejects.toMatchObject({ code: 'TRUNCATED' })
})

test('UTF-8 with a damaged byte stays UTF-8 and is refused by its line, never read as windows-1252', async () => {
  const lines = ['Område;Køn', 'Læsø;Mænd', 'L\xe6s\xf8;M', 'Ærø;Kvinder', '']
  const path = await tempFile(
    Buffer.concat(lines.map((line, at) => Buffer.from(`${line}\n`, at === 2 ? 'latin1' : 'utf-8'))),
  )
  expect(await detectEncoding(path)).toBe('utf-8')
  await expect(decode(await readFile(path), 'utf-8')).rejects.toMatchObject({
    code: 'NOT_A_DATA_FILE',
    message: 'Filen har tegn på linje 3, der ikke kan læses i utf-8. Intet er skrevet.',
    context: { line: 3 },
  })
  const marked = Buffer.from('\xef\xbb\xbfa;b\nL\xe6s\xf8;1\n', 'latin1')
  await expect(decode(marked, 'utf-8')).rejects.toMatchObject({ context: { line: 2 } })
})

test('windows-1252 that happens to hold a pair of UTF-8 stays windows-1252', async () => {
  const path = await tempFile(Buffer.from('Team \x93\xd8\x94;K\xf8n;M\xe6nd\n', 'latin1'))
  expect(await detectEncoding(path)).toBe('windows-1252')
})

test('bytes of another code page, that windows-1252 has no letters for, are refused by their line', async () => {
  const dos = Buffer.from('omr\x86de;antal\n\x9dster Hornum;1\n', 'latin1')
  expect(await detectEncoding(await tempFile(dos))).toBe('windows-1252')
  await expect(decode(dos, 'windows-1252')).rejects.toMatchObject({
    code: 'NOT_A_DATA_FILE',
    context: { line: 2, got: 'bytes, der ikke er tegn i windows-1252' },
  })
})
