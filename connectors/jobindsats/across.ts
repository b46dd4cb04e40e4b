/** Owns tables with periods across: what the columns before them are, and what the figures below them measure. */
import type { Layout, Unclear } from '../../src/connector.ts'
import { filtersBeside, missing, namelessWarning, placeOf, type Table, twins } from './found.ts'
import { columnCells } from './headings.ts'
import { type Figures, layoutOfFigures, type Place } from './laid-out.ts'
import { NAMELESS } from './pivot.ts'
import { isAreaHeading, isMeasureHeading, isPeriodHeading } from './titles.ts'
import { isMeasure, namedArea } from './words.ts'

type Role = 'area' | 'measure' | 'dimension'

interface Leading {
  readonly column: number
  readonly role: Role
  readonly name: string
}

/** The layout of a table with periods across, or why it cannot be told. */
export function placeAcross(table: Table): Layout | Unclear {
  const { headings, titles, hints } = table
  const first = Math.min(...headings.periods.keys())
  const leading = headings.cells.slice(0, first).map((_, column) => roleOf(table, column))
  const areas = leading.filter(({ role }) => role === 'area')
  const measures = leading.filter(({ role }) => role === 'measure')
  if (areas.length > 1 || measures.length > 1) return unclear(headings.cells)
  const area = placeOf(areas[0]?.column, titles.area)
  if (!area) return missing('Området', 'Område: Viborg')
  const corner = headings.cells.slice(0, first).find(isMeasure) ?? titles.measure
  const measure = placeOf(measures[0]?.column, corner)
  if (!headings.isTwoLines && !measure) return missing('Målingen', 'Måling: Antal fuldtidspersoner')
  if (!measures[0] && !headings.isTwoLines && namesSeveral(corner)) return unclear([corner ?? ''])
  const own = leading.filter(({ role }) => role === 'dimension')
  const filters = filtersBeside(
    table,
    own.map(({ name }) => name),
  )
  const figures = [...headings.periods].map(
    ([column, period]): Figures => ({
      ...{ column, area, period: { always: period } },
      measure: headings.isTwoLines ? { always: headings.cells[column] ?? '' } : (measure ?? area),
      members: [
        ...filters.map(([, member]): Place => ({ always: member })),
        ...own.map((one): Place => ({ column: one.column })),
      ],
    }),
  )
  const dimensions = [...filters.map(([name]) => name), ...own.map(({ name }) => name)]
  const warnings = [...titles.warnings, ...unread(table, first), ...nameless(own)]
  return (
    twins(figures) ?? layoutOfFigures({ headings, dimensions, figures, warnings }, hints.reference)
  )
}

function nameless(own: readonly Leading[]): readonly string[] {
  return own.some(({ name }) => name === NAMELESS) ? [namelessWarning()] : []
}

/** What a column before the periods holds, by its heading, else by its cells. */
function roleOf({ head, headings, titles, hints }: Table, column: number): Leading {
  const heading = headings.cells[column] ?? ''
  const cells = columnCells(head, headings, column)
  const { reference } = hints
  const isKnown = reference.isDimensionHeading(heading)
  const areas = cells.filter((cell) => namedArea(cell, reference) !== undefined)
  const isArea = isAreaHeading(heading) || (!isKnown && areas.length * 2 > cells.length)
  if (isArea) return { column, role: 'area', name: heading }
  const isMeasures = isMeasureHeading(heading) || (!isKnown && cells.every(isMeasure))
  if (isMeasures && cells.length > 0) return { column, role: 'measure', name: heading }
  // A corner may name the periods across, or the measure: neither is what its column holds.
  const isNamed = heading !== '' && !isPeriodHeading(heading) && !isMeasure(heading)
  const homes = new Set(cells.map((cell) => reference.dimensionOf(cell)))
  const home = homes.size === 1 ? [...homes][0] : undefined
  const said = titles.splitBy && titles.splitBy.charAt(0).toUpperCase() + titles.splitBy.slice(1)
  return { column, role: 'dimension', name: isNamed ? heading : (home ?? said ?? NAMELESS) }
}

function namesSeveral(measure: string | undefined): boolean {
  return / og /.test(measure ?? '')
}

/** Columns behind the periods that are no periods: a change, an average. */
function unread({ headings }: Table, first: number): readonly string[] {
  const others = headings.cells.filter(
    (cell, index) => index > first && cell !== '' && !headings.periods.has(index),
  )
  return others.map((cell) => `Kolonnen "${cell}" er ingen periode og er ikke gemt.`)
}

function unclear(headings: readonly string[]): Unclear {
  return {
    code: 'AMBIGUOUS_COLUMNS',
    message: 'Det er ikke til at se, hvad tallene under perioderne måler.',
    expected: 'én måling i titlen, eller en kolonne med målingernes navne',
    got: headings.filter((heading) => heading !== '').join('; '),
    todo: 'Hent tabellen igen med én måling, eller skriv en linje som "Måling: Antal personer" over overskrifterne.',
  }
}
