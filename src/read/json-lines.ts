/** Owns how a file with one JSON row per line (NDJSON) becomes records; a line that is no row is rejected alone. */

import { MartError } from '../core/errors.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Encoding } from '../core/text-format.ts'
import { decodeStream } from './encoding.ts'
import { errorAnswer } from './json-error.ts'
import { cellsOfArray, cellsOfObject, headingsOf, type JsonRow, noRow } from './json-row.ts'
import { noTable } from './json-shape.ts'

/** What a first reading of the lines finds. */
export interface LinesSurvey {
  readonly headings: readonly string[]
  /** The line of the headings; 0 when each line is an object that names its own. */
  readonly headerLine: number
}

interface Line {
  readonly line: number
  readonly text: string
  /** Whether a line break ends it. */
  readonly isFinished: boolean
}

/** No real row comes near it; a line without an end does, and would otherwise eat the memory. */
const LONGEST_LINE = 1024 * 1024

/**
 * The headings of the lines: the first line that is an array, or the fields that any of the objects has.
 * @throws MartError NOT_A_DATA_FILE when no line is a row, TRUNCATED when the last one breaks off
 */
export async function surveyLines(path: string, encoding: Encoding): Promise<LinesSurvey> {
  const fields = new Set<string>()
  let header: LinesSurvey | undefined
  for await (const lines of readLines(path, encoding)) {
    for (const { line, text, isFinished } of lines) {
      const value = parsed(text)
      if (value === undefined && !isFinished && /^\s*[[{]/.test(text)) throw cutOff(path, line)
      if (header) continue
      if (Array.isArray(value) && fields.size === 0) {
        header = { headings: cellsOfArray(value).cells, headerLine: line }
      } else if (errorAnswer(value) === undefined) {
        for (const name of headingsOf(value)) fields.add(name)
      }
    }
  }
  if (header) return header
  if (fields.size === 0) throw noTable(path, 'linjer af JSON, hvoraf ingen er en række')
  return { headings: [...fields], headerLine: 0 }
}

/** The headings and then a record for each line that is not blank, by its physical line. */
export async function* readJsonLines(
  path: string,
  encoding: Encoding,
  { headings, headerLine }: LinesSurvey,
): AsyncGenerator<readonly SourceRecord[]> {
  const fields = headerLine > 0 ? undefined : headings
  if (fields) yield [{ line: 0, cells: headings }]
  for await (const lines of readLines(path, encoding)) {
    yield lines.map(({ line, text }) =>
      line === headerLine ? { line, cells: headings } : { line, ...rowOf(text, fields) },
    )
  }
}

/** @param fields those of an object; undefined when the lines are arrays */
function rowOf(text: string, fields: readonly string[] | undefined): JsonRow {
  const value = parsed(text)
  if (value === undefined) return noRow('tekst, der ikke er JSON')
  const answer = errorAnswer(value)
  if (answer !== undefined) return noRow(answer)
  return fields ? cellsOfObject(value, fields) : cellsOfArray(value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function* readLines(path: string, encoding: Encoding): AsyncGenerator<readonly Line[]> {
  let line = 0
  let held = ''
  for await (const chunk of decodeStream(path, encoding)) {
    const texts = (held + chunk).split('\n')
    held = texts.pop() ?? ''
    const lines: Line[] = []
    for (const text of texts) {
      line += 1
      if (text.length > LONGEST_LINE) throw tooLong(path, line)
      if (text.trim() !== '') lines.push({ line, text, isFinished: true })
    }
    if (held.length > LONGEST_LINE) throw tooLong(path, line + 1)
    yield lines
  }
  if (held.trim() !== '') yield [{ line: line + 1, text: held, isFinished: false }]
}

function cutOff(path: string, line: number): MartError {
  return new MartError(
    'TRUNCATED',
    'Filen er afkortet: den sidste linje er ikke hel. Intet er skrevet.',
    {
      file: path,
      line,
      expected: 'en hel række JSON',
      got: 'begyndelsen af en',
      todo: 'Hent filen igen fra kilden; overførslen blev afbrudt.',
    },
  )
}

function tooLong(path: string, line: number): MartError {
  const message = `Linje ${line} er over 1 MB og kan ikke være en datarække. Intet er skrevet.`
  return new MartError('NOT_A_DATA_FILE', message, {
    file: path,
    line,
    expected: 'linjer på højst 1 MB',
    got: 'en linje uden slutning',
    todo: 'Hent filen igen fra kilden i det aftalte format.',
  })
}
