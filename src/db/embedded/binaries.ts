/** Owns our own copy of the PostgreSQL binaries, so that `npm ci` can replace node_modules under a running server. */
import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { exists, handOver, move, readIfThere } from './files.ts'
import type { BinaryPackage } from './package.ts'

const PREFIX = 'postgresql-'

const links = z.array(z.object({ source: z.string(), target: z.string() }))

/** The folder a version of the binaries is copied to. */
export function binariesFolder(location: string, version: string): string {
  // A home can be carried to a machine of another kind.
  return join(location, `${PREFIX}${version}-${process.platform}-${process.arch}`)
}

/** The path of one of the programs in a copy. */
export function programIn(folder: string, name: 'initdb' | 'pg_ctl'): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/**
 * The folder with a whole copy of the package's binaries, made when it is not there.
 * Copies of other versions and copies that a crash cut short are cleared away, so no server may be running.
 */
export async function ensureBinaries(
  location: string,
  source: BinaryPackage,
  durable: boolean,
): Promise<string> {
  const folder = binariesFolder(location, source.version)
  for (const name of await readdir(location)) {
    const other = join(location, name)
    if (name.startsWith(PREFIX) && other !== folder) await rm(other, { recursive: true })
  }
  if (await exists(folder)) return folder
  const half = `${folder}.tmp`
  await copyTree(join(source.folder, 'native'), half, durable)
  await makeLinks(source.folder, half)
  await move(half, folder)
  return folder
}

async function copyTree(from: string, to: string, durable: boolean): Promise<void> {
  await mkdir(to)
  // npm may have unpacked under a strict umask, and the server's user is perhaps another than ours.
  await chmod(to, 0o755)
  await handOver(to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await copyTree(source, target, durable)
    else if (entry.isFile()) await copyOne(source, target, durable)
  }
}

async function copyOne(source: string, target: string, durable: boolean): Promise<void> {
  await copyFile(source, target, constants.COPYFILE_FICLONE)
  const runs = ((await stat(source)).mode & 0o100) !== 0
  await chmod(target, runs ? 0o755 : 0o644)
  await handOver(target)
  if (!durable) return
  // A power cut must not leave empty files behind under the final name.
  const file = await open(target, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function makeLinks(packageFolder: string, copy: string): Promise<void> {
  const native = join(packageFolder, 'native')
  const text = await readIfThere(join(native, 'pg-symlinks.json'))
  for (const { source, target } of links.parse(JSON.parse(text ?? '[]'))) {
    const link = join(copy, relative(native, join(packageFolder, target)))
    const file = join(copy, relative(native, join(packageFolder, source)))
    if (await exists(link)) continue
    // An ordinary Windows user may not make symlinks.
    if (process.platform === 'win32') await copyFile(file, link)
    else await symlink(relative(dirname(link), file), link)
  }
}
