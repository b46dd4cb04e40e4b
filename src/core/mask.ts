/** Owns the masking of personal values in everything a human or a log can read. */

// Written with a hyphen, a dash, a blank of any kind, or nothing between.
const CPR = /(?<!\d)(\d{6})[-–\s]?\d{4}(?!\d)/g
const LONGEST = 80

/** The text with every CPR number as `010190-XXXX`. */
export function maskPersonal(text: string): string {
  return text.replace(CPR, '$1-XXXX')
}

/** A cell as it may be shown: masked, without control characters, and cut at 80 characters. */
export function showCell(cell: string): string {
  const masked = maskPersonal(cell)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  if (masked.length <= LONGEST) return masked
  // Half a character of two code units would be no text at all.
  return `${masked.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`
}
