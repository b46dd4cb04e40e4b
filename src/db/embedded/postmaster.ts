/** Owns the server process of a cluster: whether it lives, on which port, and starting and stopping it. */
import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { binariesFolder, programIn } from './binaries.ts'
import { run, serverFailed } from './command.ts'
import { errnoOf, readIfThere, writeAtomic } from './files.ts'
import { isAlive, runsProgram } from './life.ts'
import type { Place } from './place.ts'

const LOG_LIMIT = 10 * 1024 * 1024
// After a crash the server first replays its log, which can take a while.
const START_SECONDS = 180
const STOP_SECONDS = 120

/** A living server process; what its own pid file says. */
export interface Postmaster {
  readonly pid: number
  /** Undefined while the file is still being written. */
  readonly port: number | undefined
  /** Process, data folder, start time and port as they stand: no other server has the same four lines. */
  readonly identity: string
}

/** The cluster's living server process, or undefined when there is none (a file left by a dead one included). */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readIfThere(pidFile(data)))?.split('\n') ?? []
  const pid = Number(lines[0])
  if (!(pid > 0) || !(await isPostmaster(pid))) return undefined
  const port = Number(lines[3])
  return { pid, port: port > 0 ? port : undefined, identity: identityIn(lines) }
}

/** The lines of a pid file that no other server shares. */
export function identityIn(lines: readonly string[]): string {
  return lines.slice(0, 4).join('\n')
}

/**
 * Starts the server and waits until it answers.
 * Throws EMBEDDED_SERVER_FAILED with what the server logged since.
 */
export async function startPostmaster(place: Place, binaries: string): Promise<void> {
  await disownStalePid(place)
  const before = await prepareLog(place)
  const { ok, output } = await run(place, programIn(binaries, 'pg_ctl'), [
    'start',
    '--wait',
    `--timeout=${START_SECONDS}`,
    `--pgdata=${place.data}`,
    `--log=${place.log}`,
  ])
  if (ok) return
  const logged = await logSince(place, before)
  const said = logged.trim() === '' ? output : logged
  throw serverFailed('Den indbyggede databaseserver kunne ikke startes.', said, place.log)
}

/**
 * Stops the server at once, breaking its connections off; false when it was not running.
 * Throws EMBEDDED_SERVER_FAILED when it will not stop.
 */
export async function stopPostmaster(place: Place, version: string): Promise<boolean> {
  if (!(await findPostmaster(place.data))) return false
  const { ok, output } = await run(
    place,
    programIn(binariesFolder(place.location, version), 'pg_ctl'),
    ['stop', '--mode=fast', '--wait', `--timeout=${STOP_SECONDS}`, `--pgdata=${place.data}`],
  )
  if (!ok && (await findPostmaster(place.data))) {
    throw serverFailed('Den indbyggede databaseserver kunne ikke stoppes.', output, place.log)
  }
  return true
}

async function isPostmaster(pid: number): Promise<boolean> {
  return (await isAlive(pid)) && (await runsProgram(pid, 'postgres'))
}

/**
 * PostgreSQL refuses to start while the number in a pid file belongs to any living process, be it a zombie or a
 * stranger who got the number later. It passes over its starter's own number, and then still makes sure (by the shared
 * memory named in the file) that no child of the dead server is left; so the file is rewritten and not removed.
 */
async function disownStalePid(place: Place): Promise<void> {
  const file = pidFile(place.data)
  const [pid, ...rest] = (await readIfThere(file))?.split('\n') ?? []
  // On Windows PostgreSQL tells strangers apart by itself.
  if (process.platform === 'win32' || !(Number(pid) > 0)) return
  if (await isPostmaster(Number(pid))) return
  await writeAtomic(file, [process.pid, ...rest].join('\n'), { owner: place.account })
}

/** Makes the log file for the server's user, setting a long one aside, and returns its length. */
async function prepareLog({ log, account }: Place): Promise<number> {
  const length = await lengthOf(log)
  if (length > LOG_LIMIT) await rename(log, `${log}.1`)
  const file = await open(log, 'a', 0o600)
  try {
    if (account) await file.chown(account.uid, account.gid)
  } finally {
    await file.close()
  }
  return length > LOG_LIMIT ? 0 : length
}

async function logSince({ log }: Place, before: number): Promise<string> {
  const text = (await readIfThere(log)) ?? ''
  return Buffer.from(text).subarray(before).toString()
}

async function lengthOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0
    throw error
  }
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid')
}
