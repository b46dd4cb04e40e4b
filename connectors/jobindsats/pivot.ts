/** Owns headings such as `Kvinder - Antal personer`: whom a column counts, in which dimension, and what it measures. */
import { normaliseText, type Reference } from '../../src/connector.ts'
import { isAges, isMeasure, namedArea, webPeriod } from './words.ts'

/** What one pivoted column holds. */
export interface PivotColumn {
  readonly area?: string
  readonly period?: string
  readonly members: readonly string[]
  readonly measure: string
}

export interface Pivot {
  /** The names of the dimensions that the members belong to. */
  readonly dimensions: readonly string[]
  readonly columns: readonly PivotColumn[]
  /** Whether a dimension's name could not be told. */
  readonly isNameless: boolean
}

export const NAMELESS = 'Fordeling'
const DASH = /\s+[-–]\s+/

/** Whether a heading has the form of a pivoted one. */
export function isDashed(heading: string): boolean {
  return DASH.test(heading)
}

/**
 * The pivot that headings with dashes make; nothing when the last part of each is not what is measured.
 * @param splitBy the dimension that the title names
 */
export function pivotOf(
  headings: readonly string[],
  reference: Reference,
  splitBy: string | undefined,
): Pivot | undefined {
  const parts = headings.map((heading) => heading.split(DASH))
  const length = parts[0]?.length ?? 0
  if (length < 2 || parts.some((one) => one.length !== length)) return undefined
  const measures = parts.map((one) => one.at(-1) ?? '')
  const members = parts.map((one) => one.slice(0, -1))
  if (members.flat().some(isMeasure)) return undefined
  if (!measures.every(isMeasure) && !isCrossed(members, measures)) return undefined
  return membersOver(members, measures, reference, splitBy)
}

/** Every member with every measure, and several of them: no chance of headings that merely have a dash. */
function isCrossed(members: readonly (readonly string[])[], measures: readonly string[]): boolean {
  const distinctMembers = new Set(members.map((one) => one.join('|'))).size
  const distinctMeasures = new Set(measures).size
  return distinctMembers > 1 && distinctMembers * distinctMeasures === members.length
}

/** The pivot of columns that each stand for members, one list per column, and a measure. */
export function membersOver(
  members: readonly (readonly string[])[],
  measures: readonly string[],
  reference: Reference,
  splitBy: string | undefined,
): Pivot {
  const places = (members[0] ?? []).map((_, place) => members.map((one) => one[place] ?? ''))
  const areas = places.findIndex((all) => all.every((one) => namedArea(one, reference)))
  const periods = places.findIndex((all) => all.every((one) => webPeriod(one) !== undefined))
  const rest = places.flatMap((_, place) => (place === areas || place === periods ? [] : [place]))
  const names = rest.map((place) =>
    dimensionName(places[place] ?? [], reference, rest.length === 1 ? splitBy : undefined),
  )
  return {
    dimensions: names.map((name) => name ?? NAMELESS),
    isNameless: names.includes(undefined),
    columns: members.map((one, index) => ({
      ...(areas >= 0 && { area: one[areas] ?? '' }),
      ...(periods >= 0 && { period: webPeriod(one[periods] ?? '') ?? '' }),
      members: rest.map((place) => one[place] ?? ''),
      measure: measures[index] ?? '',
    })),
  }
}

/** A member in total tells its dimension's name; else most members are known to belong to one, or the title says it. */
function dimensionName(
  members: readonly string[],
  reference: Reference,
  splitBy: string | undefined,
): string | undefined {
  const homes = members.map((member) => reference.dimensionOf(member))
  const total = homes.find((home, index) => home !== undefined && isTotal(members[index] ?? ''))
  if (total !== undefined) return total
  const known = homes.filter((home) => home !== undefined)
  const isOne = known.length * 2 > members.length && new Set(known).size === 1
  if (isOne) return known[0]
  if (members.every((member) => isAges(member) || isTotal(member))) return 'Alder'
  return splitBy && splitBy.charAt(0).toUpperCase() + splitBy.slice(1)
}

function isTotal(member: string): boolean {
  return / i alt$/.test(normaliseText(member))
}
