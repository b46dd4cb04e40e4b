/** Owns the word `schedule`: which timetable is in force, and running its lines as words of this program until stopped. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MartError } from '../../core/errors.ts'
import { PACKAGE_ROOT } from '../../db/root.ts'
import {
  type Complaint,
  type Entry,
  type Judge,
  parseTimetables,
  type Timetable,
} from '../../schedule/crontab.ts'
import { nextTime, type StartWords, startService } from '../../schedule/service.ts'
import type { Config } from '../config.ts'
import { declaredFeeds } from '../feeds.ts'
import { onInterrupt } from '../interrupt.ts'
import type { Progress, WordResult } from '../output.ts'

/** A word of the command line as far as a timetable's lines are held against it. */
export interface KnownWord {
  readonly commands: readonly KnownWord[]
  readonly registeredArguments: readonly { name(): string; readonly required: boolean }[]
  name(): string
  /** Throws on an option without its value. */
  parseOptions(words: string[]): { operands: string[]; unknown: string[] }
}

/** The flags of `schedule` that hold for every line. */
export interface ScheduleFlags {
  readonly example?: boolean
  readonly municipality?: string
}

/**
 * `schedule`: runs the timetable until the process is stopped.
 * @throws MartError BAD_CONFIGURATION when the timetable cannot be read or says nothing
 */
export async function schedule(
  config: Config,
  flags: ScheduleFlags,
  progress: Progress,
  program: KnownWord,
): Promise<WordResult> {
  const entries = await readTimetable(config, program)
  const service = startService(entries, starter(flags), progress)
  onInterrupt(() => service.stop())
  progress('Tidsplanen kører, til den stoppes (Ctrl-C):')
  for (const entry of entries) {
    const { file, line, expression, words } = entry
    const next = localTime(nextTime(entry))
    progress(`${file}:${line}  ${expression}  ${words.join(' ')} – næste gang ${next}`)
  }
  return new Promise(() => undefined)
}

/** A time as the clock on the wall in Denmark shows it: `2020-02-16 03:15:00`. */
export function localTime(time: Date): string {
  return time.toLocaleString('sv-SE', { timeZone: 'Europe/Copenhagen' })
}

/**
 * The timetable in force: `schedules/*.cron` of the home, or the project's own when there are none.
 * @throws MartError BAD_CONFIGURATION naming file and line
 */
export async function readTimetable(
  { home }: Pick<Config, 'home'>,
  program: KnownWord,
): Promise<readonly Entry[]> {
  const own = await cronFiles(join(home, 'schedules'))
  const files = own.length > 0 ? own : await cronFiles(join(PACKAGE_ROOT, 'schedules'))
  const timetables = await Promise.all(files.map(readCronFile))
  const entries = parseTimetables(timetables, judgeBy(program))
  if (entries.length > 0) return entries
  throw unreadable('Tidsplanen er tom.', files.join(', '), 'mindst én linje', 'ingen')
}

async function cronFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return []
    throw unreadable('Tidsplanen kan ikke læses.', folder, 'en mappe, der kan læses', error.code)
  })
  const cron = names.filter((name) => name.endsWith('.cron')).sort()
  return cron.map((name) => join(folder, name))
}

async function readCronFile(file: string): Promise<Timetable> {
  const text = await readFile(file, 'utf8').catch((error: { code?: string }) => {
    throw unreadable('Tidsplanen kan ikke læses.', file, 'en fil, der kan læses', error.code)
  })
  return { file, text }
}

function unreadable(message: string, file: string, expected: string, got = 'ukendt fejl') {
  const todo = 'Ret filen, eller fjern den, så gælder tidsplanen i programmets schedules/.'
  return new MartError('BAD_CONFIGURATION', message, { file, expected, got, todo })
}

/** Holds a line's words against the program's own: words, flags, arguments and feeds. */
export function judgeBy(program: KnownWord): Judge {
  return (words) => judge(program, words)
}

function judge(word: KnownWord, words: readonly string[]): Complaint | undefined {
  const [first = '', ...rest] = words
  if (word.commands.length > 0) {
    const known = word.commands.filter((each) => each.name() !== 'schedule')
    const next = known.find((each) => each.name() === first)
    if (next) return judge(next, rest)
    const names = known.map((each) => each.name()).join(', ')
    return { expected: `et af ordene ${names}`, got: first || `ikke mere end ${word.name()}` }
  }
  const { operands, unknown } = optionsOf(word, words)
  if (unknown.length > 0)
    return { expected: `et flag, som ${word.name()} har`, got: unknown[0] ?? '' }
  return judgeArguments(word, operands)
}

function optionsOf(word: KnownWord, words: readonly string[]) {
  try {
    return word.parseOptions([...words])
  } catch (error) {
    return { operands: [], unknown: [(error as Error).message.replace(/^error: /, '')] }
  }
}

function judgeArguments(word: KnownWord, given: readonly string[]): Complaint | undefined {
  const { registeredArguments } = word
  const missing = registeredArguments.find((each, index) => each.required && !given[index])
  if (missing) return { expected: `<${missing.name()}> efter ${word.name()}`, got: 'ingenting' }
  const extra = given[registeredArguments.length]
  if (extra) return { expected: `ikke flere ord efter ${word.name()}`, got: extra }
  const feed = given[registeredArguments.findIndex((each) => each.name() === 'feed')]
  const ids = declaredFeeds.map(({ id }) => id)
  if (feed === undefined || ids.includes(feed)) return undefined
  return { expected: `et af feedene ${ids.join(', ')}`, got: feed }
}

function starter({ example, municipality }: ScheduleFlags): StartWords {
  return (words, say) => {
    const handedOn = [
      ...(example ? ['--example'] : []),
      // A line may be for another municipality than the rest.
      ...(municipality && !words.includes('--municipality')
        ? ['--municipality', municipality]
        : []),
    ]
    return startProcess([...words, ...handedOn], say)
  }
}

function startProcess(words: readonly string[], say: (line: string) => void) {
  const isWindows = process.platform === 'win32'
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'src/main.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C on the terminal is meant for us; a run that is told twice leaves without cleaning up.
    detached: !isWindows,
    windowsHide: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => line.trim() && say(line))
  }
  const ended = once(child, 'close').then(([code, signal]) =>
    typeof code === 'number' ? code : 128 + constants.signals[signal as NodeJS.Signals],
  )
  // On Windows a signal would kill at once; there Ctrl-C has already reached the whole console.
  const stop = () => void (isWindows || child.kill('SIGTERM'))
  return { pid: child.pid, ended, stop }
}
