/** Owns telling whether a process that wrote its number down is still the one that has that number. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { errnoOf } from './files.ts'

const execute = promisify(execFile)

/** When a process started, in ticks since boot; empty where the system does not tell (only Linux does). */
export async function startMark(pid: number): Promise<string> {
  return (await procStat(pid))?.started ?? ''
}

/**
 * True when the process lives. With the mark it had, a new process with an old number is told apart,
 * as happens each time a container starts again and counts from 1.
 */
export async function isAlive(pid: number, mark = ''): Promise<boolean> {
  if (!answersSignal(pid)) return false
  const stat = await procStat(pid)
  if (!stat) return true
  // A zombie answers signals for ever in a container whose first process does not collect the dead.
  if (stat.state === 'Z' || stat.state === 'X') return false
  return mark === '' || mark === stat.started
}

/** False when the living process is certainly some other program; true when it matches or cannot be known. */
export async function runsProgram(pid: number, program: string): Promise<boolean> {
  try {
    const command = await commandOf(pid)
    return command === '' || basename(command).startsWith(program)
  } catch {
    return true
  }
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const [command = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
    return command
  }
  if (process.platform === 'win32') {
    const { stdout } = await execute('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
    return /^"([^"]+)"/.exec(stdout)?.[1] ?? ''
  }
  const { stdout } = await execute('ps', ['-p', String(pid), '-o', 'comm='])
  return stdout.trim()
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}

async function procStat(pid: number): Promise<{ state: string; started: string } | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The program's name stands in brackets before these and may itself hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', started: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
