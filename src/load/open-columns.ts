/** Owns how the columns of an unknown table are told apart: dimensions first, then measures, by what they hold. */
import { MartError } from '../core/errors.ts'
import type { Feed } from '../core/feed.ts'
import { isCount, measureNames } from '../core/measure.ts'
import type { SourceRecord } from '../core/record.ts'
import type { Reference } from '../core/reference.ts'
import { normaliseText, someOf } from '../core/text.ts'
import { tolerated } from '../core/tolerance.ts'

export interface OpenColumn {
  readonly index: number
  readonly heading: string
  /** A dimension that `--dimensions` names may be empty: the call knows the column. */
  readonly mayBeEmpty?: boolean
  /** A measure whose numbers are written the English way: `43.070` is not 43,070 there, so its points are refused. */
  readonly dotIsDecimal?: boolean
  /** A measure of whole numbers: `1,600` is not 1,6 there but an English 1600, and refused. */
  readonly isCount?: boolean
}

export interface OpenLayout {
  readonly dimensions: readonly OpenColumn[]
  readonly measures: readonly OpenColumn[]
}

interface Profile {
  readonly column: OpenColumn
  /** Cells by what they hold; empty cells are neither. */
  numbers: number
  words: number
  /** Cells that only an English reader takes for a number, and those that a Danish one reads with a thousands point. */
  english: number
  grouped: number
}

/**
 * Splits the columns nobody declared: the measures are the trailing columns that hold only numbers (or nothing); the
 * rest are dimensions. A dimension that is empty or looks like numbers is ambiguous and refused, unless named.
 * @param named headings that `--dimensions` says are dimensions
 * @throws MartError AMBIGUOUS_COLUMNS when a column could be either, or there is no measure at all
 */
export async function splitOpenColumns(
  batches: AsyncIterable<readonly SourceRecord[]>,
  columns: readonly OpenColumn[],
  feed: Feed,
  reference: Reference,
  named: readonly string[],
  file: string,
): Promise<OpenLayout> {
  const profiles = await profileColumns(batches, columns, feed, reference)
  const isNamed = namedAmong(columns, named, file)
  const lastDimension = profiles.findLastIndex(
    (profile) =>
      !isNumeric(profile) ||
      isNamed(profile.column) ||
      reference.isDimensionHeading(profile.column.heading),
  )
  const dimensions = profiles.slice(0, lastDimension + 1)
  const measures = profiles.slice(lastDimension + 1)
  const unclear = dimensions.filter(
    (profile) => !isNamed(profile.column) && isUnclear(profile, reference),
  )
  if (unclear.length > 0 || measures.length === 0) throw ambiguous(file, unclear, measures)
  refuseTwins(file, dimensions.map(headingOf), measureNames(measures.map(headingOf)))
  return {
    dimensions: dimensions.map(({ column }) => ({ ...column, mayBeEmpty: isNamed(column) })),
    measures: measures.map(({ column, english, grouped }) => ({
      ...column,
      dotIsDecimal: english > grouped,
      isCount: isCount(column.heading),
    })),
  }
}

async function profileColumns(
  batches: AsyncIterable<readonly SourceRecord[]>,
  columns: readonly OpenColumn[],
  feed: Feed,
  reference: Reference,
): Promise<readonly Profile[]> {
  const profiles = columns.map((column) => ({
    ...{ column, numbers: 0, words: 0, english: 0, grouped: 0 },
  }))
  for await (const batch of batches) {
    for (const { cells } of batch) {
      for (const profile of profiles) {
        const cell = cells[profile.column.index] ?? ''
        if (cell === '') continue
        if (looksNumeric(cell, feed, reference)) profile.numbers += 1
        else profile.words += 1
        if (GROUPED.test(cell)) profile.grouped += 1
        else if (ENGLISH.test(cell)) profile.english += 1
      }
    }
  }
  return profiles
}

const GROUPED = /^-?\d{1,3}(?:\.\d{3})+$/
const ENGLISH = /^-?\d+\.\d+$/

function looksNumeric(cell: string, feed: Feed, reference: Reference): boolean {
  const outcome = feed.open?.measures.parse(cell, { reference, pseudonyms: undefined })
  return outcome?.ok === true || !/\p{L}/u.test(cell)
}

// A few words among many figures are bad cells, to be quarantined; a column of words is a dimension.
function isNumeric({ numbers, words }: Profile): boolean {
  return words === 0 || (numbers > words && words <= tolerated(numbers + words))
}

// Figures among words may be a measure gone wrong: only a heading known to be a dimension's says otherwise.
function isUnclear(profile: Profile, reference: Reference): boolean {
  const { column, numbers, words } = profile
  return isNumeric(profile) || (numbers >= words && !reference.isDimensionHeading(column.heading))
}

function namedAmong(
  columns: readonly OpenColumn[],
  named: readonly string[],
  file: string,
): (column: OpenColumn) => boolean {
  const wanted = new Set(named.map(normaliseText))
  const known = new Set(columns.map(({ heading }) => normaliseText(heading)))
  const strange = named.filter((name) => !known.has(normaliseText(name)))
  if (strange.length > 0) {
    throw new MartError(
      'AMBIGUOUS_COLUMNS',
      `--dimensions nævner ${someOf(strange)}, som filen ikke har.`,
      {
        file,
        expected: someOf(columns.map(({ heading }) => heading)),
        got: named.join(', '),
        todo: 'Ret --dimensions til filens egne overskrifter, adskilt af komma.',
      },
    )
  }
  return ({ heading }) => wanted.has(normaliseText(heading))
}

function headingOf({ column }: Profile): string {
  return column.heading
}

/** Two columns of one name would give one figure two values. */
function refuseTwins(file: string, dimensions: readonly string[], measures: readonly string[]) {
  const names = [...dimensions.map(normaliseText), ...measures]
  const twins = new Set(names.filter((name, index) => names.indexOf(name) < index))
  if (twins.size === 0) return
  throw new MartError(
    'AMBIGUOUS_COLUMNS',
    `Filen har flere kolonner, der hedder det samme: ${someOf([...twins])}. Intet er skrevet.`,
    {
      file,
      expected: 'hver opdeling og hver måling én gang',
      got: someOf([...twins]),
      todo: 'Fjern den ene kolonne, eller bed kilden om overskrifter, der kan kendes fra hinanden.',
    },
  )
}

function ambiguous(
  file: string,
  unclear: readonly Profile[],
  measures: readonly Profile[],
): MartError {
  const names = unclear.map(({ column }) => column.heading)
  const what =
    measures.length === 0 && names.length === 0
      ? 'Filen har ingen kolonne med tal at gemme.'
      : `Det er ikke til at se, om ${someOf(names)} er en opdeling eller en måling. Intet er skrevet.`
  return new MartError('AMBIGUOUS_COLUMNS', what, {
    file,
    expected: 'opdelinger med tekst, derefter målinger med tal',
    got: unclear
      .map(
        ({ column, numbers }) => `"${column.heading}" ${numbers === 0 ? 'er tom' : 'ligner tal'}`,
      )
      .join(', '),
    todo: 'Er det opdelinger, så kør igen med --dimensions "Navn,Navn"; ellers bed kilden om filen igen.',
  })
}
