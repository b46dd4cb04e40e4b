/** Owns the homes, the child processes and the looks behind the curtain that the embedded server's tests need. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { stopEmbedded } from '../../src/db/embedded/server.ts'

const CHILD = fileURLToPath(new URL('./embedded.child.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const homes: string[] = []
const children = new Set<ChildProcess>()

export const isRoot = process.getuid?.() === 0

/** A home in a temporary folder that others may pass through, unless it is to be closed. */
export async function makeHome(options: { readonly closed?: boolean } = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'jobmart-embedded-')))
  if (!options.closed) await chmod(folder, 0o711)
  const home = join(folder, 'home')
  homes.push(home)
  return home
}

/** Ends every child, stops every server and removes every folder the tests made. */
export async function cleanUp(): Promise<void> {
  for (const child of children) child.kill('SIGKILL')
  for (const home of homes.splice(0)) {
    const location = await locationOf(home).catch(() => undefined)
    await stopEmbedded(home)
    if (location !== undefined) await rm(location, { recursive: true, force: true })
    await rm(join(home, '..'), { recursive: true, force: true })
  }
}

/** Where the server of a home keeps binaries and data. */
export async function locationOf(home: string): Promise<string> {
  const settings = JSON.parse(await readFile(join(home, 'postgres', 'server.json'), 'utf8'))
  return settings.location ?? join(home, 'postgres')
}

/** The process number in the pid file of a home's server. */
export async function postmasterOf(home: string): Promise<number> {
  const file = join(await locationOf(home), 'data', 'postmaster.pid')
  return Number.parseInt(await readFile(file, 'utf8'), 10)
}

/** The names of the leases that stand in a home. */
export function leasesOf(home: string): Promise<string[]> {
  return readdir(join(home, 'postgres', 'leases'))
}

/** The first column of the first row of a query. */
export async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Waits until something is true; fails after ten seconds. */
export async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not happen`)
    await sleep(3)
  }
}

/** Another jobmart process that uses the server of a home. */
export interface Child {
  readonly process: ChildProcess
  /** The first line it says: `{url, created}`, or `{error}`. */
  readonly up: Promise<{ url: string; created: boolean; error?: string }>
  /** Lets it release and end; the exit code. */
  leave(): Promise<number | null>
  /** Ends it without warning. */
  kill(): Promise<void>
}

/** Starts a child that uses the server of a home, as another user when one is given. */
export function startChild(home: string, user?: { uid: number; gid: number }): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, home], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  })
  children.add(child)
  const exit = once(child, 'exit').then(([code]) => {
    children.delete(child)
    return code
  })
  const line = once(createInterface(child.stdout), 'line').then(([text]) => JSON.parse(text))
  const silence = exit.then(() => ({ error: 'the child ended without a word' }))
  return {
    process: child,
    up: Promise.race([line, silence]),
    leave: () => {
      child.stdin.end()
      return exit
    },
    kill: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}
