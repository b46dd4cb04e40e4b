/** Owns which line of a file holds its headings, and what each heading stands for. */
import { normaliseText, type Reference, type SourceRecord } from '../../src/connector.ts'
import { isAreaHeading, isPair, isPeriodHeading } from './titles.ts'
import { isMeasure, namedArea, saidIn, webPeriod } from './words.ts'

/** The headings of a file, and where its rows begin. */
export interface Headings {
  /** The index of the first line of headings among the first lines. */
  readonly at: number
  /** The line of the last headings. */
  readonly line: number
  readonly cells: readonly string[]
  readonly area: number | undefined
  readonly period: number | undefined
  /** The columns that a period stands over, with the period in the form that `period()` reads. */
  readonly periods: ReadonlyMap<number, string>
  /** With periods in a line of their own: the headings below them. */
  readonly isTwoLines: boolean
}

const HEADER_WITHIN = 20

/** The first line of headings, if any: `Område` or `Periode` over their columns, a dimension before measures, or periods across. */
export function findHeadings(
  head: readonly SourceRecord[],
  reference: Reference,
): Headings | undefined {
  const tried = head.slice(0, HEADER_WITHIN).map((_, at) => headingsAt(head, at, reference))
  // The line with both is the header, whatever stands above it.
  const whole = tried.find((found) => found?.area !== undefined && found.period !== undefined)
  return whole ?? tried.find((found) => found !== undefined)
}

function headingsAt(
  head: readonly SourceRecord[],
  at: number,
  reference: Reference,
): Headings | undefined {
  const { line = 0, cells = [] } = head[at] ?? {}
  if (saidIn(cells).length < 2 || isPair(cells, reference)) return undefined
  const areas = indexesOf(cells, isAreaHeading)
  const own = indexesOf(cells, isPeriodHeading)
  const periods = new Map(
    cells.flatMap((cell, index) => {
      const period = webPeriod(cell)
      return period === undefined ? [] : [[index, period] as const]
    }),
  )
  if (periods.size > 0) return across(head, at, areas, periods, reference)
  if (areas.length > 1 || own.length > 1) return undefined
  if (areas.length + own.length === 0 && !areMembersDown(cells, reference)) return undefined
  return { ...{ at, line, cells, periods, area: areas[0], period: own[0] }, isTwoLines: false }
}

/** A known dimension before its measures: of one area and period, which the titles then tell. */
function areMembersDown([first = '', ...rest]: readonly string[], reference: Reference): boolean {
  return reference.isDimensionHeading(first) && saidIn(rest).every(isMeasure)
}

function indexesOf(cells: readonly string[], fits: (cell: string) => boolean): readonly number[] {
  return cells.flatMap((cell, index) => (fits(cell) ? [index] : []))
}

/** Periods across: what stands before them are headings, no row's own cells, and a row of figures may not pass for them. */
function across(
  head: readonly SourceRecord[],
  at: number,
  areas: readonly number[],
  periods: ReadonlyMap<number, string>,
  reference: Reference,
): Headings | undefined {
  const { line = 0, cells = [] } = head[at] ?? {}
  const below = head[at + 1]?.cells ?? []
  const first = Math.min(...periods.keys())
  const isRow =
    below.some(isPeriodHeading) ||
    cells.slice(0, first).some((cell) => namedArea(cell, reference) !== undefined) ||
    cells.slice(first).some((cell, index) => isFigure(cell) && !periods.has(first + index)) ||
    [...periods.keys()].some(
      (index) => /\D/.test(below[index] ?? '') && webPeriod(below[index] ?? ''),
    )
  if (isRow || areas.length > 1) return undefined
  if (isHeadingsLine(below, first)) return twoLines(head, at, periods)
  return { ...{ at, line, cells, periods, area: areas[0], period: undefined }, isTwoLines: false }
}

function isFigure(cell: string): boolean {
  return cell !== '' && !/\p{L}/u.test(cell)
}

function isHeadingsLine(cells: readonly string[], first: number): boolean {
  const under = cells.slice(first)
  return under.length > 0 && under.every((cell) => /\p{L}/u.test(cell))
}

/** A merged period stands over its first column only, and holds for those beside it. */
function twoLines(
  head: readonly SourceRecord[],
  at: number,
  periods: ReadonlyMap<number, string>,
): Headings | undefined {
  const { line = 0, cells = [] } = head[at + 1] ?? {}
  const starts = [...periods.keys()]
  const filled = cells.flatMap((_, index) => {
    const start = starts.findLast((other) => other <= index)
    return start === undefined ? [] : [[index, periods.get(start) ?? ''] as const]
  })
  const area = indexesOf(cells, isAreaHeading)[0]
  return {
    ...{ at, line, cells, area, periods: new Map(filled) },
    ...{ period: undefined, isTwoLines: true },
  }
}

/** The cells of a column in the first lines, without the empty ones. */
export function columnCells(
  head: readonly SourceRecord[],
  headings: Headings,
  index: number,
): readonly string[] {
  return head
    .filter(({ line }) => line > headings.line)
    .map(({ cells }) => cells[index] ?? '')
    .filter((cell) => cell !== '')
}

/** Whether two texts are the same but for case, blanks and punctuation. */
export function isSame(one: string, other: string): boolean {
  return normaliseText(one) === normaliseText(other)
}
