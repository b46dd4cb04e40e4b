/** Owns how one line of figures becomes rows of one figure each: area, period, dimensions, and the measure beside its value. */
import type { LaidRow, Layout, Reference } from '../../src/connector.ts'
import type { Headings } from './headings.ts'
import type { Titles } from './titles.ts'
import { isMarkedNote, isSentence, namedArea, saidIn, webPeriod } from './words.ts'

/** Headings of the rows that hold one figure each; jobindsats itself never has them. */
export const MEASURE_HEADING = 'Måling'
export const VALUE_HEADING = 'Værdi'

/** Where a part of a row stands: in a column of the file, or the same for all its rows. */
export type Place = { readonly column: number } | { readonly always: string }

/** One column of figures. */
export interface Figures {
  readonly column: number
  readonly area: Place
  readonly period: Place
  readonly measure: Place
  readonly members: readonly Place[]
}

export interface LaidOutTable {
  readonly headings: Headings
  readonly dimensions: readonly string[]
  readonly figures: readonly Figures[]
  readonly warnings: readonly string[]
}

/** The layout of a table whose lines hold several figures each. */
export function layoutOfFigures(table: LaidOutTable, reference: Reference): Layout {
  const { headings, dimensions, figures, warnings } = table
  return {
    ...frame(headings, warnings, true, reference),
    header: ['Område', 'Periode', ...dimensions, MEASURE_HEADING, VALUE_HEADING],
    rows: (cells) => figures.map((figure) => figureRow(figure, cells, headings.cells)),
  }
}

function figureRow(
  { column, area, period, members, measure }: Figures,
  cells: readonly string[],
  headings: readonly string[],
): LaidRow {
  const places = [area, period, ...members, measure, { column }]
  return {
    cells: places.map((place, index) => {
      const cell = 'column' in place ? (cells[place.column] ?? '') : place.always
      return index === 1 ? (webPeriod(cell) ?? cell) : cell
    }),
    // What is the same for all rows is told by the column of the figure.
    headings: places.map((place) => headings['column' in place ? place.column : column] ?? ''),
  }
}

/** The layout of a table whose lines are rows already; what its titles say of all of them stands before their cells. */
export function layoutOfRows(
  headings: Headings,
  constants: readonly (readonly [heading: string, cell: string])[],
  warnings: readonly string[],
  { isTitled }: Titles,
  reference: Reference,
): Layout {
  const { cells: own, area, period } = headings
  const canonical = own.map((cell, index) =>
    index === area ? 'Område' : index === period ? 'Periode' : cell,
  )
  const [names, before] = [constants.map(([name]) => name), constants.map(([, cell]) => cell)]
  const told = [...names, ...own]
  return {
    ...frame(headings, warnings, isTitled, reference),
    header: [...names, ...canonical],
    rows: (cells) => [
      {
        cells: [...before, ...cells.map((cell, at) => (at === period ? inOneForm(cell) : cell))],
        headings: told,
      },
    ],
  }
}

function inOneForm(cell: string): string {
  return /^\d{4}/.test(cell) ? cell : (webPeriod(cell) ?? cell)
}

type Frame = Pick<Layout, 'headerLine' | 'width' | 'warnings' | 'isNote'>

function frame(
  { line, cells }: Headings,
  warnings: readonly string[],
  isForPeople: boolean,
  reference: Reference,
): Frame {
  return {
    headerLine: line,
    width: 1 + cells.findLastIndex((cell) => cell !== ''),
    warnings,
    isNote: (row, isBelowAllRows) => {
      const filled = saidIn(row)
      const [text = ''] = filled
      if (filled.length === 0 || isMarkedNote(filled)) return true
      const isLast = isForPeople && isBelowAllRows && filled.length === 1
      return isLast && isSentence(text) && namedArea(text, reference) === undefined
    },
  }
}
