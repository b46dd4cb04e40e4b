/** Owns where the embedded server of a home lies: inside the home, or elsewhere when its user cannot reach the home. */
import { randomBytes } from 'node:crypto'
import { mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MartError } from '../../core/errors.ts'
import { type Account, accountFor, canReach } from './account.ts'
import { errnoOf, exists, makeFolder, writeAtomic } from './files.ts'
import type { Settings } from './settings.ts'

const OUTSIDE = '/var/lib/jobmart'

/** The folders and files of one embedded server. */
export interface Place {
  /** `<home>/postgres`: the settings, the lock, the leases. */
  readonly control: string
  /** Where binaries, data and log lie; the control folder unless the home is closed to the server's user. */
  readonly location: string
  readonly data: string
  readonly log: string
  readonly account: Account | undefined
}

/** The control folder of a home, or undefined when the home or the folder is not there. */
export async function findControl(home: string): Promise<string | undefined> {
  try {
    return await realpath(join(resolve(home), 'postgres'))
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The control folder of a home, made when it is not there. */
export async function makeControl(home: string): Promise<string> {
  await mkdir(home, { recursive: true })
  const control = join(await realpath(home), 'postgres')
  // As root the server's user must pass through, but need not look around.
  await makeFolder(control, process.getuid?.() === 0 ? 0o711 : 0o700)
  return realpath(control)
}

/** The place that the stored settings name. */
export async function placeOf(control: string, settings: Settings): Promise<Place> {
  const location = settings.location ?? control
  const data = join(location, 'data')
  const account = await accountFor(data)
  return { control, location, data, log: join(location, 'server.log'), account }
}

/**
 * Chooses where a new server is to lie: undefined for the home itself, else a folder elsewhere (not made yet).
 * Throws PLATFORM_UNSUPPORTED or EMBEDDED_SERVER_FAILED when root finds no user for the server.
 */
export async function chooseLocation(control: string): Promise<string | undefined> {
  const account = await accountFor(join(control, 'data'))
  if (await canReach(account, control)) return undefined
  return join(OUTSIDE, randomBytes(8).toString('hex'))
}

/** Makes the place ready for a start. Throws EMBEDDED_SERVER_FAILED when the server could not work there. */
export async function makePlace(place: Place): Promise<void> {
  if (place.location !== place.control && !(await exists(place.location))) {
    await mkdir('/var/lib', { recursive: true })
    await makeFolder(OUTSIDE, 0o755)
    await makeFolder(place.location, 0o711)
    // Whoever finds the folder must be able to tell whose it is.
    await writeAtomic(join(place.location, 'home'), `${place.control}\n`)
  }
  if (!(await canReach(place.account, place.location))) throw unreachable(place.location)
  if (UNSPEAKABLE.test(place.location)) throw unspeakable(place.location)
}

// pg_ctl and initdb start the server through a shell and only put the path in double quotes.
const UNSPEAKABLE = process.platform === 'win32' ? /["%\n]/ : /["$`\\\n]/

function unspeakable(location: string): MartError {
  return new MartError(
    'EMBEDDED_SERVER_FAILED',
    'Mappens navn har tegn, som den indbyggede databaseserver ikke kan bruge.',
    {
      file: location,
      expected: 'ingen anførselstegn, dollartegn, procenttegn eller omvendte skråstreger',
      todo: 'Sæt JOBMART_HOME til en mappe uden de tegn.',
    },
  )
}

function unreachable(location: string): MartError {
  return new MartError(
    'EMBEDDED_SERVER_FAILED',
    'Den indbyggede databaseservers bruger kan ikke længere nå sin mappe.',
    {
      file: location,
      todo: 'Giv andre brugere ret til at gå gennem mapperne over den (chmod o+x), eller kør jobmart som mappens ejer.',
    },
  )
}
