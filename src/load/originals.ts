/** Owns the encryption of originals that tell of persons: files in age's format, by a key derived from the pseudonym key. */
import { hkdfSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { bech32 } from '@scure/base'
import type { Identity, Stanza } from 'age-encryption'
import { MartError } from '../core/errors.ts'

/** What encrypts the originals of a home and reads them again. */
export interface Vault {
  /** The bytes of a file, encrypted with the key in force. */
  seal(plain: Readable): AsyncIterable<Uint8Array>
  /**
   * The bytes of an encrypted file as they were delivered.
   * @param name what people know the file by
   * @throws MartError FOREIGN_ORIGINAL or ORIGINAL_DAMAGED, then or while the bytes are read
   */
  open(path: string, name: string): AsyncIterable<Uint8Array>
}

/** A key of the chain as age has them, and what tells it from others without telling the key. */
interface FileKey {
  readonly version: number
  readonly mark: string
  readonly identity: string
}

/** The first line of every file in age's format. */
const MAGIC = Buffer.from('age-encryption.org/v1\n')
/** The line in a file's header that names its key; age's own tools pass over it. */
const NOTE = 'jobmart'
const CHUNK_BYTES = 256 * 1024

// Only who handles such a file waits for its cryptography to load.
const age = () => import('age-encryption')

/**
 * The vault of a chain of pseudonym keys (DESIGN §6). Each gives a key for files (HKDF-SHA-256), so that what was encrypted
 * before a rotation can be read after it.
 * @param keys the whole chain, oldest first
 * @param inForce how many of them make the pseudonyms; the last of those encrypts
 */
export function makeVault(keys: readonly Buffer[], inForce: number = keys.length): Vault {
  const known = keys.map(fileKey)
  const newest = known[inForce - 1]
  if (!newest) throw new Error('a vault needs a key')
  return Object.freeze({
    seal: (plain: Readable) => sealed(plain, newest),
    open: (path: string, name: string) => opened(path, name, known),
  })
}

/**
 * Whether a file is an encrypted original, by its first bytes; its name is as it was delivered. What cannot be read is none:
 * the reader says why.
 */
export async function isSealed(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  try {
    const start = await file?.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
    return start?.buffer.equals(MAGIC) ?? false
  } catch {
    return false
  } finally {
    await file?.close()
  }
}

function fileKey(key: Buffer, index: number): FileKey {
  const derived = (what: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', key, '', `jobmart ${what}`, bytes))
  return {
    version: index + 1,
    mark: Buffer.from(derived('original mark', 8)).toString('base64url'),
    identity: bech32.encodeFromBytes('AGE-SECRET-KEY-', derived('originals', 32)).toUpperCase(),
  }
}

async function* sealed(
  plain: Readable,
  { version, mark, identity }: FileKey,
): AsyncGenerator<Uint8Array> {
  const { Encrypter, identityToRecipient, Stanza } = await age()
  const encrypter = new Encrypter()
  const note = new Stanza([NOTE, String(version), mark], new Uint8Array())
  encrypter.addRecipient({ wrapFileKey: () => [note] })
  encrypter.addRecipient(await identityToRecipient(identity))
  yield* await encrypter.encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>)
}

async function* opened(
  path: string,
  name: string,
  keys: readonly FileKey[],
): AsyncGenerator<Uint8Array> {
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  const header = noteReader()
  decrypter.addIdentity(header)
  for (const { identity } of keys) decrypter.addIdentity(identity)
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  try {
    yield* await decrypter.decrypt(Readable.toWeb(bytes) as ReadableStream<Uint8Array>)
  } catch (cause) {
    // What the disk could not give is another matter.
    if ((cause as { code?: string }).code) throw cause
    throw isForeign(header.note, keys) ? foreign(name, header.note, cause) : damaged(name, cause)
  } finally {
    bytes.destroy()
  }
}

type Note = readonly [version: string, mark: string]

/** Reads the header's note as it comes by; it opens nothing. */
function noteReader(): Identity & { note?: Note } {
  return {
    unwrapFileKey(stanzas: readonly Stanza[]) {
      const [, version, mark] = stanzas.find(({ args }) => args[0] === NOTE)?.args ?? []
      if (version !== undefined && mark !== undefined) this.note = [version, mark]
      return null
    },
  }
}

function isForeign(note: Note | undefined, keys: readonly FileKey[]): note is Note {
  return note !== undefined && !keys.some(({ mark }) => mark === note[1])
}

function foreign(name: string, [version]: Note, cause: unknown): MartError {
  const message = 'Filen er krypteret med en nøgle, som dette hjem ikke har. Intet er læst.'
  const context = {
    file: name,
    expected: 'en fil, der er krypteret med en af hjemmets nøgler',
    got: `en anden nøgle (der var version ${version})`,
    todo: 'Læg nøglen tilbage (JOBMART_PSEUDONYM_KEY, eller keys.json i hjemmet), eller få filen fra kilden igen.',
  }
  return new MartError('FOREIGN_ORIGINAL', message, context, { cause })
}

function damaged(name: string, cause: unknown): MartError {
  const message = 'Den krypterede fil er beskadiget og kan ikke læses. Intet er skrevet.'
  const context = {
    file: name,
    expected: 'en hel fil, som jobmart har krypteret den',
    got: 'en fil, der er ændret eller afkortet',
    todo: 'Hent den fra en sikkerhedskopi af hjemmet, eller få den fra kilden igen.',
  }
  return new MartError('ORIGINAL_DAMAGED', message, context, { cause })
}
