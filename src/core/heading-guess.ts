/** Owns the guess which heading of an unknown export is which declared column: by its name, and by what its cells hold. */
import type { ColumnType, ReadContext } from './column.ts'
import type { Column, Columns } from './feed.ts'
import { likeness, NEAR_NAME, SAME_NAME } from './nearest.ts'
import { codesOf, isWordOf, namesOfColumn } from './override.ts'
import type { Reference } from './reference.ts'
import { normaliseText } from './text.ts'

/** A column of the file, with the values of its first rows. */
export interface FileColumn {
  readonly heading: string
  /** How often each value stands there; of a column with very many values only the first. */
  readonly values: ReadonlyMap<string, number>
  readonly filled: number
  readonly empty: number
}

/** `known`: by a name the feed already has; `sure`: nothing else is near it; `unsure`: a person must look. */
export type Certainty = 'known' | 'sure' | 'unsure'

/** What speaks for a guess. */
export type Reason = 'name' | 'content' | 'both'

export interface HeadingGuess {
  readonly field: string
  readonly column: FileColumn
  readonly certainty: Certainty
  readonly reason: Reason
  /** Other headings that might be it as well. */
  readonly rivals: readonly string[]
}

export interface HeadingGuesses {
  readonly guesses: readonly HeadingGuess[]
  /** Fields that a file must have and no heading was found for. */
  readonly missing: readonly string[]
  /** Columns of the file that are none of the feed's. */
  readonly unknown: readonly FileColumn[]
}

interface Candidate {
  readonly field: string
  readonly column: FileColumn
  readonly name: number
  readonly fit: Fit
  readonly score: number
}

/** How the cells of a file's column fit a kind of column. */
interface Fit {
  /** Of the values there are, those that can be read. */
  readonly share: number
  /** Whether the kind tells its cells from other text at all. */
  readonly tells: boolean
  /** Whether only cells of one meaning fit: CPR numbers and the words of a list, but not any date. */
  readonly isOwn: boolean
  readonly isList: boolean
  /** Cells must hold a value and do not. */
  readonly lacks: boolean
}

const FITS = 0.9
const HARDLY_FITS = 0.5
const CONTENT_WEIGHT = 0.3
// As near as this, two candidates are told apart by a person.
const RIVAL_WITHIN = 0.15
const MOST_EMPTY = 0.1

/**
 * Finds the columns of a feed among those of a file; every heading is one column's at most.
 * @param declared the same columns as the connector has them: a heading may be like its names too
 */
export function guessHeadings(
  columns: Columns,
  file: readonly FileColumn[],
  context: ReadContext,
  declared: Columns = columns,
): HeadingGuesses {
  const known = Object.entries(columns).flatMap(([field, column]) => knownBy(field, column, file))
  const taken = new Set(known.map(({ column }) => column))
  const rest = file.filter((column) => !taken.has(column) && normaliseText(column.heading) !== '')
  const open = Object.entries(columns).filter(
    ([field]) => !known.some((guess) => guess.field === field),
  )
  const namesIn = (field: string) =>
    [columns[field], declared[field]].flatMap((column) => (column ? namesOfColumn(column) : []))
  const candidates = open
    .flatMap(([field, column]) =>
      rest.map((each) => candidate(field, column, namesIn(field), each, context)),
    )
    .filter((each) => isPlausible(each, columns))
    .sort((one, other) => other.score - one.score)
  const guessed = assign(candidates)
  const order = Object.keys(columns)
  const guesses = [...known, ...guessed].sort(
    (one, other) => order.indexOf(one.field) - order.indexOf(other.field),
  )
  const found = (field: string) => guesses.some((guess) => guess.field === field)
  return {
    guesses,
    missing: open.flatMap(([field, column]) => (column.mayBeAbsent || found(field) ? [] : [field])),
    unknown: rest.filter((column) => !guessed.some((guess) => guess.column === column)),
  }
}

/** The file's column that goes by a name of the declared one; of several the one with the earliest name, and unsure. */
function knownBy(
  field: string,
  declared: Column<unknown>,
  file: readonly FileColumn[],
): readonly HeadingGuess[] {
  const names = namesOfColumn(declared).map(normaliseText)
  const rank = ({ heading }: FileColumn) => {
    const text = normaliseText(heading)
    const byName = names.indexOf(text)
    return byName < 0 && declared.pattern?.test(text) ? names.length : byName
  }
  const found = file.filter((column) => rank(column) >= 0).sort((a, b) => rank(a) - rank(b))
  const [first, ...others] = found
  if (!first) return []
  const certainty = others.length > 0 ? 'unsure' : 'known'
  const rivals = others.map(({ heading }) => heading)
  return [{ field, column: first, certainty, reason: 'name', rivals }]
}

function candidate(
  field: string,
  declared: Column<unknown>,
  names: readonly string[],
  column: FileColumn,
  context: ReadContext,
): Candidate {
  const name = Math.max(...names.map((each) => likeness(column.heading, each)))
  const fit = fitOf(declared, column, context)
  const score = name + (fit.tells ? CONTENT_WEIGHT * fit.share : 0)
  return { field, column, name, fit, score }
}

