/** Owns running one of PostgreSQL's programs to its end, as the right user and with nothing of ours handed down. */
import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MartError } from '../../core/errors.ts'
import { errnoOf, exists, handOver } from './files.ts'
import { unsupported } from './package.ts'
import type { Place } from './place.ts'

// The server outlives us and its environment can be read by others: secrets of ours must not be in it. PG*, LC_* and
// LD_LIBRARY_PATH of the caller would also change what the programs do.
const HANDED_DOWN = ['PATH', 'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'TEMP', 'TMP']

/** How a program ended and what it said. */
export interface Ended {
  readonly ok: boolean
  readonly output: string
}

/**
 * Runs a program in the server's place and waits for it.
 * Throws PLATFORM_UNSUPPORTED when the machine cannot load it, EMBEDDED_SERVER_FAILED when it cannot be started.
 */
export async function run(place: Place, program: string, args: readonly string[]): Promise<Ended> {
  const said = join(place.control, 'command.log')
  // A file and no pipe: on Windows the server inherits the pipe and it would never end.
  const file = await open(said, 'w', 0o600)
  await handOver(said)
  try {
    const ok = await ended(place, program, args, file.fd)
    return { ok, output: await readFile(said, 'utf8') }
  } catch (error) {
    // The file is there, yet "not found": it is the C library it was built for that is missing (Alpine).
    if (errnoOf(error) === 'ENOENT' && (await exists(program))) {
      throw unsupported('binærfilerne kræver glibc', error)
    }
    throw serverFailed(
      'Et af PostgreSQLs programmer kan ikke køres.',
      String(error),
      program,
      error,
    )
  } finally {
    await file.close()
  }
}

function ended(
  { location, account }: Place,
  program: string,
  args: readonly string[],
  output: number,
): Promise<boolean> {
  const env: Record<string, string> = { LC_ALL: 'C' }
  for (const name of HANDED_DOWN) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  const child = spawn(program, args, {
    cwd: location,
    env,
    stdio: ['ignore', output, output],
    // Its own session: Ctrl-C on the terminal is meant for us.
    detached: true,
    windowsHide: true,
    ...(account && { uid: account.uid, gid: account.gid }),
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** The error for a server that would not do as told, with the last lines of what it said. */
export function serverFailed(
  message: string,
  output: string,
  file: string,
  cause?: unknown,
): MartError {
  return new MartError(
    'EMBEDDED_SERVER_FAILED',
    message,
    {
      file,
      got: output.trim().split('\n').slice(-12).join('\n'),
      todo: 'Læs linjerne ovenfor og serverens log; ret årsagen (plads, rettigheder, hukommelse), og prøv igen.',
    },
    { cause },
  )
}
