/** Owns the embedded PostgreSQL server of a home as the rest of the house sees it: use, start, stop, address, state. */
import { MartError } from '../../core/errors.ts'
import { clusterExists } from './cluster.ts'
import { errnoOf } from './files.ts'
import { addLease, isWanted, pin, removeLease, unpin } from './leases.ts'
import { withLock } from './lock.ts'
import { findControl, makeControl, placeOf } from './place.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { readSettings, urlOf } from './settings.ts'
import { bringUp, type StartOptions } from './upkeep.ts'

/** A server in use by this process. */
export interface EmbeddedServer {
  readonly url: string
  /** True when this call created the database cluster. */
  readonly created: boolean
  /** Leaves: stops the server when nobody else uses it and `startEmbedded` did not start it. Can be called twice. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  /** False for test servers, which skip fsync; a server that already runs stays as it was started. */
  readonly durable?: boolean
}

/**
 * Starts the server of a home, or joins the one that runs, and registers this process as a user of it.
 * Throws EMBEDDED_SERVER_FAILED, or PLATFORM_UNSUPPORTED where the binaries are not made for the machine.
 */
export function useEmbedded(home: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  return useServer(home, { durable: options.durable ?? true })
}

/** `useEmbedded` with the package of binaries as a parameter, for tests. */
export function useServer(home: string, options: StartOptions): Promise<EmbeddedServer> {
  return inWords(async () => {
    const control = await makeControl(home)
    return withLock(control, async () => {
      const { settings, created } = await bringUp(control, options)
      const lease = await addLease(control)
      let left: Promise<void> | undefined
      const release = () => {
        left ??= inWords(() => leave(home, lease))
        return left
      }
      return { url: urlOf(settings), created, release }
    })
  })
}

/**
 * Starts the server of a home and keeps it up until `stopEmbedded`, also across the comings and goings of its users.
 * Returns once the server answers; throws as `useEmbedded`.
 */
export function startEmbedded(
  home: string,
  options: EmbeddedOptions = {},
): Promise<{ readonly url: string; readonly created: boolean }> {
  return inWords(async () => {
    const control = await makeControl(home)
    return withLock(control, async () => {
      const { settings, created } = await bringUp(control, { durable: options.durable ?? true })
      await pin(control)
      return { url: urlOf(settings), created }
    })
  })
}

/**
 * Stops the server of a home whoever uses it; false when it was not running.
 * Throws EMBEDDED_SERVER_FAILED when it will not stop.
 */
export function stopEmbedded(home: string): Promise<boolean> {
  return inWords(async () => {
    const control = await findControl(home)
    if (control === undefined) return false
    return withLock(control, async () => {
      await unpin(control)
      return stop(control)
    })
  })
}

/** The address of a home's server, running or not; undefined when no cluster has been made. */
export function embeddedUrl(home: string): Promise<string | undefined> {
  return inWords(async () => {
    const found = await look(home)
    return found && urlOf(found.settings)
  })
}

/** Whether a home has a cluster, and whether its server runs. */
export function embeddedStatus(home: string): Promise<'absent' | 'stopped' | 'running'> {
  return inWords(async () => {
    const found = await look(home)
    if (!found) return 'absent'
    return (await findPostmaster(found.place.data)) ? 'running' : 'stopped'
  })
}

async function leave(home: string, lease: string): Promise<void> {
  const control = await findControl(home)
  // The home was deleted under us; the server notices by itself.
  if (control === undefined) return
  await withLock(control, async () => {
    await removeLease(lease)
    if (!(await isWanted(control))) await stop(control)
  })
}

async function stop(control: string): Promise<boolean> {
  const settings = await readSettings(control)
  if (!settings) return false
  return stopPostmaster(await placeOf(control, settings), settings.version)
}

async function look(home: string) {
  const control = await findControl(home)
  const settings = control === undefined ? undefined : await readSettings(control)
  if (control === undefined || !settings) return undefined
  const place = await placeOf(control, settings)
  return (await clusterExists(place)) ? { place, settings } : undefined
}

/** Full disks and missing rights reach the reader as one of our errors and not as a defect. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MartError || errnoOf(error) === undefined) throw error
    throw new MartError(
      'EMBEDDED_SERVER_FAILED',
      'Den indbyggede databaseservers filer kan ikke læses eller skrives.',
      {
        got: error instanceof Error ? error.message : String(error),
        todo: 'Se efter, om disken er fuld, og om brugeren må skrive i JOBMART_HOME.',
      },
      { cause: error },
    )
  }
}
