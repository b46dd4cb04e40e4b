/** Owns how a sheet names its columns: A is the first, AA the twenty-seventh. */

const A = 'A'.charCodeAt(0)

/** The column of a cell's address, from 1: `C7` is 3. */
export function columnOf(address: string): number {
  let column = 0
  for (let at = 0; at < address.length; at++) {
    const letter = address.charCodeAt(at) - A
    if (letter < 0 || letter > 25) break
    column = column * 26 + letter + 1
  }
  return column
}

/** The row of a cell's address: `C7` is 7. */
export function rowOf(address: string): number {
  return Number(address.replace(/^\D+/, ''))
}
