/** Owns what an Excel number format says of a cell: whether its number is a day, a share in percent, or just a number. */

/** What a number in a cell of that format stands for. */
export type NumberFormat =
  | { readonly kind: 'number' | 'percent'; readonly leastDecimals: number }
  /** A day, a moment or a time of day; a month when the format shows no day. */
  | { readonly kind: 'date' | 'month' | 'time' | 'duration' }

/** A number in the format that shows what there is. */
export const GENERAL: NumberFormat = { kind: 'number', leastDecimals: 0 }

/** The formats that Excel knows by number alone, as far as they say something (ECMA-376, 18.8.30). */
const BUILT_IN: Readonly<Record<number, string>> = {
  2: '0.00',
  4: '#,##0.00',
  7: '#,##0.00',
  8: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: 'dd-mm-yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'dd-mm-yyyy h:mm',
  39: '#,##0.00',
  40: '#,##0.00',
  43: '#,##0.00',
  44: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
}

/** Texts, escapes, padding, fill, colours and conditions: everything in a format that is no placeholder. */
const DECORATION = /"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi

/**
 * What a cell's format says.
 * @param id the format's number
 * @param codes the workbook's own formats
 */
export function numberFormat(id: number, codes: ReadonlyMap<number, string>): NumberFormat {
  return parseFormat(codes.get(id) ?? BUILT_IN[id] ?? '')
}

/** What a format's code says: `dd-mm-yyyy`, `0.0%`, `#,##0.00;[Red]-#,##0.00`. */
export function parseFormat(code: string): NumberFormat {
  const [shown = ''] = code.replaceAll(DECORATION, '').toLowerCase().split(';')
  if (/^general$|e[+-]/.test(shown)) return GENERAL
  if (/\[[hms]+\]/.test(shown)) return { kind: 'duration' }
  if (/[dyhsm]/.test(shown)) return dateFormat(shown)
  const kind = shown.includes('%') ? 'percent' : 'number'
  // A comma behind the last placeholder shows thousands: then the decimals are not those of the number itself.
  const decimals = /,[^0#?]*$/.test(shown) ? '' : (/\.([0#?]+)/.exec(shown)?.[1] ?? '')
  return { kind, leastDecimals: decimals.replaceAll(/[^0]/g, '').length }
}

function dateFormat(shown: string): NumberFormat {
  if (/[dy]/.test(shown)) return { kind: /d/.test(shown) ? 'date' : 'month' }
  return { kind: /[hs]/.test(shown) ? 'time' : 'date' }
}
