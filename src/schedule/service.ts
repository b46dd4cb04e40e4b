/** Owns the service: what is due by the timetable is run, one run at a time per line, until it is stopped. */
import { createTask, type ScheduledTask } from 'node-cron'
import type { Entry } from './crontab.ts'

/** Words at work in a process of their own. */
export interface WordsAtWork {
  readonly pid: number | undefined
  /** The exit code, 128 and the signal's number included. */
  readonly ended: Promise<number>
  /** Asks the process to stop; it ends in its own time. */
  stop(): void
}

/** Starts words; every line they print goes to `say`. */
export type StartWords = (words: readonly string[], say: (line: string) => void) => WordsAtWork

export interface Service {
  /** Starts nothing more, asks what runs to stop, and waits for it. */
  stop(): Promise<void>
}

const TIME_ZONE = 'Europe/Copenhagen'
const DAY_MS = 24 * 60 * 60 * 1000

/** When a line is next due. */
export function nextTime({ expression }: Entry): Date {
  const task = createTask(expression, () => undefined, { timezone: TIME_ZONE })
  const [next] = task.getNextRuns(1)
  void task.destroy()
  return next ?? new Date(Number.NaN)
}

/** Starts the service; `say` hears, in Danish, what starts, prints, ends and is passed over. */
export function startService(
  entries: readonly Entry[],
  start: StartWords,
  say: (message: string) => void,
): Service {
  const atWork = new Set<WordsAtWork>()
  const ongoing = new Set<Promise<void>>()
  let isStopping = false
  const runOnce = async ({ words }: Entry) => {
    // A tick that was already on its way when the service was told to stop.
    if (isStopping) return
    const name = words.join(' ')
    try {
      const run = start(words, (line) => say(`${name}: ${line}`))
      atWork.add(run)
      say(`${name}: startet (proces ${run.pid ?? '?'})`)
      const exitCode = await run.ended.finally(() => atWork.delete(run))
      say(`${name}: sluttet med kode ${exitCode}`)
    } catch (error) {
      say(`${name}: kunne ikke køres (${error instanceof Error ? error.message : String(error)})`)
    }
  }
  const due = (entry: Entry) => {
    const run = runOnce(entry).finally(() => ongoing.delete(run))
    ongoing.add(run)
    return run
  }
  const tasks = entries.map((entry) => taskFor(entry, () => due(entry), say))
  for (const task of tasks) void task.start()
  return {
    stop: async () => {
      isStopping = true
      for (const task of tasks) void task.destroy()
      for (const run of atWork) run.stop()
      await Promise.allSettled(ongoing)
    },
  }
}

function taskFor(
  { expression, words }: Entry,
  run: () => Promise<void>,
  say: (message: string) => void,
): ScheduledTask {
  const silent = () => undefined
  const task = createTask(expression, run, {
    timezone: TIME_ZONE,
    noOverlap: true,
    // A machine that slept at the hour runs the line when it wakes, the newest time of it only.
    missedExecutionTolerance: DAY_MS,
    // What it would print, in English and outside our log, is said below.
    logger: { info: silent, warn: silent, error: silent, debug: silent },
  })
  const name = words.join(' ')
  task.on('execution:overlap', () => say(`${name}: sprunget over, forrige kørsel er ikke slut`))
  task.on('execution:missed', ({ dateLocalIso }) => {
    const time = dateLocalIso.slice(0, 16).replace('T', ' ')
    say(`${name}: sprunget over ${time}, for maskinen stod stille`)
  })
  return task
}
