/** Owns how many bad rows a file may have before it is refused as a whole. */

/** The most rejected rows a file of that many rows may have: the larger of 1 % and 5 rows. */
export function tolerated(rows: number): number {
  return Math.max(5, Math.floor(rows / 100))
}
