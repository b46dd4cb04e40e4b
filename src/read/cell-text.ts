/** Owns how a value that a file holds typed becomes the text that a Danish person would have typed in its place. */

/**
 * A number in Danish writing, exact and as short as can be: `2.8` is `2,8`, `143070` is `143070`, `1e-7` is `0,0000001`.
 * @param leastDecimals how many decimals it is shown with at least, as a cell's format may say: `8` with one is `8,0`
 */
export function numberText(value: number, leastDecimals = 0): string {
  if (leastDecimals === 0 && Number.isSafeInteger(value)) return String(value)
  const [digits = '', exponent = '0'] = String(value).split('e')
  return danish(shifted(digits, Number(exponent)), leastDecimals)
}

/** A share in percent: `0.123` is `12,3 %`; the point is moved, not multiplied, so that no noise comes in. */
export function percentText(value: number, leastDecimals = 0): string {
  const [digits = '', exponent = '0'] = String(value).split('e')
  return `${danish(shifted(digits, Number(exponent) + 2), leastDecimals)} %`
}

/** A yes or no. */
export function booleanText(value: boolean): string {
  return value ? 'Ja' : 'Nej'
}

/** The decimal text with its point moved to the right by so many places, or to the left by a negative number. */
function shifted(text: string, places: number): string {
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = text.slice(sign.length).split('.')
  const point = whole.length + places
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`.padEnd(point, '0')
  const at = Math.max(0, point)
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0'
  const right = digits.slice(at).replace(/0+$/, '')
  return `${sign}${left}${right && `.${right}`}`
}

function danish(text: string, leastDecimals: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  const decimals = fraction.padEnd(leastDecimals, '0')
  return decimals === '' ? whole : `${whole},${decimals}`
}
