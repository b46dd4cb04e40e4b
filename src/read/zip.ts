/** Owns zip archives: their members as streams, and the one file that a delivered archive may hold. */
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { MartError } from '../core/errors.ts'
import { maskPersonal } from '../core/mask.ts'
import { someOf } from '../core/text.ts'
import { scratchPath } from './scratch.ts'

/** An open archive: its files by name. */
export interface Archive {
  readonly entries: readonly Entry[]
  /** The bytes of a member, unpacked as they are read. */
  read(entry: Entry): Promise<Readable>
  close(): void
}

/** More than this many times its packed size is no table but a trap (or hardly any data). */
const MOST_EXPANSION = 250
const HARMLESS_BYTES = 64 * 1024 * 1024
/** More than any export of a municipality, and less than a disk. */
const MOST_BYTES = 16 * 1024 ** 3

/**
 * Opens a zip archive, an Excel workbook among them.
 * @throws MartError TRUNCATED when its directory, which stands last, is missing; NOT_A_DATA_FILE when it is damaged,
 * protected by a password, or would unpack to more than a disk can take
 */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: Error) => {
    throw unreadable(path, cause)
  })
  try {
    const entries = await listEntries(zip)
    for (const entry of entries) refuseTrap(path, entry)
    return {
      entries,
      read: (entry) =>
        zip.openReadStreamPromise(entry).catch((cause: Error) => {
          throw unreadable(path, cause)
        }),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error instanceof MartError ? error : unreadable(path, error as Error)
  }
}

async function listEntries(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  return entries
}

/** What an archive held, unpacked. */
export interface Unpacked {
  readonly path: string
  /** Its name in the archive, without folders, fit to be shown. */
  readonly name: string
  /** Removes it. */
  close(): Promise<void>
}

/**
 * Unpacks the one file of an archive to a private copy; folders, `__MACOSX` and files that begin with a dot do not count.
 * @param scratch a folder that nobody else may read
 * @throws MartError NOT_A_DATA_FILE when there is not exactly one file, or it is an archive itself
 */
export async function unpackOnly(path: string, scratch: string): Promise<Unpacked> {
  const archive = await openArchive(path)
  try {
    const entry = onlyFile(path, archive.entries)
    const folder = scratchPath(scratch, 'zip')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = shownName(entry)
    const copy = join(folder, 'file')
    const close = () => rm(folder, { recursive: true, force: true })
    try {
      await pipeline(await archive.read(entry), createWriteStream(copy, { mode: 0o600 }))
    } catch (cause) {
      await close()
      throw cause instanceof MartError ? cause : notUnpacked(path, cause as NodeJS.ErrnoException)
    }
    return { path: copy, name, close }
  } finally {
    archive.close()
  }
}

function onlyFile(path: string, entries: readonly Entry[]): Entry {
  if (entries.some(({ fileName }) => fileName === '[Content_Types].xml')) {
    throw refused(path, 'en Excel-projektmappe (.xlsx)', 'Giv filen endelsen .xlsx.')
  }
  const files = entries.filter(({ fileName }) => isFile(fileName))
  const [only, ...others] = files
  if (!only || others.length > 0) {
    const names = someOf(files.map(shownName))
    const count = only ? `${files.length} filer (${names})` : 'ingen filer'
    throw refused(path, `et zip-arkiv med ${count}`, 'Pak én fil i hvert arkiv.')
  }
  if (/\.zip$/i.test(only.fileName)) {
    throw refused(path, 'et zip-arkiv i et zip-arkiv', 'Pak kun én gang.')
  }
  return only
}

/** A name may be a person's number: people send files about one. */
function shownName({ fileName }: Entry): string {
  return maskPersonal(basename(fileName))
}

function isFile(name: string): boolean {
  const isFolder = name.endsWith('/')
  return !isFolder && !name.split('/').some((part) => part === '__MACOSX' || part.startsWith('.'))
}

function refuseTrap(path: string, entry: Entry): void {
  if (entry.isEncrypted()) {
    throw refused(path, 'et kodebeskyttet zip-arkiv', 'Pak filen igen uden adgangskode.')
  }
  const { compressedSize, uncompressedSize } = entry
  const isTrap =
    uncompressedSize > HARMLESS_BYTES && uncompressedSize > compressedSize * MOST_EXPANSION
  if (!isTrap && uncompressedSize <= MOST_BYTES) return
  const megabytes = Math.round(uncompressedSize / 1024 ** 2).toLocaleString('da-DK')
  const seems = `et zip-arkiv, der bliver til ${megabytes} MB, når det pakkes ud`
  throw refused(path, seems, 'Se efter, hvor filen kommer fra; en dataeksport pakker ikke så tæt.')
}

const FETCH_AGAIN = 'Hent filen igen fra kilden; overførslen blev afbrudt.'

function unreadable(path: string, cause: Error): MartError {
  if (!/end of central directory|truncated|EOF/i.test(cause.message)) {
    return refused(path, 'et beskadiget zip-arkiv', FETCH_AGAIN, cause)
  }
  const message = 'Filen er afkortet: slutningen af arkivet mangler. Intet er skrevet.'
  return new MartError(
    'TRUNCATED',
    message,
    { file: path, expected: 'et helt arkiv', got: 'begyndelsen af et', todo: FETCH_AGAIN },
    { cause },
  )
}

function notUnpacked(path: string, cause: NodeJS.ErrnoException): MartError {
  if (cause.code !== 'ENOSPC') return refused(path, 'et beskadiget zip-arkiv', FETCH_AGAIN, cause)
  return new MartError(
    'STORAGE_FAILED',
    'Arkivet kunne ikke pakkes ud i hjemmet. Intet er skrevet.',
    { file: path, got: 'disken er fuld', todo: 'Skaf plads, og kør igen.' },
    { cause },
  )
}

function refused(path: string, seems: string, todo: string, cause?: Error): MartError {
  const message = `Filen er ikke en datafil: den ser ud til at være ${seems}. Intet er skrevet.`
  const context = { file: path, expected: 'et zip-arkiv med én datafil', got: seems, todo }
  return new MartError('NOT_A_DATA_FILE', message, context, { cause })
}
