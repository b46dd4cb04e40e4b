/** Owns the few file operations the embedded server needs: folders with a mode, atomic writes, patient renames. */
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whose a new file is to be; the fields of a user that `chown` needs. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** The operating system's code (`ENOENT` …) when the error is one of its own, else undefined. */
export function errnoOf(error: unknown): string | undefined {
  // No `instanceof Error`: inside jest the system's errors come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** True when a file or folder stands there; any other trouble than its absence is thrown. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}

/** The text of a file, or undefined when it is not there. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Makes one folder with exactly this mode; a folder that is already there keeps the mode its maker gave it. */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return
    throw error
  }
  // The umask may have taken bits away that the server's user needs.
  await chmod(path, mode)
}

/**
 * As root, hands a new file to the owner of the folder it lies in: root now and then works in an ordinary user's home,
 * and that user must be able to go on afterwards.
 */
export async function handOver(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(dirname(path))
  if (uid !== 0) await chown(path, uid, gid)
}

/**
 * Writes a file so that readers see the old text or the new, never half of it.
 * The file gets the given owner; as root and without one, the owner of its folder.
 */
export async function writeAtomic(
  path: string,
  text: string,
  options: { readonly mode?: number; readonly owner?: Owner | undefined } = {},
): Promise<void> {
  const folder = dirname(path)
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`)
  const owner = process.getuid?.() === 0 ? (options.owner ?? (await stat(folder))) : undefined
  try {
    const file = await open(temporary, 'wx', options.mode ?? 0o600)
    try {
      await file.writeFile(text)
      if (owner) await file.chown(owner.uid, owner.gid)
      await file.sync()
    } finally {
      await file.close()
    }
    await move(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Renames; on Windows tries again for a while, for virus scanners hold new files open. */
export async function move(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '')
      if (process.platform !== 'win32' || !held || attempt === 50) throw error
      await sleep(100)
    }
  }
}
