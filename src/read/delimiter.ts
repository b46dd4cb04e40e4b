/** Owns the choice of delimiter of a CSV file, from the headings it ought to have or from its own regularity. */

import { normaliseText } from '../core/text.ts'
import { DELIMITERS, type Delimiter, type Encoding } from '../core/text-format.ts'
import { decodeStream } from './encoding.ts'

const START_LENGTH = 64 * 1024
const HEADER_WITHIN = 20

/**
 * The delimiter of a CSV file, from its first 64 thousand characters: the one that splits some row among the first 20
 * into the most expected headings (give aliases too); when that does not decide, the one found equally often on most
 * lines.
 */
export async function detectDelimiter(
  path: string,
  encoding: Encoding,
  expectedHeadings: readonly string[],
): Promise<Delimiter> {
  const lines = await firstLines(path, encoding)
  const expected = new Set(expectedHeadings.map(normaliseText))
  const found = DELIMITERS.map((delimiter) => mostHeadings(lines, delimiter, expected))
  const most = Math.max(...found)
  const candidates = DELIMITERS.filter((_, index) => found[index] === most)
  return candidates.reduce((best, next) =>
    regularity(lines, next) > regularity(lines, best) ? next : best,
  )
}

async function firstLines(path: string, encoding: Encoding): Promise<readonly string[]> {
  let start = ''
  for await (const text of decodeStream(path, encoding)) {
    start += text
    if (start.length >= START_LENGTH) break
  }
  const lines = start.slice(0, START_LENGTH).split(/\r?\n/)
  // The line the look was cut in would be counted with too few cells.
  if (start.length >= START_LENGTH && lines.length > 1) lines.pop()
  return lines.filter((line) => line.trim() !== '')
}

/** The most expected headings that one row holds; quotes need no care here, for normalising a heading removes them. */
function mostHeadings(
  lines: readonly string[],
  delimiter: Delimiter,
  expected: ReadonlySet<string>,
): number {
  const counts = lines.slice(0, HEADER_WITHIN).map((line) => {
    const headings = new Set(line.split(delimiter).map(normaliseText))
    return [...headings].filter((heading) => expected.has(heading)).length
  })
  return Math.max(0, ...counts)
}

/** The share of lines that hold the delimiter as often as most lines do; 0 when it does not occur. */
function regularity(lines: readonly string[], delimiter: Delimiter): number {
  const linesByCount = new Map<number, number>()
  for (const line of lines) {
    const count = line.replaceAll(/"[^"]*"/g, '').split(delimiter).length - 1
    if (count > 0) linesByCount.set(count, (linesByCount.get(count) ?? 0) + 1)
  }
  return Math.max(0, ...linesByCount.values()) / Math.max(1, lines.length)
}
