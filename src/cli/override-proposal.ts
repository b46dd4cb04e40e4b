/** Owns what is proposed for an export that differs: which lines of jobmart.yaml would make the feed read it, and how sure each is. */
import type { Column, Feed } from '../core/feed.ts'
import { nameFor } from '../core/feed.ts'
import type { FileColumn, HeadingGuess, HeadingGuesses } from '../core/heading-guess.ts'
import { type UnknownWord, unknownWords } from '../core/heading-guess.ts'
import { showCell } from '../core/mask.ts'
import { codesOf } from '../core/override.ts'
import type { Reference } from '../core/reference.ts'
import { singleSpaces } from '../core/text.ts'
import { type FirstLook, MOST_VALUES } from '../load/first-look.ts'

/** A declared column and the heading of the file that it is taken to be. */
export interface ProposedHeading extends Omit<HeadingGuess, 'field' | 'column'> {
  /** The declared heading, which jobmart.yaml knows the column by. */
  readonly column: string
  /** As it stands in the file. */
  readonly heading: string
  /** What jobmart.yaml is to say; nothing when the feed knows the heading without. */
  readonly names: readonly string[]
}

/** The words of a column with codes. */
export interface ProposedCodes {
  readonly column: string
  /** What jobmart.yaml says already. */
  readonly said: Readonly<Record<string, string>>
  readonly unknown: readonly UnknownWord[]
  /** How many other values are unknown and may not be shown. */
  readonly hidden: number
  /** Ours. */
  readonly codes: readonly string[]
}

export interface Proposal {
  readonly feed: Feed
  readonly fileName: string
  readonly look: FirstLook
  /** A pattern for the file's name, when the feed does not take it. */
  readonly filePattern: string | undefined
  readonly headings: readonly ProposedHeading[]
  /** Declared headings that must be in the file and are not. */
  readonly missing: readonly string[]
  /** The file's headings that nobody asks for; their cells are never kept. */
  readonly dropped: readonly string[]
  readonly codes: readonly ProposedCodes[]
}

/**
 * What jobmart.yaml is to say of the feed, what it says already included.
 * @param declared the feed as its connector has it
 * @param feed the same as the house reads it now
 */
export function proposalOf(
  declared: Feed,
  feed: Feed,
  fileName: string,
  look: FirstLook,
  { guesses, missing, unknown }: HeadingGuesses,
  reference: Reference,
): Proposal {
  const headingOf = (field: string) => declared.columns[field]?.heading ?? field
  return {
    feed,
    fileName,
    look,
    filePattern: nameFor(feed, fileName) === undefined ? patternOf(fileName) : undefined,
    headings: guesses.map(({ field, column, ...guess }) => ({
      ...guess,
      column: headingOf(field),
      heading: singleSpaces(column.heading),
      names: namesFor(feed, field, column, guess.certainty === 'known'),
    })),
    missing: missing.map(headingOf),
    dropped: unknown.map(({ heading }) => showCell(singleSpaces(heading))),
    codes: guesses.flatMap((guess) => codesFor(feed, guess, headingOf(guess.field), reference)),
  }
}

/** Whether a person has something to look at. */
export function isOpen({ filePattern, headings, missing, codes }: Proposal): boolean {
  return (
    filePattern !== undefined ||
    missing.length > 0 ||
    headings.some(({ certainty }) => certainty === 'unsure') ||
    codes.some(({ unknown, hidden }) => unknown.length > 0 || hidden > 0)
  )
}

/** A name with its days as `*`: `Forloeb-20200203.csv` is `Forloeb-*.csv`. */
function patternOf(fileName: string): string {
  return fileName.replace(/\d{4}-\d{2}-\d{2}|\d{6,}/g, '*')
}

/** What is said already, so that files before this one are still read, and the new heading. */
function namesFor(
  { override }: Feed,
  field: string,
  { heading }: FileColumn,
  isKnown: boolean,
): readonly string[] {
  const said = override?.headings?.[field] ?? []
  return isKnown ? said : [...said, singleSpaces(heading)]
}

// A column with more is no list of codes, and what has been taken for one may be names.
const MOST_CODES = 60
const LONGEST_CODE = 60
// In a column that may tell of a person, what stands in fewer rows may be a name that slipped into it.
const FEWEST_ROWS = 3

/** The codes of a column that is known for sure: what a wrong one holds is nobody's business. */
function codesFor(
  feed: Feed,
  { field, column, certainty }: HeadingGuess,
  heading: string,
  reference: Reference,
): readonly ProposedCodes[] {
  const declared = feed.columns[field]
  const said = feed.override?.codes?.[field] ?? {}
  if (!declared || certainty === 'unsure') return []
  const all = unknownWords(declared, column, reference)
  if (all.length === 0 && Object.keys(said).length === 0) return []
  const isList = column.values.size <= Math.min(MOST_CODES, MOST_VALUES)
  const unknown = all.filter((each) => isList && mayBeShown(declared, each))
  const { codes } = codesOf(declared.type, reference)
  return [{ column: heading, said, unknown, hidden: all.length - unknown.length, codes }]
}

function mayBeShown({ type }: Column<unknown>, { value, count }: UnknownWord): boolean {
  const isCommon = !type.personal || count >= FEWEST_ROWS
  return isCommon && value.length <= LONGEST_CODE && !/\d{5}/.test(value)
}
