/** Owns the CPR number: its normal form, whether it can be one, and what it tells of birth and sex. */
import { parseDate } from './danish.ts'
import { bad, good, type Outcome } from './outcome.ts'

/** A CPR number that was read. It is personal: only the reader may hold it, and only until its pseudonym is made. */
export interface Cpr {
  /** Ten digits. */
  readonly digits: string
  /** ISO date; null for the unknown person. */
  readonly birthDate: string | null
  /** By the last digit: odd is M, even is K; null for the unknown person. */
  readonly sex: 'M' | 'K' | null
  /** A replacement number (erstatningspersonnummer): 60 is added to the day. */
  readonly isSubstitute: boolean
  /** `0000000000`, which sources write when they do not know who it is. */
  readonly isUnknown: boolean
  /** For information only: numbers that fail have been given to people since 2007. */
  readonly passesModulus11: boolean
}

/** What stands for a personal value wherever a human or a log can read. */
export const MASKED = '***'

const UNKNOWN = '0000000000'
const GUARD = /^="(.*)"$/
// A number column loses the zero of the first nine days of a month, so five digits may stand before the last four.
const CPR = /^(\d{5,6})[-\u2010-\u2013\u2212]?(\d{4})$/
const WEIGHTS = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]
const SUBSTITUTE_DAYS = 60

/**
 * Reads a CPR number: with or without hyphen and blanks, in an Excel guard, with its first zero lost (domain A.3).
 * @returns the number with what it tells, or BAD_CPR, which never carries the cell
 */
export function parseCpr(cell: string): Outcome<Cpr> {
  const trimmed = cell.trim()
  const bare = (GUARD.exec(trimmed)?.[1] ?? trimmed).replace(/\s/g, '')
  const [, before = '', last = ''] = CPR.exec(bare) ?? []
  if (!last) return bad('BAD_CPR', 'ti cifre som ddmmåå-nnnn', MASKED)
  const digits = before.padStart(6, '0') + last
  const passesModulus11 = isDivisibleBy11(digits)
  if (digits === UNKNOWN) {
    const nothing = { birthDate: null, sex: null, isSubstitute: false }
    return good({ digits, ...nothing, isUnknown: true, passesModulus11 })
  }
  const isSubstitute = Number(digits.slice(0, 2)) > SUBSTITUTE_DAYS
  const birthDate = birthDateOf(digits, isSubstitute)
  if (!birthDate) return bad('BAD_CPR', 'ti cifre, der begynder med en fødselsdato', MASKED)
  const sex = Number(digits[9]) % 2 === 1 ? 'M' : 'K'
  return good({ digits, birthDate, sex, isSubstitute, isUnknown: false, passesModulus11 })
}

// Not within a longer number, and not grouped or with decimals as an amount is: nobody writes a CPR number like that.
const WITHIN = /(?<![\d.,])\d{5,6}\s*[-\u2010-\u2013\u2212]?\s*\d{4}(?!\d|[.,]\d)/g
const NEARLY = /\d{5,6}[-\u2010-\u2013\u2212\s]*\d{4}/

/** Whether something in a cell reads as the CPR number of a person, with or without hyphen, its first zero lost or not. */
export function holdsCpr(cell: string): boolean {
  if (!NEARLY.test(cell)) return false
  return (cell.match(WITHIN) ?? []).some((number) => {
    const cpr = parseCpr(number)
    return cpr.ok && !cpr.value.isUnknown
  })
}

/** Whether a cell had better not be shown: it may hold a CPR number that is no longer written as one. */
export function mayHoldCpr(cell: string): boolean {
  return NEARLY.test(cell)
}

function birthDateOf(digits: string, isSubstitute: boolean): string | undefined {
  const day = Number(digits.slice(0, 2)) - (isSubstitute ? SUBSTITUTE_DAYS : 0)
  const year = yearOf(Number(digits.slice(4, 6)), Number(digits[6]))
  const date = parseDate(`${year}-${digits.slice(2, 4)}-${String(day).padStart(2, '0')}`)
  return date.ok ? date.value : undefined
}

/** The seventh digit tells the century (the table of domain A.3). */
function yearOf(twoDigits: number, seventh: number): number {
  if (seventh <= 3) return 1900 + twoDigits
  if (seventh === 4 || seventh === 9) return (twoDigits <= 36 ? 2000 : 1900) + twoDigits
  return (twoDigits <= 57 ? 2000 : 1800) + twoDigits
}

function isDivisibleBy11(digits: string): boolean {
  const sum = WEIGHTS.reduce(
    (total, weight, position) => total + weight * Number(digits[position]),
    0,
  )
  return sum % 11 === 0
}
