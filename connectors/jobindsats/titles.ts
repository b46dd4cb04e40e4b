/** Owns what the lines above the figures tell: which measure, area and period a sheet holds, and by what it is filtered. */
import {
  type LayoutHints,
  normaliseText,
  type Reference,
  type SourceRecord,
  singleSpaces,
} from '../../src/connector.ts'
import { isTableHeading } from './table.ts'
import { isMarkedNote, isMeasure, namedArea, saidIn, webPeriod } from './words.ts'

/** What is true of every figure of the file, as far as its titles tell. */
export interface Titles {
  readonly area: string | undefined
  readonly period: string | undefined
  readonly measure: string | undefined
  /** What the measure is said to be split by: `fordelt på køn`. */
  readonly splitBy: string | undefined
  /** Dimensions that every figure is restricted in: `Køn: Kvinder`. */
  readonly filters: readonly (readonly [dimension: string, member: string])[]
  readonly warnings: readonly string[]
  /** Whether there are lines above the headings at all. */
  readonly isTitled: boolean
}

type Said = Partial<Omit<Titles, 'filters' | 'warnings' | 'isTitled'>> & {
  readonly filter?: readonly [string, string]
  readonly unused?: string
  /** The measure in a line of its own, which no title outdoes. */
  readonly named?: string
}

const PAIR = /^([^:]{1,40}):\s*(.*\S)$/
// What a sheet tells of itself rather than of its figures: when and where it was made.
const ABOUT =
  /^(?:https?|udtræk|dato|enhed|titel|emne|rapport|kontakt|bruger|jobindsats dk|(?:data )?(?:hentet|dannet|genereret)|(?:sidste |seneste |næste )?opdatering)(?: |$)/

/** Reads the lines above the headings; what comes first counts. */
export function readTitles(lines: readonly SourceRecord[], hints: LayoutHints): Titles {
  const said = lines.flatMap(({ cells }) => sayingsOf(cells, hints))
  const first = (key: 'area' | 'period' | 'measure' | 'splitBy' | 'named') =>
    said.find((one) => one[key] !== undefined)?.[key]
  return {
    area: first('area'),
    period: first('period'),
    measure: first('named') ?? first('measure'),
    splitBy: first('splitBy'),
    filters: said.flatMap(({ filter }) => (filter ? [filter] : [])),
    warnings: said.flatMap(({ unused }) => (unused ? [unusedLine(unused)] : [])),
    isTitled: lines.some(({ cells }) => cells.some((cell) => cell !== '')),
  }
}

function unusedLine(line: string): string {
  return `Linjen "${line}" over tallene er ikke brugt; er den et filter, så kør igen med --dimensions og dens navn.`
}

function sayingsOf(cells: readonly string[], hints: LayoutHints): readonly Said[] {
  const filled = saidIn(cells.map(singleSpaces))
  const [name = '', value = ''] = filled
  if (filled.length === 0 || isMarkedNote(filled)) return []
  if (filled.length === 2 && (name.endsWith(':') || isNamed(name, value, hints.reference))) {
    return pairSaid(name.replace(/\s*:$/, ''), value, hints)
  }
  return filled.flatMap((text) => textSaid(text, hints))
}

function isNamed(name: string, value: string, reference: Reference): boolean {
  if (isAreaHeading(name)) return namedArea(value, reference) !== undefined
  if (isPeriodHeading(name)) return webPeriod(value) !== undefined
  return reference.isDimensionHeading(name)
}

/** Whether a line names one area or period for all its figures, rather than being the headings. */
export function isPair(cells: readonly string[], reference: Reference): boolean {
  const filled = saidIn(cells)
  const [name = '', value = ''] = filled
  return filled.length === 2 && (name.endsWith(':') || isNamed(name, value, reference))
}

function textSaid(text: string, hints: LayoutHints): readonly Said[] {
  const [, name, value] = PAIR.exec(text) ?? []
  if (name === undefined || value === undefined) return [titleSaid(text, hints.reference)]
  // `Sygedagpenge: Antal personer` is a title with a colon.
  const isTitle = isMeasure(value) && !isMeasureHeading(name)
  return isTitle ? [titleSaid(value, hints.reference)] : pairSaid(name, value, hints)
}

function pairSaid(name: string, value: string, hints: LayoutHints): readonly Said[] {
  const { reference, dimensions } = hints
  if (isAreaHeading(name)) return [{ area: namedArea(value, reference) ?? value }]
  if (isPeriodHeading(name)) return [{ period: webPeriod(value) ?? value }]
  if (isMeasureHeading(name)) return [{ named: value }]
  const isFilter = dimensions.some((own) => sameText(own, name))
  if (isFilter || reference.isDimensionHeading(name)) return [{ filter: [name, value] }]
  const isNeutral = ABOUT.test(normaliseText(name)) || isTableHeading(name)
  return isNeutral || isMarkedNote([`${name}:`, value]) ? [] : [{ unused: `${name}: ${value}` }]
}

/** A title such as `Antal personer fordelt på køn, Viborg, august 2011`. */
function titleSaid(title: string, reference: Reference): Said {
  const parts = title.split(/,\s+/)
  const areas = parts.flatMap((part) => namedArea(part, reference) ?? [])
  const periods = parts.flatMap((part) => webPeriod(part) ?? [])
  const rest = parts.filter((part) => !namedArea(part, reference) && !webPeriod(part)).join(', ')
  const [measure = '', splitBy] = rest.split(/\s+fordelt på\s+/i)
  return {
    ...(areas.length === 1 && { area: areas[0] ?? '' }),
    ...(periods.length === 1 && { period: periods[0] ?? '' }),
    ...(isMeasure(measure) && { measure }),
    ...(splitBy && { splitBy }),
  }
}

function sameText(one: string, other: string): boolean {
  return normaliseText(one) === normaliseText(other)
}

const AREA_HEADINGS = new Set(['område', 'area', 'kommune', 'geografi'])
const PERIOD_HEADINGS = new Set(['periode', 'period', 'måned'])
const MEASURE_HEADINGS = new Set(['måling', 'målinger', 'måltal', 'measure'])

/** Whether a heading, or the name before a colon, announces areas. */
export function isAreaHeading(text: string): boolean {
  return AREA_HEADINGS.has(normaliseText(text))
}

/** Whether a heading, or the name before a colon, announces periods. */
export function isPeriodHeading(text: string): boolean {
  return PERIOD_HEADINGS.has(normaliseText(text))
}

/** Whether a heading, or the name before a colon, announces measures. */
export function isMeasureHeading(text: string): boolean {
  return MEASURE_HEADINGS.has(normaliseText(text))
}
