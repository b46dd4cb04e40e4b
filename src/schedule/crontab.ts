/** Owns reading a timetable: lines of a cron expression and the words to run then. */
import { type CronFieldError, validateDetailed } from 'node-cron'
import { MartError } from '../core/errors.ts'

/** One line of a timetable. */
export interface Entry {
  readonly file: string
  readonly line: number
  readonly expression: string
  /** As on the command line, without the program's name. */
  readonly words: readonly string[]
}

/** A timetable's text and the name it has in messages. */
export interface Timetable {
  readonly file: string
  readonly text: string
}

/** What is wrong with a line, both in Danish. */
export interface Complaint {
  readonly expected: string
  readonly got: string
}

/** Says what is wrong with words, if anything; the command line knows what exists. */
export type Judge = (words: readonly string[]) => Complaint | undefined

const EXAMPLE = 'minut time dag måned ugedag og ordene, fx 15 3 * * * nightly'
const QUOTED_OR_BARE = /"([^"]*)"|'([^']*)'|([^\s"']+)/g
// A sixth field in front counts seconds; no word of the command line looks like a cron field.
const FIELD = /^([\d*?]|(sun|mon|tue|wed|thu|fri|sat)([a-z]*day)?([-,#L]|$))/i
const FIELD_NAMES: Readonly<Record<string, string>> = {
  second: 'sekund',
  minute: 'minut',
  hour: 'time',
  dayOfMonth: 'dag',
  month: 'måned',
  dayOfWeek: 'ugedag',
}

/**
 * Reads timetables: blank lines and lines that begin with # say nothing, every other line is an entry.
 * @throws MartError BAD_CONFIGURATION naming file, line and what is expected
 */
export function parseTimetables(timetables: readonly Timetable[], judge: Judge): readonly Entry[] {
  const entries: Entry[] = []
  for (const { file, text } of timetables) {
    for (const [index, content] of text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .entries()) {
      const place = { file, line: index + 1 }
      if (/^\s*(#|$)/.test(content)) continue
      const entry = parseLine(content, place, judge)
      refuseRepeat(entry, entries)
      entries.push(entry)
    }
  }
  return entries
}

type Place = Pick<Entry, 'file' | 'line'>

function parseLine(content: string, place: Place, judge: Judge): Entry {
  const tokens = [...content.matchAll(QUOTED_OR_BARE)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
  if (/["']/.test(content.replaceAll(QUOTED_OR_BARE, ''))) {
    throw bad(place, { expected: 'to anførselstegn om en tekst', got: content.trim() })
  }
  const fields = FIELD.test(tokens[5] ?? '') ? 6 : 5
  const expression = tokens.slice(0, fields).join(' ')
  const words = tokens.slice(fields)
  if (words.length === 0) throw bad(place, { expected: EXAMPLE, got: content.trim() })
  const [fault] = validateDetailed(expression).errors
  if (fault) throw bad(place, { expected: EXAMPLE, got: said(fault, expression) })
  const complaint = judge(words)
  if (complaint) throw bad(place, complaint)
  return { ...place, expression, words }
}

function said({ field, value }: CronFieldError, expression: string): string {
  const name = FIELD_NAMES[field]
  return name ? `"${value ?? ''}" som ${name} i "${expression}"` : `"${expression}"`
}

function refuseRepeat(entry: Entry, earlier: readonly Entry[]): void {
  const identity = (each: Entry) => [each.expression, ...each.words].join('\0').toLowerCase()
  const twin = earlier.find((each) => identity(each) === identity(entry))
  if (!twin) return
  const where = twin.file === entry.file ? `linje ${twin.line}` : `${twin.file} linje ${twin.line}`
  throw bad(entry, {
    expected: 'hver linje én gang',
    got: `"${entry.expression} ${entry.words.join(' ')}", som også er ${where}`,
  })
}

function bad({ file, line }: Place, complaint: Complaint): MartError {
  return new MartError('BAD_CONFIGURATION', 'En linje i tidsplanen er ikke gyldig.', {
    file,
    line,
    ...complaint,
    todo: 'Ret linjen; ordene er de samme som på kommandolinjen (se: jobmart --help).',
  })
}
