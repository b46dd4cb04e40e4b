/** Owns the files of encrypted originals: a plain copy while one is read, and encrypting one where it lies. */
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { MartError } from '../core/errors.ts'
import { scratchPath } from '../read/scratch.ts'
import { isSealed, type Vault } from './originals.ts'
import {
  liesInInbox,
  type NamedCopy,
  type SourceFile,
  storageFailed,
  syncFile,
} from './source-file.ts'

/** What it takes to read a file, encrypted or not. */
export interface Workroom {
  /** A folder of the home for what must be decrypted or unpacked to be read; nobody else may read it. */
  readonly scratch: string
  readonly vault: Vault
}

/** A file that can be read as it was delivered. */
export interface PlainFile {
  readonly path: string
  /** Removes it, when it is a copy. */
  close(): Promise<void>
}

/**
 * The file as it was delivered: itself, or a copy in the scratch folder when it is encrypted.
 * @throws MartError FOREIGN_ORIGINAL, ORIGINAL_DAMAGED or STORAGE_FAILED
 */
export async function plainFile(
  { copy, name }: NamedCopy,
  { scratch, vault }: Workroom,
): Promise<PlainFile> {
  if (!(await isSealed(copy))) return { path: copy, close: async () => undefined }
  const path = scratchPath(scratch, name)
  const close = () => rm(path, { force: true })
  try {
    await mkdir(scratch, { recursive: true, mode: 0o700 })
    await pipeline(vault.open(copy, name), createWriteStream(path, { mode: 0o600 }))
    return { path, close }
  } catch (cause) {
    await close()
    if (cause instanceof MartError) throw cause
    throw storageFailed(`Filen "${name}" kunne ikke læses i hjemmet.`, scratch, cause)
  }
}

/**
 * Puts the encrypted copy of a file into its place in the inbox, so that no plain original is left there, whatever becomes of
 * the load. One that was delivered anew in the meantime, or lies elsewhere with its owner, is left as it is.
 * @throws MartError STORAGE_FAILED
 */
export async function sealInInbox(file: SourceFile, home: string): Promise<void> {
  if (!liesInInbox(file, home) || (await isSealed(file.origin))) return
  await replaceWhole(file.origin, createReadStream(file.copy), file.arrivedAt)
}

/** Encrypts a file where it lies; its name, times and rights stay. */
export async function sealInPlace(path: string, vault: Vault): Promise<void> {
  const { mtimeMs } = await stat(path)
  await replaceWhole(path, vault.seal(createReadStream(path)), mtimeMs)
}

async function replaceWhole(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  changedAt: number,
): Promise<void> {
  // Beside it, for the inbox may be another disk than the rest; the next try overwrites what a dead one left.
  const draft = join(dirname(path), `.${basename(path)}.sealed`)
  try {
    await pipeline(bytes, createWriteStream(draft, { mode: 0o600 }))
    const { mtimeMs, atimeMs, mode, uid, gid } = await stat(path)
    if (process.getuid?.() === 0) await chown(draft, uid, gid)
    await chmod(draft, mode & 0o777)
    await utimes(draft, atimeMs / 1000, mtimeMs / 1000)
    await syncFile(draft)
    if (mtimeMs === changedAt) await rename(draft, path)
    else await rm(draft, { force: true })
  } catch (cause) {
    await rm(draft, { force: true })
    throw storageFailed(`Filen "${basename(path)}" kunne ikke krypteres.`, dirname(path), cause)
  }
}
