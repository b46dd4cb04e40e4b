/** Owns how a cell of Statistics Denmark's tables is read: ages, persons, and a code with its text in one cell. */
import { bad, type ColumnType, decimal, good } from '../../src/connector.ts'

/** Ages 0 to `OPEN_END` mean all ages; an open end is stored so that it sorts last. */
export const OPEN_END = 999

export interface Ages {
  readonly from: number
  readonly to: number
}

const TOTAL_AGE = /^(ialt|tot|alder i alt|i alt|alle|age,? total|total|total, age|all ages)$/i
const SINGLE_AGE = /^(\d{1,3})(?: år| years?)?$/i
const OPEN_AGE = /^(\d{1,3})(?: år (?:og derover|\+)| years (?:and over|and older)| ?\+|-| år-)$/i
const AGE_RANGE = /^(\d{1,3})\s*[-–]\s*(\d{1,3})(?: år| years)?$/i

/** A year of age, an age group, an open end or all ages, as text or code, Danish or English. */
export const age: ColumnType<Ages> = {
  parse: (cell) => {
    const range = agesOf(cell)
    return range && range.from <= range.to
      ? good(range)
      : bad('BAD_VALUE', 'en alder, fx 25 år, 16-66 år, 100 år og derover eller Alder i alt', cell)
  },
}

function agesOf(cell: string): Ages | undefined {
  if (TOTAL_AGE.test(cell)) return { from: 0, to: OPEN_END }
  const single = SINGLE_AGE.exec(cell)
  if (single) return { from: Number(single[1]), to: Number(single[1]) }
  const open = OPEN_AGE.exec(cell)
  if (open) return { from: Number(open[1]), to: OPEN_END }
  const range = AGE_RANGE.exec(cell)
  return range ? { from: Number(range[1]), to: Number(range[2]) } : undefined
}

// StatBank's own signs: `..` and `.` are figures it does not give, `-` is none at all.
const written = decimal({ decimals: 0 }, { '..': 'empty', '.': 'empty', '…': 'empty', '-': 'zero' })
// What spreadsheets and scripts make of a whole number: 96921,00 and 96921.0.
const NO_FRACTION = /(?:,0{1,6}|(?<=\d)\.0{1,2})$/

/** A count of persons; null where the source shows no figure. */
export const persons: ColumnType<number | null> = {
  parse: (cell, context) => {
    const number = written.parse(cell.replace(NO_FRACTION, ''), context)
    if (!number.ok) return bad('BAD_NUMBER', 'et helt antal personer, fx 96.921', cell)
    if (number.value === null) return good(null)
    const count = Number(number.value.value)
    return count >= 0 && count <= MOST_PERSONS
      ? good(count)
      : bad('BAD_NUMBER', 'et antal personer fra 0 til 99.999.999', cell)
  },
}

// More than any table of Danes can hold, and well within PostgreSQL's integer.
const MOST_PERSONS = 99_999_999

const CODE_AND_TEXT = /^(\S+)\s+(.+)$/

/**
 * The same column where a cell may hold code and text in one, as StatBank's `CodeAndValue` writes them (`791 Viborg`,
 * `IALT Alder i alt`); both must say the same.
 */
export function withCode<T>(type: ColumnType<T>): ColumnType<T> {
  return {
    ...type,
    parse: (cell, context) => {
      const whole = type.parse(cell, context)
      if (whole.ok) return whole
      const [, code, text] = CODE_AND_TEXT.exec(cell) ?? []
      if (code === undefined || text === undefined) return whole
      const [byCode, byText] = [type.parse(code, context), type.parse(text, context)]
      const agree = byCode.ok && byText.ok && same(byCode.value, byText.value)
      return agree ? byCode : whole
    },
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
