/** Owns the lock that lets one jobmart process at a time start, stop or count the users of a home's server. */
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { MartError } from '../../core/errors.ts'
import { errnoOf } from './files.ts'

// A process that was killed keeps the lock this long; a living one renews it every second.
const STALE_MS = 5000
const RENEW_MS = 1000
const WAIT_MS = 100
const PATIENCE_MS = 240_000

/**
 * Does the work while holding the lock of the control folder, and gives the lock back whatever happens.
 * Waits for others; throws EMBEDDED_SERVER_FAILED when they hold it for minutes.
 */
export async function withLock<T>(control: string, work: () => Promise<T>): Promise<T> {
  const unlock = await take(control)
  try {
    return await work()
  } finally {
    // Lost while the machine slept, or gone with the home: nothing is left to give back.
    await unlock().catch(() => undefined)
  }
}

async function take(control: string): Promise<() => Promise<void>> {
  try {
    return await lock(control, {
      lockfilePath: join(control, 'lock'),
      stale: STALE_MS,
      update: RENEW_MS,
      retries: {
        retries: PATIENCE_MS / WAIT_MS,
        factor: 1,
        minTimeout: WAIT_MS,
        maxTimeout: WAIT_MS,
      },
      // Going on is safe: PostgreSQL has its own lock on the data, and folders in the making have names of their own.
      onCompromised: () => undefined,
    })
  } catch (error) {
    if (errnoOf(error) !== 'ELOCKED') throw error
    throw new MartError(
      'EMBEDDED_SERVER_FAILED',
      'En anden jobmart-proces har i flere minutter været ved at starte eller stoppe databaseserveren.',
      {
        file: join(control, 'lock'),
        todo: 'Se, om den anden proces hænger, afslut den, og prøv igen.',
      },
      { cause: error },
    )
  }
}
