/** Owns who uses a home's server: one file per user, and the pin that `db start` leaves. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { errnoOf, exists, handOver, makeFolder, writeAtomic } from './files.ts'
import { isAlive, startMark } from './life.ts'

/** Registers this process as a user of the server and returns the file that says so; call it under the lock. */
export async function addLease(control: string): Promise<string> {
  const folder = join(control, 'leases')
  await makeFolder(folder, 0o700)
  await handOver(folder)
  // One process can use the server twice, so the process number alone is no name.
  const lease = join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`)
  await writeAtomic(lease, await startMark(process.pid))
  return lease
}

/** Takes one's own lease away; it may be gone already. */
export async function removeLease(lease: string): Promise<void> {
  await rm(lease, { force: true })
}

/** True when a living process uses the server or it is pinned; leases of the dead are cleared away on the way. */
export async function isWanted(control: string): Promise<boolean> {
  let wanted = await exists(pinOf(control))
  for (const lease of await leasesIn(join(control, 'leases'))) {
    if (await isHeld(lease)) wanted = true
    else await removeLease(lease)
  }
  return wanted
}

/** Keeps the server up until `unpin`, whoever comes and goes. */
export async function pin(control: string): Promise<void> {
  await writeAtomic(pinOf(control), '')
}

/** Lets the server stop with its last user again. */
export async function unpin(control: string): Promise<void> {
  await rm(pinOf(control), { force: true })
}

async function isHeld(lease: string): Promise<boolean> {
  const pid = Number.parseInt(basename(lease), 10)
  return pid > 0 && isAlive(pid, await readFile(lease, 'utf8'))
}

async function leasesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).map((name) => join(folder, name))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}

function pinOf(control: string): string {
  return join(control, 'pinned')
}
