/** Owns bringing a home's server up: finding or making everything it needs, and giving way when its port is taken. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MartError } from '../../core/errors.ts'
import { waitForAnswer } from './answer.ts'
import { ensureBinaries } from './binaries.ts'
import { clusterExists, ensureCluster, writeConfiguration } from './cluster.ts'
import { serverFailed } from './command.ts'
import { exists } from './files.ts'
import { type BinaryPackage, findPackage } from './package.ts'
import { chooseLocation, makePlace, type Place, placeOf } from './place.ts'
import { freePort, isFree } from './port.ts'
import { findPostmaster, startPostmaster } from './postmaster.ts'
import { newPassword, readSettings, type Settings, writeSettings } from './settings.ts'

const ATTEMPTS = 20
const PAUSE_MS = 500

/** How a start is to go; the package is a parameter for tests. */
export interface StartOptions {
  readonly durable: boolean
  readonly findPackage?: () => Promise<BinaryPackage>
}

/** A server that answered a moment ago. */
export interface Up {
  readonly settings: Settings
  /** True when the cluster was made on the way. */
  readonly created: boolean
}

/**
 * Brings the server of a control folder up, or finds it up; call it under the lock.
 * Throws EMBEDDED_SERVER_FAILED or PLATFORM_UNSUPPORTED.
 */
export async function bringUp(control: string, options: StartOptions): Promise<Up> {
  let settings = (await readSettings(control)) ?? (await firstSettings(control, options))
  const place = await placeOf(control, settings)
  let created = false
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await waitForAnswer(place, settings.password)
    if (port !== undefined) {
      if (port === settings.port) return { settings, created }
      // An administrator moved it by hand.
      settings = { ...settings, port }
      await writeSettings(control, settings)
      return { settings, created }
    }
    const made = await start(place, settings, options)
    settings = made.settings
    created ||= made.created
  }
  throw serverFailed('Den indbyggede databaseserver bliver ved med at stoppe.', '', place.log)
}

/** Stored before anything is made, so that a crash on the way leaves nothing that the next start does not know of. */
async function firstSettings(control: string, options: StartOptions): Promise<Settings> {
  await requireNoData(control)
  const location = await chooseLocation(control)
  const { version } = await (options.findPackage ?? findPackage)()
  const settings = { version, port: await freePort(), password: newPassword(), hasCluster: false }
  const complete = location === undefined ? settings : { ...settings, location }
  await writeSettings(control, complete)
  return complete
}

async function requireNoData(control: string): Promise<void> {
  const data = join(control, 'data')
  if (!(await exists(data))) return
  const file = join(control, 'server.json')
  throw new MartError(
    'EMBEDDED_SERVER_FAILED',
    'Databasen er der, men filen med dens adgangskode mangler.',
    {
      file,
      todo: 'Læg server.json tilbage fra sikkerhedskopien, eller flyt mappen data væk for at begynde forfra.',
    },
  )
}

function lost(place: Place): MartError {
  return new MartError('EMBEDDED_SERVER_FAILED', 'Databasen er der ikke længere.', {
    file: place.data,
    todo: 'Læg mappen tilbage fra sikkerhedskopien, eller slet mappen postgres i JOBMART_HOME for at begynde forfra.',
  })
}

async function start(place: Place, before: Settings, options: StartOptions): Promise<Up> {
  const source = await (options.findPackage ?? findPackage)()
  if (before.hasCluster && !(await clusterExists(place))) throw lost(place)
  await makePlace(place)
  const folder = await ensureBinaries(place.location, source, options.durable)
  const binaries = { folder, version: source.version }
  const created = await ensureCluster(place, binaries, before.password, options.durable)
  const port = (await isFree(before.port)) ? before.port : await freePort()
  const settings = { ...before, version: source.version, port, hasCluster: true }
  await writeSettings(place.control, settings)
  await writeConfiguration(place, port, options.durable)
  try {
    await startPostmaster(place, folder)
  } catch (error) {
    if (!(await isWorthAnotherTry(error, place, port))) throw error
    await sleep(PAUSE_MS)
  }
  return { settings, created }
}

/**
 * Somebody was faster: a stranger on our port, or another process of ours with the same server; or children of a killed
 * server are still on their way out.
 */
async function isWorthAnotherTry(error: unknown, place: Place, port: number): Promise<boolean> {
  if (!(error instanceof MartError)) return false
  if (error.context.got?.includes('shared memory block')) return true
  return !(await isFree(port)) || (await findPostmaster(place.data)) !== undefined
}
