/** Owns what is known of a table from its first lines, and what is said when they do not tell enough. */
import {
  type LayoutHints,
  measureName,
  normaliseText,
  type SourceRecord,
  someOf,
  type Unclear,
} from '../../src/connector.ts'
import type { Headings } from './headings.ts'
import type { Figures, Place } from './laid-out.ts'
import { NAMELESS } from './pivot.ts'
import type { Titles } from './titles.ts'

/** A table as far as its first lines tell. */
export interface Table {
  readonly head: readonly SourceRecord[]
  readonly headings: Headings
  readonly titles: Titles
  readonly hints: LayoutHints
}

/** The filters in the titles that the table does not split by as well: those only list what it shows. */
export function filtersBeside(
  { titles, hints }: Table,
  dimensions: readonly string[],
): Titles['filters'] {
  const about = (heading: string) => hints.reference.conceptOf(heading) ?? normaliseText(heading)
  const own = new Set(dimensions.map(about))
  return titles.filters.filter(([name]) => !own.has(about(name)))
}

/** A column of the file, else what its titles say. */
export function placeOf(column: number | undefined, said: string | undefined): Place | undefined {
  if (column !== undefined) return { column }
  return said === undefined ? undefined : { always: said }
}

/** The warning that a dimension is kept under a name of ours. */
export function namelessWarning(): string {
  return `Opdelingens navn står ikke i filen; den er gemt som "${NAMELESS}".`
}

/** The refusal of a sheet that does not say what all its figures have in common. */
export function missing(what: string, example: string): Unclear {
  return {
    code: 'MISSING_FILE_FACT',
    message: `${what} står hverken i en kolonne eller i linjerne over tallene.`,
    expected: `en linje som "${example}" over overskrifterne, eller en kolonne`,
    got: 'ingen af delene',
    todo: 'Hent tabellen igen med filterlinjerne, eller skriv linjen ind i filen, og kør igen.',
  }
}

/** The same member and measure over two columns: one of them would be lost. */
export function twins(figures: readonly Figures[]): Unclear | undefined {
  const names = figures.map(({ area, period, members, measure }) =>
    [area, period, ...members, measure]
      .map((place) => ('column' in place ? `#${place.column}` : measureName(place.always)))
      .join(' - '),
  )
  const same = names.filter((name, index) => names.indexOf(name) < index)
  return same.length === 0
    ? undefined
    : {
        code: 'AMBIGUOUS_COLUMNS',
        message: 'Flere kolonner er det samme tal.',
        expected: 'hvert medlem og hver måling én gang',
        got: someOf([...new Set(same)]),
        todo: 'Fjern den ene kolonne, eller hent tabellen igen.',
      }
}
