/** Owns the database cluster on disk: its making, its configuration, and which major version it is of. */
import { randomBytes } from 'node:crypto'
import { appendFile, chown, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MartError } from '../../core/errors.ts'
import { programIn } from './binaries.ts'
import { run, serverFailed } from './command.ts'
import { exists, move, readIfThere, writeAtomic } from './files.ts'
import type { Place } from './place.ts'

const TEMPORARY = 'initdb-'

/** True when the cluster has been made. */
export function clusterExists(place: Place): Promise<boolean> {
  return exists(join(place.data, 'PG_VERSION'))
}

/**
 * Makes the cluster when there is none, and says whether it did; leftovers of a making that a crash cut short go.
 * Throws EMBEDDED_SERVER_FAILED when initdb fails or the cluster is of another major version than the binaries.
 */
export async function ensureCluster(
  place: Place,
  binaries: { readonly folder: string; readonly version: string },
  password: string,
  durable: boolean,
): Promise<boolean> {
  const leftovers = (await readdir(place.location)).filter((name) => name.startsWith(TEMPORARY))
  for (const name of leftovers) {
    // An initdb whose starter was killed may still be writing in there; the next start clears it.
    await rm(join(place.location, name), { recursive: true, force: true }).catch(() => undefined)
  }
  if (await clusterExists(place)) {
    await requireMajor(place, binaries.version)
    return false
  }
  const temporary = join(place.location, `${TEMPORARY}${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(temporary, { mode: 0o700 })
    if (place.account) await chown(temporary, place.account.uid, place.account.gid)
    await initialise(place, temporary, binaries.folder, password, durable)
    await move(join(temporary, 'data'), place.data)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return true
}

async function initialise(
  place: Place,
  temporary: string,
  binaries: string,
  password: string,
  durable: boolean,
): Promise<void> {
  const data = join(temporary, 'data')
  const passwordFile = join(temporary, 'password')
  await writeAtomic(passwordFile, `${password}\n`, { mode: 0o600, owner: place.account })
  const { ok, output } = await run(place, programIn(binaries, 'initdb'), [
    `--pgdata=${data}`,
    '--username=jobmart',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  if (!ok) {
    throw serverFailed('Den indbyggede databaseserver kunne ikke oprettes.', output, place.location)
  }
  await appendFile(join(data, 'postgresql.conf'), "\ninclude_if_exists = 'jobmart.conf'\n")
}

/** Writes the settings the server is to start with; what an administrator adds in postgresql.conf stays. */
export async function writeConfiguration(
  place: Place,
  port: number,
  durable: boolean,
): Promise<void> {
  const lines = [
    '# Skrives af jobmart ved hver start. Egne indstillinger hører til nederst i postgresql.conf.',
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    'max_connections = 60',
    "shared_buffers = '128MB'",
    "timezone = 'Europe/Copenhagen'",
    "log_timezone = 'Europe/Copenhagen'",
    ...(durable ? [] : ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off']),
  ]
  const owner = place.account
  await writeAtomic(join(place.data, 'jobmart.conf'), `${lines.join('\n')}\n`, { owner })
}

async function requireMajor(place: Place, version: string): Promise<void> {
  const file = join(place.data, 'PG_VERSION')
  const major = (await readIfThere(file))?.trim()
  const ours = version.split('.')[0]
  if (major === ours) return
  throw new MartError(
    'EMBEDDED_SERVER_FAILED',
    'Databasen er oprettet med en anden hovedversion af PostgreSQL end den, der er installeret nu.',
    {
      file,
      expected: `PostgreSQL ${ours}`,
      got: `PostgreSQL ${major}`,
      todo: 'Tag en sikkerhedskopi med den jobmart, der hører til (db backup), og læs den ind i et nyt JOBMART_HOME.',
    },
  )
}
