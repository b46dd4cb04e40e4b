/** Owns the proof that what is encrypted comes back as it was, by its own key alone and undamaged, and in bounded memory. */
import { hkdfSync, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import { bech32 } from '@scure/base'
import { Decrypter } from 'age-encryption'
import { MartError } from '../../src/core/errors.ts'
import { isSealed, makeVault, type Vault } from '../../src/load/originals.ts'
import { tempFile } from '../read/temp-file.ts'

const [FIRST, SECOND, OTHER] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [
  Buffer,
  Buffer,
  Buffer,
]
const vault = makeVault([FIRST])
const LINE = '130580-1231;Prøvesen\n'

async function seal(bytes: Buffer, by: Vault = vault): Promise<Buffer> {
  return buffer(by.seal(Readable.from([bytes], { objectMode: false })))
}

async function open(sealed: Buffer, by: Vault = vault): Promise<Buffer> {
  return buffer(by.open(await tempFile(sealed), 'Borger.csv'))
}

/** The code and context a file is refused with. */
async function refusal(sealed: Buffer, by?: Vault) {
  const error: unknown = await open(sealed, by).catch((thrown: unknown) => thrown)
  if (error instanceof MartError) return { code: error.code, ...error.context }
  throw new Error('it was read')
}

test.each([0, 1, 65_535, 65_536, 65_537, 1_000_000])(
  'a file of %i bytes comes back as it was, and nothing of it shows',
  async (length) => {
    const plain = Buffer.alloc(length, LINE)
    const sealed = await seal(plain)
    expect((await open(sealed)).equals(plain)).toBe(true)
    expect(sealed.includes('130580')).toBe(false)
    expect((await seal(plain)).equals(sealed)).toBe(false)
  },
)

test('it is known by its first bytes, whatever its name', async () => {
  expect(await isSealed(await tempFile(await seal(Buffer.from(LINE))))).toBe(true)
  expect(await isSealed(await tempFile(LINE))).toBe(false)
  expect(await isSealed(await tempFile('age-encryption'))).toBe(false)
  expect(await isSealed('/nowhere/at/all')).toBe(false)
})

test('after a rotation the new key encrypts, and the old one still reads', async () => {
  const old = await seal(Buffer.from(LINE))
  const rotated = makeVault([FIRST, SECOND])
  expect(String(await open(old, rotated))).toBe(LINE)
  const fresh = await seal(Buffer.from(LINE), rotated)
  expect(String(fresh)).toContain('-> jobmart 2 ')
  expect(await refusal(fresh)).toMatchObject({
    code: 'FOREIGN_ORIGINAL',
    got: expect.stringContaining('version 2'),
  })
  // A rotation that died has put a key into the file that no pseudonym is made with yet.
  const waiting = await seal(Buffer.from(LINE), makeVault([FIRST, SECOND], 1))
  expect(String(await open(waiting))).toBe(LINE)
})

test('another key does not open it, and the message says that it is the key', async () => {
  const sealed = await seal(Buffer.from(LINE), makeVault([OTHER]))
  expect(await refusal(sealed)).toMatchObject({ code: 'FOREIGN_ORIGINAL', file: 'Borger.csv' })
})

test('one changed byte anywhere, or an end cut off, is damage', async () => {
  const sealed = await seal(Buffer.alloc(150_000, LINE))
  const mark = sealed.indexOf('-> jobmart') + 14
  const places = [30, 120, 220, 300, 65_000, 80_000, sealed.length - 1].filter(
    (at) => at < mark || at > mark + 11,
  )
  for (const at of places) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect([at, (await refusal(changed)).code]).toEqual([at, 'ORIGINAL_DAMAGED'])
  }
  // Of age's pieces of 64 KiB the last one says that it is: whole pieces are no whole file.
  const header = sealed.length - 150_000 - 3 * 16
  for (const length of [25, header, header + 65_552, header + 65_600, sealed.length - 1]) {
    const cut = sealed.subarray(0, length)
    expect([length, (await refusal(cut)).code]).toEqual([length, 'ORIGINAL_DAMAGED'])
  }
  expect((await refusal(Buffer.concat([sealed, Buffer.from('x')]))).code).toBe('ORIGINAL_DAMAGED')
})

test('whoever has the key needs no jobmart: any reader of age opens it by the identity the README tells', async () => {
  const secret = new Uint8Array(hkdfSync('sha256', FIRST, '', 'jobmart originals', 32))
  const reader = new Decrypter()
  reader.addIdentity(bech32.encodeFromBytes('AGE-SECRET-KEY-', secret).toUpperCase())
  expect(await reader.decrypt(await seal(Buffer.from(LINE)), 'text')).toBe(LINE)
})

test('a large file goes through a piece at a time, both ways', async () => {
  const PIECES = 64
  let given = 0
  const source = Readable.from(
    (function* () {
      for (; given < PIECES; given++) yield randomBytes(65_536)
    })(),
    { objectMode: false, highWaterMark: 65_536 },
  )
  const sealed: Uint8Array[] = []
  let ahead = 0
  for await (const chunk of vault.seal(source)) {
    sealed.push(chunk)
    const received = sealed.reduce((sum, each) => sum + each.length, 0) / 65_552
    ahead = Math.max(ahead, given - received)
  }
  expect(given).toBe(PIECES)
  expect(ahead).toBeLessThan(16)
  // Opened, it is told piece by piece too: the first comes although the last is damaged.
  const damaged = Buffer.concat(sealed)
  damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1
  const bytes = vault.open(await tempFile(damaged), 'Borger.csv')
  let read = 0
  await expect(
    (async () => {
      for await (const chunk of bytes) read += chunk.length
    })(),
  ).rejects.toMatchObject({ code: 'ORIGINAL_DAMAGED' })
  expect(read).toBe((PIECES - 1) * 65_536)
})

test('a file that is not there is no damage', async () => {
  await expect(buffer(vault.open('/nowhere/at/all', 'Borger.csv'))).rejects.toMatchObject({
    code: 'ENOENT',
  })
})