// No honest cell of a kind that can be told from other text.
const NONSENSE = '§ ikke en værdi §'

function fitOf({ type, required }: Column<unknown>, column: FileColumn, context: ReadContext): Fit {
  const values = [...column.values.keys()]
  const isList = type.codes !== undefined || type.lookup !== undefined
  const reads = isList
    ? (cell: string) => isWordOf(type, cell, context.reference)
    : (cell: string) => type.parse(cell, context).ok
  const share = values.length === 0 ? 0 : values.filter(reads).length / values.length
  const rows = column.filled + column.empty
  return {
    share,
    tells: isList || !type.parse(NONSENSE, context).ok,
    isOwn: (isList && areWords(values)) || readsOnlyPersons(type, context),
    isList,
    lacks: required && !type.takesEmpty && column.empty > MOST_EMPTY * rows,
  }
}

// The codes A and 1 stand in the lists of many columns.
const SHORTEST_WORD = 4

function areWords(values: readonly string[]): boolean {
  return values.length > 1 && values.every((value) => value.length >= SHORTEST_WORD)
}

// A replacement number fails as a day and as a label, and is a good CPR number.
const MADE_UP_CPR = '740688-4422'

function readsOnlyPersons(type: ColumnType<unknown>, context: ReadContext): boolean {
  return !type.parse(NONSENSE, context).ok && type.parse(MADE_UP_CPR, context).ok
}

/** By name, unless the cells are something else; by its cells alone only for a column that the file must have. */
function isPlausible({ field, column, name, fit }: Candidate, columns: Columns): boolean {
  if (name >= NEAR_NAME) {
    return fit.isList || !fit.tells || column.filled === 0 || fit.share >= HARDLY_FITS
  }
  return fit.tells && fit.share >= FITS && columns[field]?.mayBeAbsent === false
}

function assign(candidates: readonly Candidate[]): readonly HeadingGuess[] {
  const chosen: Candidate[] = []
  for (const each of candidates) {
    const isTaken = chosen.some(
      ({ field, column }) => field === each.field || column === each.column,
    )
    if (!isTaken) chosen.push(each)
  }
  return chosen.map((choice) => guessOf(choice, rivalsOf(choice, candidates, chosen)))
}

/** What comes so near that the choice might be another: other headings for the column, other columns for the heading. */
function rivalsOf(
  choice: Candidate,
  candidates: readonly Candidate[],
  chosen: readonly Candidate[],
): readonly Candidate[] {
  const clearlyBeats = (one: Candidate, other: Candidate) => one.score - other.score >= RIVAL_WITHIN
  return candidates.filter(
    (other) =>
      sharesWith(choice, other) &&
      // Neither the choice nor another one is much the better use of that heading and column.
      !chosen.some((each) => sharesWith(each, other) && clearlyBeats(each, other)),
  )
}

function sharesWith(one: Candidate, other: Candidate): boolean {
  return one !== other && (one.field === other.field || one.column === other.column)
}

function guessOf(choice: Candidate, rivals: readonly Candidate[]): HeadingGuess {
  const { field, column, name, fit } = choice
  const fits = fit.tells && fit.share >= FITS
  const byName = name >= SAME_NAME && (fits || fit.isList || !fit.tells)
  const isSure = (byName || (fits && fit.isOwn)) && !fit.lacks && rivals.length === 0
  const headings = rivals.filter((other) => other.field === field).map((other) => other.column)
  return {
    field,
    column,
    certainty: isSure ? 'sure' : 'unsure',
    reason: name < NEAR_NAME ? 'content' : fits ? 'both' : 'name',
    rivals: headings.map(({ heading }) => heading),
  }
}

/** A value of a column with codes that nobody knows, and the code whose word it is most like. */
export interface UnknownWord {
  readonly value: string
  readonly count: number
  readonly near: string | undefined
}

/** The values of a file's column that are none of the declared column's words; none when it has no list. */
export function unknownWords(
  { type }: Column<unknown>,
  { values }: FileColumn,
  reference: Reference,
): readonly UnknownWord[] {
  if (!type.codes && !type.lookup) return []
  const { codes, words } = codesOf(type, reference)
  const known = [...codes, ...words]
  return [...values]
    .filter(([value]) => !isWordOf(type, value, reference))
    .map(([value, count]) => ({ value, count, near: nearWord(value, known) }))
    .map((each) => ({ ...each, near: each.near && codeFor(type, each.near, reference) }))
}

function nearWord(value: string, known: readonly string[]): string | undefined {
  const alike = known.map((word) => ({ word, score: likeness(value, word) }))
  const [best] = alike.sort((one, other) => other.score - one.score)
  return best && best.score >= NEAR_NAME ? best.word : undefined
}

/** The code that a word of the list stands for. */
function codeFor({ codes, lookup }: ColumnType<unknown>, word: string, reference: Reference) {
  if (codes) return codes.codeOf(word) ?? word
  if (!lookup || lookup.list === 'area') return word
  return reference.code(lookup.list, lookup.source, word) ?? word
}
