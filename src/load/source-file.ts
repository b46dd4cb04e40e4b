/** Owns one delivered file's way through the home: a private copy with its checksum, then archive or failed. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, copyFile, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'

import { basename, dirname, join, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DateTime } from 'luxon'
import { formatError, MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { scratchPath } from '../read/scratch.ts'
import { isSealed, type Vault } from './originals.ts'

/** A delivered file, safe to read: nobody else writes the copy. */
export interface SourceFile {
  readonly name: string
  /** Where it was delivered. */
  readonly origin: string
  /** The private copy that is read; of a file that tells of persons it is encrypted. */
  readonly copy: string
  /** Of the file as it was delivered. */
  readonly sha256: string
  /** The day it arrived, ISO date, Danish time. */
  readonly arrivedOn: string
  /** The moment, in milliseconds, as the file system has it. */
  readonly arrivedAt: number
  /** For a file that is read again: where in the home it lies already. */
  readonly kept?: string
  /** When it was removed from there, its time being up; ISO date. */
  readonly purgedOn?: string | null
}

/** What it takes to read a file: its bytes, and the name that people know it by. */
export type NamedCopy = Pick<SourceFile, 'name' | 'copy'>

/** What a run's record tells of its file. */
export interface FileRecord {
  readonly file_name: string | null
  readonly sha256: string | null
  /** From the home; null in records older than the column. */
  readonly archived_path: string | null
  readonly purged_on: string | null
}

/** What a file is taken with: the home, and what encrypts the originals of its personal feeds. */
export interface Home {
  readonly home: string
  readonly vault: Vault
}

/**
 * Copies a delivered file into the home's `tmp` and computes its checksum on the way. Of a feed that tells of persons the
 * copy is encrypted; a file that already is (one that a revert put back) is read as it was delivered.
 * @throws MartError STORAGE_FAILED when the file cannot be read, or the home cannot take the copy (full disk, no access);
 * FOREIGN_ORIGINAL or ORIGINAL_DAMAGED when the file is encrypted and cannot be read
 */
export async function takeFile(
  path: string,
  feed: Feed,
  { home, vault }: Home,
): Promise<SourceFile> {
  const name = basename(path)
  const copy = scratchPath(scratchFolder(home), name)
  const hash = createHash('sha256')
  const { mtimeMs: arrivedAt } = await readable(path, name)
  try {
    await makeFolder(dirname(copy), 0o700)
    const bytes = (await isSealed(path)) ? vault.open(path, name) : createReadStream(path)
    const plain = Readable.from(hashed(bytes, hash), { objectMode: false })
    const kept = feed.personal ? vault.seal(plain) : plain
    await pipeline(kept, createWriteStream(copy, { mode: 0o600 }))
    await syncFile(copy)
  } catch (cause) {
    await rm(copy, { force: true })
    if (cause instanceof MartError) throw cause
    throw storageFailed(`Filen "${name}" kunne ikke kopieres ind i hjemmet.`, dirname(copy), cause)
  }
  const arrivedOn = DateTime.fromMillis(arrivedAt, { zone: 'Europe/Copenhagen' }).toISODate() ?? ''
  return { name, origin: resolve(path), copy, sha256: hash.digest('hex'), arrivedOn, arrivedAt }
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

/** The folder of the home for private copies, and for what must be unpacked to be read. */
export function scratchFolder(home: string): string {
  return join(home, 'tmp')
}

/**
 * Where a file goes, from the home: by feed, by the month it was extracted (else arrived) in, and by its checksum. The
 * month of arrival is the file's own and not the clock's, so that a load that died finds the same place again.
 */
export function placeOf(
  room: 'archive' | 'failed',
  feed: string,
  { name, sha256, arrivedOn }: SourceFile,
  extractedOn: string | undefined,
): string {
  const month = (extractedOn ?? arrivedOn).slice(0, 7)
  return `${room}/${feed}/${month}/${sha256.slice(0, 16)}-${name}`
}

/** The archived file of a run, by its record alone. */
export function archivedFile(home: string, feed: string, record: FileRecord): SourceFile {
  const name = record.file_name ?? ''
  const sha256 = record.sha256 ?? ''
  // Before the record told the place, it was one folder per feed.
  const kept = record.archived_path ?? `archive/${feed}/${sha256.slice(0, 16)}-${name}`
  const { purged_on: purgedOn } = record
  const copy = join(home, kept)
  return { name, origin: '', copy, sha256, arrivedOn: '', arrivedAt: 0, kept, purgedOn }
}

/** Whether a file that is to be read again is still there. */
export async function isThere({ copy }: NamedCopy): Promise<boolean> {
  return access(copy).then(
    () => true,
    () => false,
  )
}

/** Why a file is not in the archive, for a sentence that begins with its name. */
export function whyGone({ purgedOn }: Pick<SourceFile, 'purgedOn'>): string {
  return purgedOn
    ? `er slettet ${purgedOn}, da fristen for filer med personoplysninger var gået`
    : 'er ikke længere i arkivet'
}

/** Moves the copy to its place in the archive, durably, before its load commits: what core holds can always be read again. */
export async function archiveFile(file: SourceFile, home: string, place: string): Promise<void> {
  await keep(file, home, place)
}

/** Moves the copy into `failed` with the reason beside it, so that nothing is lost by a refusal. */
export async function failFile(
  file: SourceFile,
  home: string,
  place: string,
  error: MartError,
): Promise<void> {
  await keep(file, home, place)
  await writeFile(`${join(home, place)}.txt`, `${formatError(error)}\n`)
}

async function keep(file: SourceFile, home: string, place: string): Promise<void> {
  const path = resolve(home, place)
  try {
    await makeFolder(dirname(path))
    await moveWhole(file.copy, path)
    // The folders of feed and month may be new, and a folder's name is kept by the one above it.
    for (let folder = dirname(path); folder !== resolve(home); folder = dirname(folder)) {
      await syncFolder(folder)
      if (folder === dirname(folder)) break
    }
  } catch (cause) {
    throw storageFailed(`Filen "${file.name}" kunne ikke lægges på plads.`, path, cause)
  }
}

/** Moves a file, so that under its new name it is there whole or not at all, also where that is on another disk. */
async function moveWhole(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EXDEV') throw error
    // A name that no inbox lists; the next try overwrites what a dead one left.
    const draft = join(dirname(to), `.${basename(to)}.part`)
    await copyFile(from, draft)
    await syncFile(draft)
    await rename(draft, to)
    await rm(from, { force: true })
  }
}

