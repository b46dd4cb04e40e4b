/** Owns the kinds of declared column: how the text of a cell becomes a typed value, or the fault that says why not. */
import { decimalsOf, type NumberRules, parseDecimal } from './danish.ts'
import { bad, good, type Outcome } from './outcome.ts'
import { type Period, parsePeriod } from './period.ts'
import type { Area, LabelList, Reference } from './reference.ts'
import { normaliseText, singleSpaces, someOf } from './text.ts'

/** A kind of column. `parse` never sees an empty cell unless `takesEmpty`. */
export interface ColumnType<T> {
  /** Whether an empty cell means something here (a suppressed measure), rather than "no value". */
  readonly takesEmpty?: boolean
  /** The reference list that decides its labels, so that an unknown one can be told with the line to add. */
  readonly lookup?: { readonly list: LabelList | 'area'; readonly source: string }
  parse(cell: string, reference: Reference): Outcome<T>
}

/** What a source's marker in a number column means: no value, zero, or a figure it does not show. */
export type Marker = 'empty' | 'zero' | 'suppressed'
export type Markers = Readonly<Record<string, Marker>>

/** A published figure: its exact decimal text, or null and whether the source suppressed it. */
export interface MeasureCell {
  readonly value: string | null
  readonly suppressed: boolean
}

/** A number with the decimals it was written with: `7,50` carries 2. */
export interface WrittenNumber {
  readonly value: string
  readonly decimals: number
}

/** Reads free text: single spaces, and no NUL, which PostgreSQL's text cannot hold and no honest export has. */
export function readText(cell: string): Outcome<string> {
  return cell.includes('\0')
    ? bad('BAD_VALUE', 'tekst uden nul-tegn', cell)
    : good(singleSpaces(cell))
}

/** Free text with single spaces. */
export function text(): ColumnType<string> {
  return { parse: readText }
}

/** A whole number in Danish writing. */
export function integer(): ColumnType<number> {
  return {
    parse: (cell) => {
      const number = parseDecimal(cell, { decimals: 0 })
      return number.ok ? good(Number(number.value)) : number
    },
  }
}

/** A four-digit year. */
export function year(): ColumnType<number> {
  return {
    parse: (cell) =>
      /^(19|20|21)\d{2}$/.test(cell)
        ? good(Number(cell))
        : bad('BAD_PERIOD', 'et årstal, fx 2020', cell),
  }
}

/** A number in Danish writing with the decimals it carries; markers stand for no value. */
export function decimal(
  rules: NumberRules = {},
  markers: Markers = {},
): ColumnType<WrittenNumber | null> {
  return {
    parse: (cell) => {
      const marker = markers[cell]
      if (marker) return good(marker === 'zero' ? { value: '0', decimals: 0 } : null)
      const number = parseDecimal(cell, rules)
      return number.ok ? good({ value: number.value, decimals: decimalsOf(number.value) }) : number
    },
  }
}

/** A published figure that the source may suppress; what an empty cell and each marker mean is declared. */
export function measure(markers: Markers, rules: NumberRules = {}): ColumnType<MeasureCell> {
  return {
    takesEmpty: true,
    parse: (cell) => {
      const marker = markers[cell]
      if (marker) {
        return good({
          value: marker === 'zero' ? '0' : null,
          suppressed: marker === 'suppressed',
        })
      }
      const number = parseDecimal(cell, rules)
      return number.ok ? good({ value: number.value, suppressed: false }) : number
    },
  }
}

/** A period in any form a source writes. */
export function period(): ColumnType<Period> {
  return { parse: parsePeriod }
}

/** An area by name, alias or code; an unknown one is a reject, never a guess. */
export function area(): ColumnType<Area> {
  return {
    lookup: { list: 'area', source: '' },
    parse: (cell, reference) => {
      const found = reference.area(cell)
      return found
        ? good(found)
        : bad(
            'UNKNOWN_LABEL',
            'et område, som sql/reference/area.csv kender',
            cell,
            'Ret navnet i filen, eller tilføj det som alias i area.csv i hjemmets reference-mappe, og indlæs igen.',
          )
    },
  }
}

/** One of a few fixed values, written in any of the given ways. */
export function choice<const V extends string>(
  ways: Readonly<Record<V, readonly string[]>>,
): ColumnType<V> {
  const byWay = new Map<string, V>()
  for (const value of Object.keys(ways) as V[]) {
    for (const way of ways[value]) byWay.set(comparable(way), value)
  }
  const known = someOf((Object.values(ways) as (readonly string[])[]).map((list) => list[0] ?? ''))
  return {
    parse: (cell) => {
      const value = byWay.get(comparable(cell))
      return value === undefined ? bad('BAD_VALUE', `en af: ${known}`, cell) : good(value)
    },
  }
}

// Operators (`<=`) are all punctuation: normalised they would all be equal.
function comparable(way: string): string {
  return normaliseText(way) || way.replace(/\s/g, '')
}

/** A label that decides a measure or a KPI, looked up in the reference data in this source's words. */
export function label(list: LabelList, source: string): ColumnType<string> {
  return {
    lookup: { list, source },
    parse: (cell, reference) => {
      const code = reference.code(list, source, cell)
      return code !== undefined
        ? good(code)
        : bad(
            'UNKNOWN_LABEL',
            `en kendt betegnelse (${list}, ${source})`,
            cell,
            addLine(list, source, cell),
          )
    },
  }
}

function addLine(list: LabelList, source: string, cell: string): string {
  return list === 'kpi'
    ? 'Ret KPI-id i filen; de kendte står i sql/reference/kpi.csv.'
    : `Tilføj linjen ${list},${source},"${cell}",KODE,, i label.csv i hjemmets reference-mappe, og indlæs igen.`
}
