/** Owns what is proposed for an export that differs: which lines of jobmart.yaml would make the feed read it, and how sure each is. */
import { type Column, type Feed, nameFor } from '../core/feed.ts'
import {
  type Certainty,
  type FileColumn,
  type HeadingGuess,
  type HeadingGuesses,
  type Reason,
  type UnknownWord,
  unknownWords,
} from '../core/heading-guess.ts'
import { maskPersonal, showCell } from '../core/mask.ts'
import { codesOf } from '../core/override.ts'
import type { Reference } from '../core/reference.ts'
import { singleSpaces } from '../core/text.ts'
import type { FirstLook } from '../load/first-look.ts'

/** A declared column and the heading of the file that it is taken to be. */
export interface ProposedHeading {
  /** The declared heading, which jobmart.yaml knows the column by. */
  readonly column: string
  /** As it stands in the file; null when it does not. */
  readonly heading: string | null
  readonly certainty: Certainty | 'optional' | 'missing'
  readonly reason: Reason | null
  /** Other headings that might be it as well. */
  readonly rivals: readonly string[]
  /** The headings that jobmart.yaml gives it already; the new one is read beside them. */
  readonly said: readonly string[]
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
  /** As the house reads it now. */
  readonly feed: Feed
  readonly fileName: string
  readonly look: FirstLook
  /** The keys of jobmart.yaml that could name the file, and a pattern for it; none when the feed takes it. */
  readonly fileKeys: readonly string[]
  readonly filePattern: string
  /** In the order of the declared columns. */
  readonly headings: readonly ProposedHeading[]
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
  guesses: HeadingGuesses,
  reference: Reference,
): Proposal {
  const columns = Object.entries(declared.columns).map(([field, { heading }]) => ({
    heading,
    field,
    guess: guesses.guesses.find((each) => each.field === field),
  }))
  return {
    feed,
    fileName,
    look,
    fileKeys: nameFor(feed, fileName) === undefined ? fileKeysOf(declared) : [],
    filePattern: patternOf(fileName),
    headings: columns.map(({ heading, field, guess }) => ({
      column: heading,
      said: feed.override?.headings?.[field] ?? [],
      ...(guess ? foundAs(guess) : notFound(guesses.missing.includes(field))),
    })),
    dropped: guesses.unknown.map(({ heading }) => showCell(singleSpaces(heading))),
    codes: columns.flatMap(({ heading, field, guess }) => {
      const said = feed.override?.codes?.[field] ?? {}
      const column = feed.columns[field]
      // What a wrong column holds is nobody's business.
      const isKnown = column && guess && guess.certainty !== 'unsure'
      const words = isKnown ? wordsOf(column, guess.column, reference) : NO_WORDS
      const isNeeded = words.unknown.length + words.hidden + Object.keys(said).length > 0
      return isNeeded ? [{ column: heading, said, ...words }] : []
    }),
  }
}

function foundAs({ column, certainty, reason, rivals }: HeadingGuess) {
  return { heading: shown(column.heading), certainty, reason, rivals: rivals.map(shown) }
}

function notFound(isMissing: boolean) {
  const certainty = isMissing ? ('missing' as const) : ('optional' as const)
  return { heading: null, certainty, reason: null, rivals: [] }
}

function shown(heading: string): string {
  return maskPersonal(singleSpaces(heading))
}

/** Whether a person has something to look at. */
export function isOpen({ fileKeys, headings, codes }: Proposal): boolean {
  return (
    fileKeys.length > 0 ||
    headings.some(({ certainty }) => certainty === 'unsure' || certainty === 'missing') ||
    codes.some(({ unknown, hidden }) => unknown.length > 0 || hidden > 0)
  )
}

/** The name of a feed with deltas must tell which of the two a file is. */
function fileKeysOf({ takes, mode }: Feed): readonly string[] {
  const hasDeltas = takes.some((name) => mode?.(name) === 'delta')
  return hasDeltas ? ['full_files', 'delta_files'] : ['files']
}

/** A name with its days as `*`: `Forloeb-20200203.csv` is `Forloeb-*.csv`. */
function patternOf(fileName: string): string {
  return fileName.replace(/\d{4}-\d{2}-\d{2}|\d{6,}/g, '*')
}

// A column with more is no list of codes, and what has been taken for one may be names.
const MOST_CODES = 60
const LONGEST_CODE = 60
// In a column that may tell of a person, what stands in fewer rows may be a name that slipped into it.
const FEWEST_ROWS = 3

const NO_WORDS = { unknown: [], hidden: 0, codes: [] } as const

function wordsOf(declared: Column<unknown>, column: FileColumn, reference: Reference) {
  const all = unknownWords(declared, column, reference)
  const isList = column.values.size <= MOST_CODES
  const unknown = all.filter((each) => isList && mayBeShown(declared, each))
  const { codes } = codesOf(declared.type, reference)
  return { unknown, hidden: all.length - unknown.length, codes }
}

function mayBeShown({ type }: Column<unknown>, { value, count }: UnknownWord): boolean {
  const isCommon = !type.personal || count >= FEWEST_ROWS
  return isCommon && value.length <= LONGEST_CODE && !/\d{5}|\p{Cc}/u.test(value)
}
