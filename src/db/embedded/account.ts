/** Owns which user the server runs as: PostgreSQL refuses to run as root, so root borrows an unprivileged one. */
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { MartError } from '../../core/errors.ts'
import { errnoOf, type Owner } from './files.ts'

const execute = promisify(execFile)

// macOS calls its PostgreSQL user `_postgres`.
const WANTED = ['postgres', '_postgres', 'nobody']

/** The user the server runs as when that is not ourselves. */
export type Account = Owner

/**
 * The user to run the server as, or undefined when it runs as ourselves (any ordinary user, and Windows).
 * As root it is the owner of the data folder when there is one, else `postgres`, else `nobody`.
 * Throws PLATFORM_UNSUPPORTED when root finds no such user.
 */
export async function accountFor(data: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await ownerOf(data)
  if (owner && owner.uid !== 0) return owner
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const wanted of WANTED) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? []
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new MartError(
    'PLATFORM_UNSUPPORTED',
    'Den indbyggede databaseserver kan ikke køre som root, og maskinen har ingen anden bruger til den.',
    { expected: 'en bruger ved navn postgres eller nobody i /etc/passwd', todo: INSTEAD_OF_ROOT },
  )
}

/**
 * True when the account can pass through the folder and all the folders above it.
 * Throws EMBEDDED_SERVER_FAILED when root may not become another user (a container without that right).
 */
export async function canReach(account: Account | undefined, folder: string): Promise<boolean> {
  if (!account) return true
  try {
    // Asked by trying: mode bits alone say nothing of access lists or network file systems.
    await execute('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
      uid: account.uid,
      gid: account.gid,
      cwd: '/',
      env: {},
    })
    return true
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined) return false
    throw new MartError(
      'EMBEDDED_SERVER_FAILED',
      'Den indbyggede databaseserver kan ikke køre som root, og processen må ikke skifte bruger.',
      { got: code, todo: INSTEAD_OF_ROOT },
      { cause: error },
    )
  }
}

const INSTEAD_OF_ROOT =
  'Kør jobmart som en almindelig bruger, eller sæt JOBMART_DATABASE_URL til en PostgreSQL-server.'

async function ownerOf(folder: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(folder)
    return { uid, gid }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}
