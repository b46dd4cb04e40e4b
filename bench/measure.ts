/** Owns the clock and the scales: how long a piece of work takes, and how much memory a process took at most. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** A process that ended well. */
export interface Measured {
  readonly seconds: number
  /** Its peak of resident memory in MB; undefined where the system does not tell. */
  readonly peakMb: number | undefined
  readonly stdout: string
}

const LOOK_EVERY_MS = 20

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Runs a program to its end; throws with what it said when it fails. */
export async function measure(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Measured> {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  let peakMb: number | undefined
  // The system keeps the peak itself, so looking now and then misses only what grows in the last moments.
  const look = setInterval(() => {
    peakMb = peakOf(child.pid) ?? peakMb
  }, LOOK_EVERY_MS)
  try {
    const seconds = await secondsOf(() => once(child, 'close'))
    if (child.exitCode === 0) return { seconds, peakMb, stdout: said.stdout }
    throw new Error(
      `${program} ${args.join(' ')}: exit ${child.exitCode}\n${said.stdout}${said.stderr}`,
    )
  } finally {
    clearInterval(look)
  }
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
