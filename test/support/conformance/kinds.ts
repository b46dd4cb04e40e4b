/** Owns telling the sample's columns apart by what they do with a cell that makes no sense. */
import type { ColumnType } from '../../../src/core/column.ts'
import { context, placedColumns, type Subject, undeclaredPositions } from './subject.ts'

/** No date, number, period, label, choice or CPR number of any source; a free text takes it as it is. */
export const GARBAGE = 'Ørkenrotte på afveje'

/** A number that is the same with or without its format: no closing zero, no percent sign. */
export const PLAIN_NUMBER = /^(?:[1-9]\d{0,8}|0)(?:,\d*[1-9])?$/

function codeFor(type: ColumnType<unknown>): string | undefined {
  const outcome = type.parse(GARBAGE, context)
  return outcome.ok ? undefined : outcome.faults[0]?.code
}

/** The columns that hold numbers: declared ones that say so, and of an open layout those with nothing but numbers. */
export function numberPositions(subject: Subject): ReadonlySet<number> {
  const declared = placedColumns(subject)
    .filter(({ column }) => codeFor(column.type) === 'BAD_NUMBER')
    .map(({ position }) => position)
  return new Set([...declared, ...(subject.feed.open ? measurePositions(subject) : [])])
}

/** The measures of an open layout: the columns nobody declared that hold nothing but numbers. */
export function measurePositions(subject: Subject): readonly number[] {
  return undeclaredPositions(subject).filter((position) =>
    subject.sheet.rows.every((cells) => /^[\d.,]*$/.test(cells[position] ?? '')),
  )
}

/** The columns that keep a text, or look it up as one: a line break in it is a blank. */
export function textPositions(subject: Subject): ReadonlySet<number> {
  const declared = placedColumns(subject)
    .filter(({ column }) => column.type.lookup || codeFor(column.type) === undefined)
    .map(({ position }) => position)
  const numbers = new Set(measurePositions(subject))
  const others = undeclaredPositions(subject).filter((position) => !numbers.has(position))
  return new Set([...declared, ...others])
}
