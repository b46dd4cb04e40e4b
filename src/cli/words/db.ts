/** Owns the words about the database itself: `db start|stop|url|migrate`. */
import { mkdir } from 'node:fs/promises'
import { EXIT, MartError } from '../../core/errors.ts'
import { openDatabase } from '../../db/connect.ts'
import { embeddedUrl, startEmbedded, stopEmbedded } from '../../db/embedded/server.ts'
import { isBlank } from '../../db/migrate.ts'
import type { Config } from '../config.ts'
import { migrateAndSync, withDatabase } from '../house.ts'
import type { WordResult } from '../output.ts'

/** `db start`: starts the embedded server and leaves it running. */
export async function start(config: Config): Promise<WordResult> {
  requireEmbedded(config)
  await mkdir(config.home, { recursive: true })
  const { url } = await startEmbedded(config.home)
  const database = await openDatabase(url)
  try {
    if (await isBlank(database)) await migrateAndSync(database, config)
  } finally {
    await database.close()
  }
  return { exitCode: EXIT.done, text: `Databasen kører: ${url}`, json: { url, running: true } }
}

/** `db stop`: stops the embedded server, whoever uses it. */
export async function stop(config: Config): Promise<WordResult> {
  requireEmbedded(config)
  const stopped = await stopEmbedded(config.home)
  const text = stopped ? 'Databasen er stoppet.' : 'Databasen kørte ikke.'
  return { exitCode: EXIT.done, text, json: { stopped } }
}

/** `db url`: the address of the database in use. */
export async function url(config: Config): Promise<WordResult> {
  const address = config.databaseUrl ?? (await embeddedUrl(config.home))
  if (address) return { exitCode: EXIT.done, text: address, json: { url: address } }
  throw new MartError('BAD_CONFIGURATION', 'Der er ingen database endnu.', {
    expected: 'en indbygget database i hjemmet, eller JOBMART_DATABASE_URL',
    got: config.home,
    todo: 'Kør: jobmart db start',
  })
}

/** `db migrate`: brings the database to this program's shape. */
export async function migrateWord(config: Config): Promise<WordResult> {
  return withDatabase(config, async (database) => {
    const applied = await migrateAndSync(database, config)
    const text =
      applied.length > 0
        ? `Databasen er opdateret: ${applied.join(', ')}.`
        : 'Databasen var allerede opdateret; intet er ændret.'
    return { exitCode: EXIT.done, text, json: { applied } }
  })
}

function requireEmbedded({ databaseUrl }: Config): void {
  if (databaseUrl === undefined) return
  throw new MartError(
    'BAD_CONFIGURATION',
    'JOBMART_DATABASE_URL peger på en server, vi ikke styrer.',
    {
      expected: 'den indbyggede server',
      got: 'JOBMART_DATABASE_URL er sat',
      todo: 'Start og stop den server, hvor den hører til, eller fjern JOBMART_DATABASE_URL.',
    },
  )
}
