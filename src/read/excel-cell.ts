/** Owns how one cell of a workbook becomes the text that a Danish person would have typed in it. */
import { booleanText, numberText, percentText } from './cell-text.ts'
import type { NumberFormat } from './number-format.ts'

const DAY_SECONDS = 86_400
/** The day before the first in either date system. 1904 is what Excel for Mac used to count from. */
const DAY_0 = { 1900: Date.UTC(1899, 11, 31), 1904: Date.UTC(1904, 0, 1) } as const
/** 31 December 9999. */
const LAST_SERIAL = 2_958_465

export type DateSystem = keyof typeof DAY_0

/**
 * A number in its cell's format: a date is `yyyy-mm-dd`, with the time if it has one; the first of a month in a format
 * without days is `yyyy-mm`; a share in percent is `12,3 %`; other numbers are in Danish writing, with the decimals that
 * the format shows at least.
 */
export function excelNumberText(value: number, format: NumberFormat, system: DateSystem): string {
  switch (format.kind) {
    case 'number':
      return numberText(excelPrecision(value), format.leastDecimals)
    case 'percent':
      return percentText(excelPrecision(value), format.leastDecimals)
    case 'duration':
      return clock(Math.round(value * DAY_SECONDS))
    default:
      return value < 0 || value > LAST_SERIAL
        ? numberText(excelPrecision(value))
        : dateText(value, format.kind, system)
  }
}

/** Excel calculates in doubles and keeps 15 digits of what it shows; the digits behind them are noise of the sum. */
function excelPrecision(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(15))
}

function dateText(serial: number, kind: 'date' | 'month' | 'time', system: DateSystem): string {
  const seconds = Math.round(serial * DAY_SECONDS)
  const days = Math.floor(seconds / DAY_SECONDS)
  const ofDay = seconds - days * DAY_SECONDS
  if (kind === 'time' && days === 0) return clock(ofDay)
  // What Excel shows for an empty cell that a formula points at: no day that exists.
  if (system === 1900 && days === 0) return '1900-01-00'
  // Excel has a 29 February 1900 that never was, so the days after it count one more.
  const day = system === 1900 && days > 60 ? days - 1 : days
  const date = new Date(DAY_0[system] + day * DAY_SECONDS * 1000).toISOString().slice(0, 10)
  if (ofDay > 0) return `${date} ${clock(ofDay)}`
  return kind === 'month' && date.endsWith('-01') ? date.slice(0, 7) : date
}

/** `hh:mm`, with seconds when there are any. */
function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.trunc)
  const text = `${two(hours ?? 0)}:${two(minutes ?? 0)}`
  return rest ? `${text}:${two(rest)}` : text
}

const ESCAPED = /_x([0-9a-f]{4})_/gi

/** A text as it is shown: what XML cannot hold is written `_x000D_`. */
export function excelText(text: string): string {
  return text
    .replaceAll(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .trim()
}

/** A date that is written as text (type `d`), without a time that says nothing. */
export function excelIsoDate(text: string): string {
  const [date = '', time = ''] = text.trim().split('T')
  const moment = time.replace(/\.\d+/, '').replace(/Z$/, '')
  return moment === '' || moment === '00:00:00' ? date : `${date} ${moment}`
}

/** A yes or no as Excel stores it. */
export function excelBoolean(text: string): string {
  return booleanText(text.trim() !== '0')
}
