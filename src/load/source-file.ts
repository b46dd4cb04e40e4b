/** Owns one delivered file's way through the home: a private copy with its checksum, then archive or failed. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { formatError, MartError } from '../core/errors.ts'

/** A delivered file, safe to read: nobody else writes the copy. */
export interface SourceFile {
  readonly name: string
  /** Where it was delivered. */
  readonly origin: string
  /** The private copy that is read. */
  readonly copy: string
  readonly sha256: string
}

/**
 * Copies a delivered file into the home's `tmp` and computes its checksum on the way.
 * @throws MartError STORAGE_FAILED when the home cannot take the copy (full disk, no access)
 */
export async function takeFile(path: string, home: string): Promise<SourceFile> {
  const name = basename(path)
  const copy = join(scratchFolder(home), `${process.pid}-${name}`)
  const hash = createHash('sha256')
  try {
    await mkdir(dirname(copy), { recursive: true })
    await pipeline(
      createReadStream(path),
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
  }
  return { name, origin: resolve(path), copy, sha256: hash.digest('hex') }
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

/** Where the archive keeps a file. */
export function archivePath(home: string, feed: string, sha256: string, name: string): string {
  return join(home, 'archive', feed, `${sha256.slice(0, 16)}-${name}`)
}

/**
 * Moves the copy into the archive, durably, before its load commits: what core holds can always be read again.
 * @returns the archived path
 */
export async function archiveFile(file: SourceFile, home: string, feed: string): Promise<string> {
  const place = archivePath(home, feed, file.sha256, file.name)
  await keep(file, place)
  return place
}

/** Moves the copy into `failed` with the reason beside it, so that nothing is lost by a refusal. */
export async function failFile(
  file: SourceFile,
  home: string,
  feed: string,
  error: MartError,
): Promise<string> {
  const place = join(home, 'failed', feed, `${file.sha256.slice(0, 16)}-${file.name}`)
  await keep(file, place)
  await writeFile(`${place}.txt`, `${formatError(error)}\n`)
  return place
}

async function keep(file: SourceFile, place: string): Promise<void> {
  try {
    await mkdir(dirname(place), { recursive: true })
    await rename(file.copy, place)
    await syncFolder(dirname(place))
  } catch (cause) {
    throw storageFailed(`Filen "${file.name}" kunne ikke lægges på plads.`, place, cause)
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
