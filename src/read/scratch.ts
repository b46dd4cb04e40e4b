/** Owns the names of private copies in a scratch folder: by them the copies of dead processes are found and removed. */
import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const OWNER = /^(\d+)-[0-9a-f]{8}-/
/** No load goes on for so long: what is older is nobody's, even when another process now has its maker's number. */
const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000

// In a container the process that died had our number, as every one before and after it.
const ours = new Set<string>()

/** Where this process may make a copy: named by its number, something random, and what it is of. */
export function scratchPath(folder: string, of: string): string {
  const path = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}-${of}`)
  ours.add(path)
  return path
}

/** Removes whatever this process has made in scratch folders: for one that must leave in the middle of its work. */
export async function removeScratch(): Promise<void> {
  await Promise.all([...ours].map((path) => rm(path, { recursive: true, force: true })))
}

/** Removes what processes left in a scratch folder that are no longer alive. */
export async function sweepScratch(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const owner = Number(OWNER.exec(name)?.[1] ?? 0)
    const isOurs = owner === process.pid
    const isLeft = isOurs ? !ours.has(path) : !isAlive(owner) || (await isAncient(path))
    if (isLeft) await rm(path, { recursive: true, force: true })
  }
}

async function isAncient(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > LONGEST_LIFE_MS
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
