/** Owns writing src/db/types.ts from a migrated database: `npm run types` writes it, `npm run types -- --verify` compares. */
import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from './connect.ts'
import { useEmbedded } from './embedded/server.ts'
import { migrate } from './migrate.ts'
import { PACKAGE_ROOT } from './root.ts'

const home = await mkdtemp(join(tmpdir(), 'jobmart-types-'))
// Open to the server's user, so that as root everything stays in here and goes with it.
await chmod(home, 0o755)
const server = await useEmbedded(home, { durable: false })
try {
  const database = await openDatabase(server.url)
  await migrate(database)
  await database.close()
  const { status } = spawnSync(
    process.execPath,
    [
      join(PACKAGE_ROOT, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      ...['--dialect', 'postgres', '--url', server.url],
      ...['--date-parser', 'string', '--numeric-parser', 'string'],
      ...['--exclude-pattern', 'ops.kysely*'],
      ...['--out-file', join(PACKAGE_ROOT, 'src/db/types.ts')],
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
} finally {
  await server.release()
  await rm(home, { recursive: true, force: true })
}
