/** Owns how jobindsats.dk's web pages write things: periods in Danish, measures by their words, notes below the figures. */
import { normaliseText, parsePeriod, type Reference } from '../../src/connector.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec']
const MONTH =
  /^(jan(?:uar)?|feb(?:ruar)?|marts?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?) (\d{4})$/

const PERIODS: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [MONTH, ([month = '', year]) => `${year}M${two(MONTHS.indexOf(month.slice(0, 3)) + 1)}`],
  [/^(\d{4}) ([a-zæøå]+)$/, ([year, month]) => webPeriod(`${month} ${year}`) ?? ''],
  [/^([1-4]) (?:kvartal|kvt) (\d{4})$/, ([quarter, year]) => `${year}Q${quarter}`],
  [/^([12]) halvår (\d{4})$/, ([half, year]) => `${year}H${half}`],
  [/^uge (\d{1,2}) (\d{4})$/, ([week = '', year]) => `${year}W${week.padStart(2, '0')}`],
  [/^år (\d{4})$/, ([year = '']) => year],
]

function two(number: number): string {
  return String(number).padStart(2, '0')
}

/** The period that a text names, in a form that `period()` reads: `Januar 2020` is `2020M01`; nothing when it is none. */
export function webPeriod(text: string): string | undefined {
  if (parsePeriod(text).ok) return text
  const plain = normaliseText(text)
  const written = PERIODS.map(([form, write]) => {
    const match = form.exec(plain)
    return match ? write(match.slice(1)) : ''
  }).find((period) => period !== '')
  return written !== undefined && parsePeriod(written).ok ? written : undefined
}

const MEASURE =
  /(?:^| )(?:antal|andel|pct|procent|gnsn|gennemsnit\p{L}*|fuldtids\p{L}*|\p{L}*udgift(?:er)?|varighed|indeks|placering|sæsonkorriger\p{L}*|\p{L}*grad|\p{L}*procent)(?: |$)/u

/** Whether a text speaks of a figure (`Antal personer`), rather than of whom it counts. */
export function isMeasure(text: string): boolean {
  return text.includes('%') || MEASURE.test(normaliseText(text))
}

/** The area that a text names; a bare number is no name. */
export function namedArea(text: string, reference: Reference): string | undefined {
  return /\p{L}/u.test(text) ? reference.area(text)?.name : undefined
}

const AGES =
  /^(?:(?:under|over) )?\d{1,2}\+?(?: (?:år )?(?:og )?(?:derover|derunder|over)| \d{1,2})?(?: år)?$/

/** Whether a text names an age group: `16-19 år`, `Under 30 år`, `65 år og derover`. */
export function isAges(text: string): boolean {
  return /år|\+/i.test(text) && AGES.test(normaliseText(text))
}

/** What a line says: its cells without empty ones, and once what a merged cell says over several columns. */
export function saidIn(cells: readonly string[]): readonly string[] {
  return [...new Set(cells.filter((cell) => cell !== ''))]
}

const NOTE =
  /^(?:kilde|noter?|anm|anmærkning(?:er)?|(?:sidst |senest )?opdateret|udtrukket|data er)(?: |$)/

/** Whether a line of these filled cells is a note that says what it is: `Kilde: Jobindsats.dk`, `* Foreløbige tal`. */
export function isMarkedNote(filled: readonly string[]): boolean {
  const [first = ''] = filled
  if (filled.length > 2) return false
  const isMarked = NOTE.test(normaliseText(first)) || /^[*©]/.test(first)
  return filled.length === 1 ? isMarked : isMarked && (first.endsWith(':') || !first.includes(' '))
}

/** Whether a text reads as a sentence rather than as a name. */
export function isSentence(text: string): boolean {
  return /\s/.test(text) && (/[.!)]$/.test(text) || text.length > 40)
}
