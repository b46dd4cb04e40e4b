/** Owns one delivered file's way through the home: a private copy with its checksum, then archive or failed. */
import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DateTime } from 'luxon'
import { formatError, MartError } from '../core/errors.ts'

/** A delivered file, safe to read: nobody else writes the copy. */
export interface SourceFile {
  readonly name: string
  /** Where it was delivered. */
  readonly origin: string
  /** The private copy that is read. */
  readonly copy: string
  readonly sha256: string
  /** The day it arrived, ISO date, Danish time. */
  readonly arrivedOn: string
  /** For a file that is read again: where in the home it lies already. */
  readonly kept?: string
}

/** What a run's record tells of its file. */
export interface FileRecord {
  readonly file_name: string | null
  readonly sha256: string | null
  /** From the home; null in records older than the column. */
  readonly archived_path: string | null
}

/**
 * Copies a delivered file into the home's `tmp` and computes its checksum on the way.
 * @throws MartError STORAGE_FAILED when the file cannot be read, or the home cannot take the copy (full disk, no access)
 */
export async function takeFile(path: string, home: string): Promise<SourceFile> {
  const name = basename(path)
  // One process may load two files of one name at a time.
  const copy = join(scratchFolder(home), `${process.pid}-${randomUUID().slice(0, 8)}-${name}`)
  const hash = createHash('sha256')
  let arrivedOn = ''
  const source = await open(path, 'r').catch((cause) => {
    throw storageFailed(`Filen "${name}" kan ikke læses.`, path, cause)
  })
  try {
    await makeFolder(dirname(copy))
    const { mtimeMs } = await source.stat()
    arrivedOn = DateTime.fromMillis(mtimeMs, { zone: 'Europe/Copenhagen' }).toISODate() ?? ''
    await pipeline(
      source.createReadStream(),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(copy),
    )
    await syncFile(copy)
  } catch (cause) {
    await rm(copy, { force: true })
    throw storageFailed(`Filen "${name}" kunne ikke kopieres ind i hjemmet.`, dirname(copy), cause)
  } finally {
    await source.close()
  }
  return { name, origin: resolve(path), copy, sha256: hash.digest('hex'), arrivedOn }
}

/** The folder of the home for private copies, and for what must be unpacked to be read. */
export function scratchFolder(home: string): string {
  return join(home, 'tmp')
}

/** Removes the copies, and what was unpacked, that processes left which are no longer alive. */
export async function sweepCopies(home: string): Promise<void> {
  const folder = scratchFolder(home)
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = Number(/^(\d+)-/.exec(name)?.[1] ?? 0)
    if (!isAlive(owner)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
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
  return { name, origin: '', copy: join(home, kept), sha256, arrivedOn: '', kept }
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
    await rename(file.copy, path)
    // The folders of feed and month may be new, and a folder's name is kept by the one above it.
    for (let folder = dirname(path); folder !== resolve(home); folder = dirname(folder)) {
      await syncFolder(folder)
      if (folder === dirname(folder)) break
    }
  } catch (cause) {
    throw storageFailed(`Filen "${file.name}" kunne ikke lægges på plads.`, path, cause)
  }
}

/** A folder with those above it, one by one: Node's own way to make them all tells a full disk as ENOENT. */
async function makeFolder(path: string): Promise<void> {
  const code = await madeFolder(path)
  if (code !== 'ENOENT' || path === dirname(path)) return
  await makeFolder(dirname(path))
  await madeFolder(path)
}

/** Makes one folder; gives back why it was not made where that is no trouble: it is there, or the one above it is not. */
async function madeFolder(path: string): Promise<string | undefined> {
  try {
    await mkdir(path)
    return undefined
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EEXIST' || code === 'ENOENT') return code
    throw error
  }
}

/** Removes a file that was delivered to the inbox; one named by hand elsewhere stays with its owner. */
export async function leaveInbox(file: SourceFile, home: string): Promise<void> {
  const inInbox = !relative(join(resolve(home), 'inbox'), file.origin).startsWith('..')
  if (inInbox) await rm(file.origin, { force: true })
  await rm(file.copy, { force: true })
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for this; there the rename itself is what durability there is.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function storageFailed(message: string, place: string, cause: unknown): MartError {
  const code = (cause as { code?: string }).code
  return new MartError(
    'STORAGE_FAILED',
    `${message} Intet er skrevet.`,
    {
      file: place,
      got: code === 'ENOSPC' ? 'disken er fuld' : (code ?? String(cause)),
      todo: 'Skaf plads eller adgang, og kør igen; den leverede fil er urørt.',
    },
    { cause },
  )
}
