/** Owns Danish numbers and dates: from the text of one cell to a canonical value, or the fault that says why not. */
import { bad, good, type Outcome } from './outcome.ts'

const MOST_INTEGER_DIGITS = 12
const MOST_DECIMALS = 6

// One kind of thousands separator through the whole number, and only in true groups of three:
// `1.23` and `1.234 567` are therefore no numbers, whatever an English reader thinks.
const NUMBER =
  /^(?<lead>[-−])?(?<whole>[1-9]\d{0,2}(?:(?<separator>[.\u00a0\u202f ])\d{3})(?:\k<separator>\d{3})*|\d+)(?:,(?<decimals>\d+))?(?<trail>[-−])?(?<percent>[\s\u00a0]*%)?$/u

export interface NumberRules {
  /** Whether `12,3 %` may stand for 12.3. */
  readonly percent?: boolean
  /** Most decimals taken; more is a fault, never a silent rounding. */
  readonly decimals?: number
}

/**
 * Reads a Danish number: `1.234,56`, `1 234` (no-break space), `1.234,50-`, `12,3 %` where the rules allow it.
 * @returns canonical text with a decimal point (`-1234.5`), exact; never a float
 */
export function parseDecimal(cell: string, rules: NumberRules = {}): Outcome<string> {
  const decimals = rules.decimals ?? MOST_DECIMALS
  const expected = decimals === 0 ? 'et helt tal, fx 1.234' : 'et dansk tal, fx 1.234,5'
  const parts = NUMBER.exec(cell)?.groups
  if (!parts || (parts.lead && parts.trail) || (parts.percent && !rules.percent)) {
    return bad('BAD_NUMBER', expected, cell)
  }
  const whole = (parts.whole ?? '').replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  const fraction = parts.decimals ?? ''
  if (whole.length > MOST_INTEGER_DIGITS) {
    return bad('BAD_NUMBER', `højst ${MOST_INTEGER_DIGITS} cifre før kommaet`, cell)
  }
  if (fraction.length > decimals) {
    return bad('BAD_NUMBER', decimals === 0 ? expected : `højst ${decimals} decimaler`, cell)
  }
  const magnitude = fraction ? `${whole}.${fraction}` : whole
  const negative = (parts.lead || parts.trail) && /[1-9]/.test(magnitude)
  return good(negative ? `-${magnitude}` : magnitude)
}

/** How many decimals a canonical number from {@link parseDecimal} carries: `7.50` has 2. */
export function decimalsOf(canonical: string): number {
  const point = canonical.indexOf('.')
  return point < 0 ? 0 : canonical.length - point - 1
}

const DANISH_DATE = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * Reads a date, `dd-mm-yyyy` or `yyyy-mm-dd`, and refuses days that do not exist.
 * @returns the ISO date
 */
export function parseDate(cell: string): Outcome<string> {
  const danish = DANISH_DATE.exec(cell)
  const iso = ISO_DATE.exec(cell)
  const [year, month, day] = danish
    ? [danish[3], danish[2], danish[1]]
    : iso
      ? [iso[1], iso[2], iso[3]]
      : []
  if (!year || !month || !day || !dayExists(Number(year), Number(month), Number(day))) {
    return bad('BAD_DATE', 'en dato, der findes, som dd-mm-åååå eller åååå-mm-dd', cell)
  }
  return good(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

function dayExists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1800
}
