/** Owns periods: the forms sources write them in, the one form the mart knows, and their first and last day. */
import { DateTime } from 'luxon'
import { bad, good, type Outcome } from './outcome.ts'

/** M month, Q quarter, H half-year, Y year, QMAT rolling year to the end of a quarter, MYTD year to date, W ISO week. */
export type PeriodType = 'M' | 'Q' | 'H' | 'Y' | 'QMAT' | 'MYTD' | 'W'

export interface Period {
  readonly type: PeriodType
  /** The mart's form: `2020-01`, `2020-Q1`, `2020-H1`, `2020`, `2020-Q2R`, `2020-03YTD`, `2020-W05`. */
  readonly code: string
  /** First day, ISO date. */
  readonly start: string
  /** Last day, ISO date. */
  readonly end: string
}

const EXPECTED = 'en periode, fx 2020M01, 2020Q4, 2020K1, 2020QMAT02, 2020Y01 eller 2020-01'

// Order matters only for reading: each form is anchored, so no text fits two of them.
const FORMS: readonly [RegExp, PeriodType][] = [
  [/^(\d{4})(?:M|-)(\d{2})$/i, 'M'],
  [/^(\d{4})-?(?:Q|K)0?([1-4])$/i, 'Q'],
  [/^(\d{4})-?H0?([12])$/i, 'H'],
  [/^(\d{4})(?:Y(?:01)?)?$/i, 'Y'],
  // QMAT02 is the rolling year to the end of the second quarter, not February (jobindsats.md §0.5).
  [/^(\d{4})QMAT0?([1-4])$/i, 'QMAT'],
  [/^(\d{4})-Q([1-4])R$/i, 'QMAT'],
  [/^(\d{4})MYTD(\d{2})$/i, 'MYTD'],
  [/^(\d{4})-(\d{2})YTD$/i, 'MYTD'],
  [/^(\d{4})-?[WU](\d{2})$/i, 'W'],
]

/**
 * Reads a period in any form that a source or a person writes.
 * @returns the period in the mart's form with its first and last day, or BAD_PERIOD
 */
export function parsePeriod(cell: string): Outcome<Period> {
  const text = cell.trim()
  for (const [form, type] of FORMS) {
    const match = form.exec(text)
    const period = match && periodOf(type, Number(match[1]), Number(match[2] ?? 1))
    if (period) return good(period)
  }
  return bad('BAD_PERIOD', EXPECTED, cell)
}

function periodOf(type: PeriodType, year: number, part: number): Period | undefined {
  if (year < 1900 || year > 2200) return undefined
  switch (type) {
    case 'M':
      return months(type, year, part, 1, `${year}-${two(part)}`)
    case 'Q':
      return months(type, year, part * 3 - 2, 3, `${year}-Q${part}`)
    case 'H':
      return months(type, year, part * 6 - 5, 6, `${year}-H${part}`)
    case 'Y':
      return months(type, year, 1, 12, `${year}`)
    case 'QMAT':
      return months(type, year, part * 3 - 11, 12, `${year}-Q${part}R`)
    case 'MYTD':
      return months(type, year, 1, part, `${year}-${two(part)}YTD`)
    case 'W':
      return week(year, part)
  }
}

/** A period of whole months; `from` may be zero or negative, which counts back into the year before. */
function months(
  type: PeriodType,
  year: number,
  from: number,
  count: number,
  code: string,
): Period | undefined {
  const last = from + count - 1
  if (last < 1 || last > 12) return undefined
  // The zeroth day of a month is the last one of the month before.
  return { type, code, start: day(year, from, 1), end: day(year, from + count, 0) }
}

/** An ISO date; months and days outside their range count on into the next ones. Of every row, so without a library. */
function day(year: number, month: number, dayOfMonth: number): string {
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).toISOString().slice(0, 10)
}

function week(year: number, number: number): Period | undefined {
  const monday = DateTime.fromObject({ weekYear: year, weekNumber: number }, { zone: 'utc' })
  if (!monday.isValid) return undefined
  const code = `${year}-W${two(number)}`
  return { type: 'W', code, start: iso(monday), end: iso(monday.plus({ days: 6 })) }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function iso(date: DateTime): string {
  return date.toFormat('yyyy-MM-dd')
}
