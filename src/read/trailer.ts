/** Owns the recognition of the trailer, the last row of an export that says how many rows it holds. */
import { normaliseText } from '../core/text.ts'

const WHOLE_NUMBER = /^(?:\d+|\d{1,3}(?:[. \u00a0]\d{3})+)$/

/**
 * The count that a trailer row such as `ANTAL;12345` declares, or nothing when the row is no trailer: its first cell is
 * one of the words, its second a whole number (thousands may be grouped), and the rest are empty.
 * Whether the row stands last, and whether the count is right, is the caller's to judge.
 */
export function trailerCount(
  cells: readonly string[],
  words: readonly string[],
): number | undefined {
  const [word = '', count = '', ...rest] = cells
  // The cheap checks first: a caller that does not know the last row yet asks for every row.
  if (!WHOLE_NUMBER.test(count) || rest.some((cell) => cell !== '')) return undefined
  const heading = normaliseText(word)
  if (!words.some((known) => normaliseText(known) === heading)) return undefined
  return Number(count.replaceAll(/\D/g, ''))
}
