/** Owns how alike two texts are, for messages that name the nearest known. */

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
export function editDistance(
  from: string,
  to: string,
  limit: number = Number.POSITIVE_INFINITY,
): number {
  const row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let above = 0; above < from.length; above++) {
    const letter = from.charCodeAt(above)
    // What stood above and to the left; the row is overwritten as it is read.
    let diagonal = above
    let left = above + 1
    let least = left
    row[0] = left
    for (let column = 1; column <= to.length; column++) {
      const up = row[column] ?? 0
      let cost = letter === to.charCodeAt(column - 1) ? diagonal : diagonal + 1
      if (left + 1 < cost) cost = left + 1
      if (up + 1 < cost) cost = up + 1
      row[column] = cost
      if (cost < least) least = cost
      diagonal = up
      left = cost
    }
    // A row never holds less than the one above it.
    if (least > limit) return least
  }
  return row[to.length] ?? 0
}
