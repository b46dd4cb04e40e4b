/** Owns the real program: a word run in a process of its own, with nothing of the test's environment but its path. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll } from '@jest/globals'
import type { TestHouse } from './house.ts'
import { until } from './until.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export type Environment = Readonly<Record<string, string>>

/** What a process said and how it ended; a signal ends it without an exit code. */
export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Word {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
}

const running = new Set<ChildProcess>()

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

/** The environment that makes a process work in a test's house. */
export function environmentOf({ config }: TestHouse): Environment {
  return {
    JOBMART_HOME: config.home,
    JOBMART_DATABASE_URL: config.databaseUrl ?? '',
    JOBMART_MUNICIPALITY: config.municipality ?? '',
    JOBMART_NOW: config.businessDate ?? '',
  }
}

/** Starts `jobmart WORDS` as the shell does. */
export function startWord(words: readonly string[], environment: Environment): Word {
  const child = spawn(process.execPath, ['src/main.js', ...words], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return { exitCode: code as number | null, ...said }
  })
  return { process: child, ended }
}

/** Runs `jobmart WORDS` to its end. */
export function word(words: readonly string[], environment: Environment): Promise<Ended> {
  return startWord(words, environment).ended
}

/** Waits until no other process is connected to the house's database: the server has let go of what a dead one held. */
export async function untilAlone(house: TestHouse): Promise<void> {
  await until('the end of the other connections', async () => {
    const others = await house.query(
      `select pid from pg_stat_activity
       where datname = current_database() and application_name = 'jobmart'`,
    )
    return others.length === 0
  })
}