/** What is known of a delivered file, once it is sure that it can be read: else the home would be blamed for it. */
async function readable(path: string, name: string): Promise<{ readonly mtimeMs: number }> {
  try {
    const file = await open(path)
    return await file.stat().finally(() => file.close())
  } catch (cause) {
    throw storageFailed(`Filen "${name}" kan ikke læses.`, path, cause)
  }
}

/** A folder with those above it, one by one: Node's own way to make them all tells a full disk as ENOENT. */
async function makeFolder(path: string, mode?: number): Promise<void> {
  const code = await madeFolder(path, mode)
  if (code !== 'ENOENT' || path === dirname(path)) return
  await makeFolder(dirname(path), mode)
  await madeFolder(path, mode)
}

/** Makes one folder; gives back why it was not made where that is no trouble: it is there, or the one above it is not. */
async function madeFolder(path: string, mode?: number): Promise<string | undefined> {
  try {
    await mkdir(path, { mode })
    return undefined
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EEXIST' || code === 'ENOENT') return code
    throw error
  }
}

/** Removes a file that was delivered to the inbox, and its mark; one named by hand elsewhere stays with its owner. */
export async function leaveInbox(file: SourceFile, home: string): Promise<void> {
  if (liesInInbox(file, home)) {
    // The mark first: one left alone would vouch for the next file of the name while it is still being written.
    await rm(`${file.origin}.done`, { force: true })
    await rm(file.origin, { force: true })
  }
  await rm(file.copy, { force: true })
}

/** Whether a file was delivered to the inbox, and is not named by hand elsewhere. */
export function liesInInbox({ origin }: SourceFile, home: string): boolean {
  return !relative(join(resolve(home), 'inbox'), origin).startsWith('..')
}

/**
 * Puts a copy of an archived file into its municipality's inbox, whole or not at all; false when the archive no longer has it.
 * @throws MartError STORAGE_FAILED when the home cannot take the copy
 */
export async function returnToInbox(
  archived: SourceFile,
  home: string,
  municipality: string,
): Promise<boolean> {
  const copy = scratchPath(scratchFolder(home), archived.name)
  const own = join(home, 'inbox', municipality)
  // One that has an inbox of its own shares the home: what lies in the common one is taken for anybody's.
  const hasOwn = (await stat(own).catch(() => undefined))?.isDirectory()
  const place = join(hasOwn ? own : dirname(own), archived.name)
  try {
    await mkdir(dirname(copy), { recursive: true })
    await mkdir(dirname(place), { recursive: true })
    await copyFile(archived.copy, copy)
    // Only then under its name: half a copy in the inbox would be taken for a delivery.
    await moveWhole(copy, place)
    await writeFile(`${place}.done`, '')
    return true
  } catch (cause) {
    await rm(copy, { force: true })
    const { code, path } = cause as { code?: string; path?: string }
    if (code === 'ENOENT' && path === archived.copy) return false
    throw storageFailed(`Filen "${archived.name}" kunne ikke lægges tilbage.`, place, cause)
  }
}

/** Waits until what was written to a file is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Waits until the names in a folder are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for this; there the rename itself is what durability there is.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The error of a home that cannot take a file. */
export function storageFailed(message: string, place: string, cause: unknown): MartError {
  const code = (cause as { code?: string }).code
  return new MartError(
    'STORAGE_FAILED',
    `${message} Intet er skrevet.`,
    {
      file: place,
      got: code === 'ENOSPC' ? 'disken er fuld' : (code ?? String(cause)),
      todo: 'Skaf plads eller adgang, og kør igen; den leverede fil ligger, hvor den lå.',
    },
    { cause },
  )
}
