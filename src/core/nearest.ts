/** Owns how alike two texts are, for messages that name the nearest known. */

/** A text further away than this share of its length is another word, not the same one misspelt. */
const MOST_DIFFERENCE = 1 / 3

/** The candidate that is most like the text, or nothing when none is near enough to be the same thing misspelt. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.max(text.length, candidate.length) * MOST_DIFFERENCE)
    // Lengths alone are as far apart; a file without its headings compares hundreds.
    if (Math.abs(text.length - candidate.length) > allowed) continue
    const distance = editDistance(text, candidate)
    if (distance > allowed || distance >= bestDistance) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

/** The number of characters to insert, delete or replace to make one text the other (Levenshtein). */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const inserted = (current[column - 1] ?? 0) + 1
      const deleted = (previous[column] ?? 0) + 1
      current.push(Math.min(replaced, inserted, deleted))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
