/** Owns `server.json`: what must stay the same from one start of the embedded server to the next. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { MartError } from '../../core/errors.ts'
import { readIfThere, writeAtomic } from './files.ts'

const shape = z.object({
  /** The version of the binaries the server was last started with; their copy carries it in its name. */
  version: z.string(),
  port: z.number().int().min(1).max(65535),
  password: z.string().min(1),
  /** Where data and binaries lie when they could not lie in the home. */
  location: z.string().optional(),
  /** True once the cluster was made; from then on its absence is a loss and not a beginning. */
  hasCluster: z.boolean(),
})

export type Settings = Readonly<z.infer<typeof shape>>

/** A new password: long, random, and safe inside a URL. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** The address of the house's own database on the embedded server. */
export function urlOf(settings: Settings): string {
  return `postgresql://jobmart:${settings.password}@127.0.0.1:${settings.port}/jobmart`
}

/** The stored settings, or undefined when there are none yet. Throws EMBEDDED_SERVER_FAILED when they are spoilt. */
export async function readSettings(control: string): Promise<Settings | undefined> {
  const file = join(control, 'server.json')
  const text = await readIfThere(file)
  if (text === undefined) return undefined
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    throw new MartError(
      'EMBEDDED_SERVER_FAILED',
      'Den indbyggede databaseservers indstillinger kan ikke læses.',
      {
        file,
        got: error instanceof Error ? error.message : String(error),
        todo: 'Læg server.json tilbage fra sikkerhedskopien; adgangskoden til databasen står kun dér.',
      },
      { cause: error },
    )
  }
}

/** Stores the settings, readable by their owner only, for the password is among them. */
export async function writeSettings(control: string, settings: Settings): Promise<void> {
  const text = `${JSON.stringify(settings, undefined, 2)}\n`
  await writeAtomic(join(control, 'server.json'), text, { mode: 0o600 })
}
