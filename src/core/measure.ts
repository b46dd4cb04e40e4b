/** Owns what a published measure is called: one name for a heading however it drifts, and never one name for two. */
import { singleSpaces } from './text.ts'

// Ages have two digits: `1-2 år` is a duration, and tells one measure from another.
const AGE_SPAN = /\s*\(?(?<!\d)\d{2}\s*[-–]\s*\d{2}\s*år\)?(?!\p{L})/gu

/** A measure's name from its heading: lower case, single spaces, without the age span and closing punctuation. */
export function measureName(heading: string): string {
  return plain(heading.normalize('NFC').replace(AGE_SPAN, ''))
}

/**
 * The names of the measures of one table. Where two headings differ by their age span alone, the span is what tells them
 * apart and stays.
 */
export function measureNames(headings: readonly string[]): readonly string[] {
  const isLast = headings.length === last.headings.length
  if (isLast && headings.every((heading, index) => heading === last.headings[index])) {
    return last.names
  }
  last = { headings, names: namesOf(headings) }
  return last.names
}

// Every row of a file asks for the same headings.
let last: { readonly headings: readonly string[]; readonly names: readonly string[] } = {
  headings: [],
  names: [],
}

function namesOf(headings: readonly string[]): readonly string[] {
  const names = headings.map(measureName)
  return names.map((name, index) =>
    names.some((other, at) => other === name && at !== index) ? plain(headings[index] ?? '') : name,
  )
}

const COUNT = /^antal (?!.*(?:gnsn|gennemsnit|timer|uger|årsværk))/

/** Whether a heading announces whole numbers: `Antal personer`, `Antal fuldtidspersoner`, which jobindsats rounds. */
export function isCount(heading: string): boolean {
  return COUNT.test(plain(heading))
}

function plain(text: string): string {
  return singleSpaces(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[\s.,;:]+$/, ''),
  )
}
