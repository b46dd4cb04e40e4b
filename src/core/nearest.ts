/** Owns how alike two texts are, for messages that name the nearest known. */
import leven from 'leven'
import { normaliseText } from './text.ts'

/** A text further away than this share of its length is another word, not the same one misspelt. */
const MOST_DIFFERENCE = 1 / 3

/** The candidate that is most like the text, or nothing when none is near enough to be the same thing misspelt. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const longest = text.length > candidate.length ? text.length : candidate.length
    const allowed = Math.max(1, longest * MOST_DIFFERENCE)
    const limit = Math.min(Math.floor(allowed), bestDistance - 1)
    // Lengths alone are as far apart; a file without its headings compares hundreds.
    if (Math.abs(text.length - candidate.length) > limit) continue
    const distance = editDistance(text, candidate, limit)
    if (distance > limit) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

/**
 * The number of characters to insert, delete or replace to make one text the other (Levenshtein).
 * @param limit further apart than this need not be counted: any number above it is then returned
 */
export function editDistance(from: string, to: string, limit?: number): number {
  return leven(from, to, limit === undefined ? {} : { maxDistance: limit + 1 })
}

/** Names as alike as this are the same one written otherwise; below {@link NEAR_NAME} they are two. */
export const SAME_NAME = 0.75
export const NEAR_NAME = 0.5

// A word in another's midst counts from here on: `Nr` stands in too many.
const SHORTEST_PART = 4

/**
 * How alike two names are, from 0 to 1: 1 is the same but for capitals, blanks and punctuation. A name that the other
 * holds whole (`CPR-nr.` in `Borgers CPR-nr.`) is like it, the other way round (`Dato` for `Død dato`) only half.
 */
export function likeness(given: string, known: string): number {
  const [one, other] = [normaliseText(given), normaliseText(known)]
  if (one === '' || other === '') return 0
  const [short, long] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')]
  if (short === long) return one === other ? 1 : 0.95
  const [words, wanted] = [one.split(' '), other.split(' ')]
  const holdsAll = wanted.every((word) => words.includes(word))
  const isHeld = words.every((word) => wanted.includes(word))
  const isPart = long.length >= SHORTEST_PART && short.includes(long)
  const spelling = 1 - editDistance(short, long) / Math.max(short.length, long.length)
  const isMisspelt = spelling >= 1 - MOST_DIFFERENCE
  return Math.max(holdsAll || isPart ? 0.8 : 0, isHeld ? 0.6 : 0, isMisspelt ? spelling : 0)
}
