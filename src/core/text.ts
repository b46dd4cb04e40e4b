/** Owns how two texts are compared: headings, labels and names as Danish systems write them. */

/**
 * The form in which headings and labels are compared: composed letters, lower case, and one space for each run of blanks and
 * punctuation. Signs that tell measures apart (% + < >) stay.
 */
export function normaliseText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/(?:(?!%)[\s\p{P}\p{Cc}])+/gu, ' ')
    .trim()
}

/** The text with every run of spaces (no-break included) as one plain space. */
export function singleSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** A list for a sentence: the first few items quoted, and how many more there are. */
export function someOf(items: readonly string[], most = 8): string {
  const shown = items
    .slice(0, most)
    .map((item) => `"${item}"`)
    .join(', ')
  return items.length > most ? `${shown} og ${items.length - most} til` : shown
}

/** A file name as a word of a command line. */
export function asArgument(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name
}

/** Danish plural: `1 række`, `2 rækker`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('da-DK')} ${count === 1 ? one : many}`
}
