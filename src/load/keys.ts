/** Owns the pseudonym keys: from the environment, or in the home's keys.json, which only its owner may read. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { MartError } from '../core/errors.ts'
import { errnoOf, writeAtomic } from '../db/embedded/files.ts'
import { syncFolder } from './source-file.ts'

const LEAST_BYTES = 32
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const FOR_OTHERS = 0o077

const FILE_SCHEMA = z.strictObject({
  keys: z.array(z.strictObject({ version: z.int(), key: z.string() })).min(1),
})

/**
 * The chain of pseudonym keys, oldest first. A key from the environment stands alone; else keys.json in the home has one
 * entry per version, and is made with a random key when it is not there yet.
 * @throws MartError BAD_CONFIGURATION (exit 4) for a key that is no key, or a file that others may read
 */
export async function loadKeys(
  home: string,
  environmentKey: string | undefined,
  makesFile = true,
): Promise<readonly Buffer[]> {
  if (environmentKey) return [environmentKeyBytes(environmentKey)]
  const path = join(home, 'keys.json')
  const keys = await readKeyFile(path)
  if (keys) return keys
  // A rehearsal writes nothing: its key is forgotten with what it was used for.
  if (!makesFile) return [randomBytes(LEAST_BYTES)]
  await makeKeyFile(home, path)
  return (await readKeyFile(path)) ?? []
}

/**
 * Adds a new random key to the home's keys.json, on the disk before it returns: what is made with it must never outlive it.
 * @param keys those of the file, oldest first; they stay
 * @throws MartError BAD_CONFIGURATION (exit 4) when the file cannot be written
 */
export async function addKey(home: string, keys: readonly Buffer[]): Promise<Buffer> {
  const key = randomBytes(LEAST_BYTES)
  try {
    await writeAtomic(join(home, 'keys.json'), keyFileText([...keys, key]))
    await syncFolder(home)
  } catch (error) {
    throw badFile(join(home, 'keys.json'), 'et hjem, der kan skrives i', errnoOf(error) ?? '')
  }
  return key
}

function keyFileText(keys: readonly Buffer[]): string {
  const versions = keys.map((key, index) => ({ version: index + 1, key: key.toString('base64') }))
  return `${JSON.stringify({ keys: versions }, null, 2)}\n`
}

function environmentKeyBytes(text: string): Buffer {
  const key = keyBytes(text)
  if (key) return key
  throw new MartError('BAD_CONFIGURATION', 'JOBMART_PSEUDONYM_KEY er ikke gyldig.', {
    expected: `mindst ${LEAST_BYTES} byte skrevet som base64`,
    got: '(skjult)',
    todo: 'Lav en nøgle med: openssl rand -base64 32 – eller fjern variablen, så laves keys.json i hjemmet.',
  })
}

/** The bytes of a key in base64, or nothing when it is none or too short. */
function keyBytes(text: string): Buffer | undefined {
  const bare = text.replace(/\s/g, '')
  const bytes = BASE64.test(bare) ? Buffer.from(bare, 'base64') : undefined
  return bytes && bytes.length >= LEAST_BYTES ? bytes : undefined
}

async function readKeyFile(path: string): Promise<readonly Buffer[] | undefined> {
  try {
    const file = await open(path)
    try {
      refuseOpenToOthers(path, (await file.stat()).mode)
      return keysOf(path, await file.readFile('utf8'))
    } finally {
      await file.close()
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    if (error instanceof MartError) throw error
    throw badFile(path, 'en fil, som brugeren, der kører jobmart, kan læse', errnoOf(error) ?? '')
  }
}

function refuseOpenToOthers(path: string, mode: number): void {
  // Windows keeps its rights elsewhere; there the home's own rights protect the file.
  if (process.platform === 'win32' || (mode & FOR_OTHERS) === 0) return
  const rights = (mode & 0o777).toString(8)
  throw badFile(path, 'rettighederne 600', `${rights}: andre kan læse nøglen`, `chmod 600 ${path}`)
}

// The parser's own message would quote the file, and the file is the secret.
function keysOf(path: string, text: string): readonly Buffer[] {
  const versions = FILE_SCHEMA.safeParse(json(text)).data?.keys ?? []
  const keys = versions.flatMap(({ version, key }, index) =>
    version === index + 1 ? (keyBytes(key) ?? []) : [],
  )
  if (keys.length > 0 && keys.length === versions.length) return keys
  throw badFile(
    path,
    `{"keys": [{"version": 1, "key": "…"}]}, versionerne i rækkefølge, hver nøgle mindst ${LEAST_BYTES} byte som base64`,
    '(skjult)',
    'Læg den rigtige keys.json tilbage fra sikkerhedskopien.',
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes the file whole or not at all; of two processes that make it at once, the first one's stays. */
async function makeKeyFile(home: string, path: string): Promise<void> {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await mkdir(home, { recursive: true })
    await writeAtomic(draft, keyFileText([randomBytes(LEAST_BYTES)]))
    await link(draft, path).catch((error: unknown) => {
      if (errnoOf(error) === 'EEXIST') return
      // A file system without links: the last one's stays, and the database's check tells if that was the wrong one.
      return rename(draft, path)
    })
    await syncFolder(home)
  } catch (error) {
    throw badFile(path, 'et hjem, der kan skrives i', errnoOf(error) ?? 'ukendt fejl')
  } finally {
    await rm(draft, { force: true })
  }
}

function badFile(
  file: string,
  expected: string,
  got: string,
  todo = 'Giv brugeren, der kører jobmart, adgang til filen.',
): MartError {
  const message = 'Filen med nøglen til pseudonymer kan ikke bruges.'
  return new MartError('BAD_CONFIGURATION', message, { file, expected, got, todo })
}
