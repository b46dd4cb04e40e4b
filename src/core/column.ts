/** Owns the kinds of declared column: how the text of a cell becomes a typed value, or the fault that says why not. */
import { type CodeList, codeList } from './code-list.ts'
import { MASKED, parseCpr } from './cpr.ts'
import { decimalsOf, type NumberRules, parseDate, parseDecimal } from './danish.ts'
import { nearest } from './nearest.ts'
import { bad, good, type Outcome } from './outcome.ts'
import { type Period, parsePeriod } from './period.ts'
import type { Pseudonymiser, PseudonymKind } from './pseudonym.ts'
import type { Area, LabelEntry, LabelList, Reference } from './reference.ts'
import { singleSpaces, someOf } from './text.ts'

/** What a column may need to read a cell. */
export interface ReadContext {
  readonly reference: Reference
  /** Undefined for a feed without personal columns. */
  readonly pseudonyms: Pseudonymiser | undefined
  /** The day that labels are looked up for, ISO date; undefined: whenever they hold. */
  readonly date?: string | undefined
}

/** A kind of column. `parse` never sees an empty cell unless `takesEmpty`. */
export interface ColumnType<T> {
  /** Whether an empty cell means something here (a suppressed measure), rather than "no value". */
  readonly takesEmpty?: boolean
  /** Its cells may tell of a person: a fault never shows them. */
  readonly personal?: true
  /** What a cell holds goes no further: it becomes a key or nothing. Only such a column takes a CPR number. */
  readonly hidesCell?: true
  /** The reference list that decides its labels, so that an unknown one can be told with the line to add. */
  readonly lookup?: { readonly list: LabelList | 'area'; readonly source: string }
  /** The fixed list that decides its labels, whose words an override may replace. */
  readonly codes?: CodeList
  parse(cell: string, context: ReadContext): Outcome<T>
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

/** What Excel writes in a cell that it cannot calculate, in English as files hold it and in Danish as it is shown. */
const EXCEL_ERROR =
  /^#(?:N\/A|I\/T|REF!|REFERENCE!|VALUE!|VÆRDI!|DIV\/0!|DIVISION\/0!|NAME\?|NAVN\?|NULL!|NUL!|NUM!|SPILL!|OVERLØB!|CALC!|BEREGN!)$/i

/** Reads free text: single spaces, no spreadsheet error, and no NUL, which PostgreSQL's text cannot hold. */
export function readText(cell: string): Outcome<string> {
  if (cell.includes('\0')) return bad('BAD_VALUE', 'tekst uden nul-tegn', cell)
  return EXCEL_ERROR.test(cell)
    ? bad('BAD_VALUE', 'tekst, ikke en fejl i et regneark', cell)
    : good(singleSpaces(cell))
}

/** Free text with single spaces. */
export function text(): ColumnType<string> {
  return { parse: readText }
}

// PostgreSQL's integer.
const LARGEST_INTEGER = 2_147_483_647

/** A whole number in Danish writing. */
export function integer(): ColumnType<number> {
  return {
    parse: (cell) => {
      const number = parseDecimal(cell, { decimals: 0 })
      if (!number.ok) return number
      return Math.abs(Number(number.value)) <= LARGEST_INTEGER
        ? good(Number(number.value))
        : bad('BAD_NUMBER', `højst ${LARGEST_INTEGER.toLocaleString('da-DK')}`, cell)
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
      const marker = Object.hasOwn(markers, cell) ? markers[cell] : undefined
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
      const marker = Object.hasOwn(markers, cell) ? markers[cell] : undefined
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

/** A day, as an ISO date. */
export function date(): ColumnType<string> {
  return { parse: parseDate }
}

// What case systems write where there is no day (domain A.4.2).
const NO_DAY = new Set(['9999-12-31', '1900-01-01'])

/** A day that may be open: `31-12-9999` and `01-01-1900` mean none, as an empty cell does. */
export function openDate(): ColumnType<string | null> {
  return {
    parse: (cell) => {
      const day = parseDate(cell)
      return day.ok && NO_DAY.has(day.value) ? good(null) : day
    },
  }
}

const TIME = /^(\S+?)(?:[ T]+([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?)?$/

/** A moment in local time, `dd-mm-yyyy hh:mm` with or without seconds, as `yyyy-mm-dd hh:mm:ss`; a day alone is its midnight. */
export function timestamp(): ColumnType<string> {
  return {
    parse: (cell) => {
      const [, day = '', hours = '0', minutes = '00', seconds = '00'] = TIME.exec(cell) ?? []
      const found = parseDate(day)
      return found.ok
        ? good(`${found.value} ${hours.padStart(2, '0')}:${minutes}:${seconds}`)
        : bad('BAD_DATE', 'et tidspunkt, der findes, som dd-mm-åååå tt:mm', cell)
    },
  }
}

/** A person as the rest of the house knows them: by key, never by number. */
export interface Person {
  readonly key: string
  /** ISO date; null for the unknown person. */
  readonly birthDate: string | null
  readonly sex: 'M' | 'K' | null
  readonly isSubstitute: boolean
  /** The source does not know who it is; all such rows share the key. */
  readonly isUnknown: boolean
}

/** A CPR number, which becomes a key here and goes no further (DESIGN §6). */
export function person(): ColumnType<Person> {
  return {
    personal: true,
    hidesCell: true,
    parse: (cell, context) => {
      const cpr = parseCpr(cell)
      if (!cpr.ok) return cpr
      const { digits, birthDate, sex, isSubstitute, isUnknown } = cpr.value
      const key = pseudonymsOf(context).person(digits)
      return good({ key, birthDate, sex, isSubstitute, isUnknown })
    },
  }
}

/** An employee's initials or a source's own id, kept as a pseudonym. */
export function pseudonym(kind: PseudonymKind): ColumnType<string> {
  return {
    personal: true,
    hidesCell: true,
    parse: (cell, context) => {
      const value = singleSpaces(cell)
      // Initials are a login: systems write them in either case.
      const written = kind === 'caseworker' ? value.toUpperCase() : value
      return good(pseudonymsOf(context).of(kind, written))
    },
  }
}

function pseudonymsOf({ pseudonyms }: ReadContext): Pseudonymiser {
  if (pseudonyms) return pseudonyms
  throw new Error('a feed with personal columns must be declared personal')
}

/** Whether the cell holds anything at all: for columns that are known and whose content is never kept. */
export function presence(): ColumnType<true> {
  return { personal: true, hidesCell: true, parse: () => good(true) }
}

const LONGEST_LABEL = 200
const LIKE_CPR = /\d{6}\s*-?\s*\d{3,4}/

/** A label kept as it is written. A long text, or one with a CPR number in it, is no label: the cells are out of place. */
export function labelText(): ColumnType<string> {
  return {
    personal: true,
    parse: (cell) =>
      cell.length > LONGEST_LABEL || LIKE_CPR.test(cell)
        ? bad('BAD_VALUE', 'en kort betegnelse uden personoplysninger', MASKED)
        : readText(cell),
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
    parse: (cell, { reference }) => {
      const found = reference.area(cell)
      if (found) return good(found)
      const near = reference.nearestArea(cell)?.name
      return bad(
        'UNKNOWN_LABEL',
        'et område, som sql/reference/area.csv kender',
        cell,
        `${near ? `Det nærmeste kendte er "${near}". ` : ''}Ret navnet i filen, eller tilføj det som alias i area.csv i hjemmets reference-mappe, og indlæs igen.`,
      )
    },
  }
}

/** One of a few fixed values, written in any of the given ways. */
export function choice<const V extends string>(
  ways: Readonly<Record<V, readonly string[]>>,
): ColumnType<V> {
  const codes = codeList(ways)
  const known = someOf(Object.values(codes.words).map(([first = '']) => first))
  return {
    codes,
    parse: (cell) => {
      const value = codes.codeOf(cell) as V | undefined
      return value === undefined ? bad('BAD_VALUE', `en af: ${known}`, cell) : good(value)
    },
  }
}

/** A label that decides a measure or a KPI, looked up in the reference data in this source's words. */
export function label(list: LabelList, source: string): ColumnType<string> {
  return {
    lookup: { list, source },
    parse: (cell, { reference, date }) => {
      const code = reference.code(list, source, cell, date)
      if (code !== undefined) return good(code)
      const entry = reference.entry(list, source, cell)
      return entry
        ? bad(
            'UNKNOWN_LABEL',
            `en betegnelse, der gælder ${date} (${list}, ${source}; kendt ${daysOf(entry)})`,
            cell,
            'Ret linjens valid_from eller valid_to i label.csv i hjemmets reference-mappe (se: jobmart labels), og frigiv rækken.',
          )
        : bad(
            'UNKNOWN_LABEL',
            `en kendt betegnelse (${list}, ${source})`,
            cell,
            addLine(list, source, cell, reference),
          )
    },
  }
}

function daysOf({ validFrom, validTo }: LabelEntry): string {
  return [validFrom && `fra ${validFrom}`, validTo && `til ${validTo}`].filter(Boolean).join(' ')
}

function addLine(list: LabelList, source: string, cell: string, reference: Reference): string {
  if (list !== 'kpi') {
    return `Tilføj linjen ${list},${source},"${cell}",KODE,, i label.csv i hjemmets reference-mappe, og indlæs igen.`
  }
  const near = nearest(cell, reference.labels(list, source))
  return `Ret KPI-id i filen${near ? `; nærmest er ${near}` : ''}. De kendte står i sql/reference/kpi.csv.`
}
