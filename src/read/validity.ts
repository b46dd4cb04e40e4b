/** Owns the check of the days that a reference row holds: real ones, the first no later than the last. */
import { parseDate } from '../core/danish.ts'
import type { ReferenceRow } from '../core/reference.ts'

/** What is wrong in a row, for the message. */
export interface Wrong {
  readonly column: string
  readonly expected: string
  readonly got: string
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

/** What is wrong with a row's `valid_from` and `valid_to`; undefined when nothing is. */
export function wrongDays(row: ReferenceRow): Wrong | undefined {
  const column = (['valid_from', 'valid_to'] as const).find((each) => !isDay(row[each]))
  if (column) return wrong(column, 'en dag som åååå-mm-dd, eller tom', row[column])
  const { valid_from: from, valid_to: to } = row
  return from && to && to < from ? wrong('valid_to', `${from} eller senere`, to) : undefined
}

/** Whether two rows hold on the same day. */
export function overlap(one: ReferenceRow, other: ReferenceRow): boolean {
  return startsBy(one, other.valid_to) && startsBy(other, one.valid_to)
}

function startsBy({ valid_from: from }: ReferenceRow, day: string | null | undefined): boolean {
  return !from || !day || from <= day
}

/** What is wrong in one column; an empty cell is told as such. */
export function wrong(column: string, expected: string, got: string | null | undefined): Wrong {
  return { column, expected, got: got ?? 'tom' }
}

function isDay(day: string | null | undefined): boolean {
  return !day || (ISO_DATE.test(day) && parseDate(day).ok)
}
