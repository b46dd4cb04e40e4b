/** Owns the proof that Danish numbers and dates are read exactly, and that nothing else is taken for one. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decimalsOf, type NumberRules, parseDate, parseDecimal } from '../../src/core/danish.ts'

const NBSP = '\u00a0'
const NARROW = '\u202f'

function numberIn(cell: string, rules?: NumberRules): string | undefined {
  const number = parseDecimal(cell, rules)
  return number.ok ? number.value : undefined
}

test.each([
  ['0', '0'],
  ['7', '7'],
  ['1234,5', '1234.5'],
  ['1.234,56', '1234.56'],
  ['1.234.567', '1234567'],
  [`1${NBSP}234${NBSP}567,5`, '1234567.5'],
  [`1${NARROW}234`, '1234'],
  ['1 234', '1234'],
  ['-7', '-7'],
  ['\u22127,5', '-7.5'],
  ['1.234,50-', '-1234.50'],
  ['0,50\u2212', '-0.50'],
  ['007', '7'],
  ['000', '0'],
  ['00,50', '0.50'],
  ['-0,00', '0.00'],
  ['0-', '0'],
  ['7,50', '7.50'],
  ['0,123456', '0.123456'],
  ['999.999.999.999', '999999999999'],
  ['000000000000000001', '1'],
])('%j is the number %s', (cell, value) => {
  expect(parseDecimal(cell)).toEqual({ ok: true, value })
})

test.each([
  ['12.5', 'an English decimal'],
  ['1,234.5', 'English thousands'],
  ['1,234,567', 'English thousands'],
  ['0.123', 'an English share: no Danish group of thousands begins with zero'],
  ['012.345', 'a zero before thousands'],
  ['1.2345', 'a group of four'],
  ['1234.567', 'four digits before the first separator'],
  ['1.234 567', 'two kinds of separator'],
  [`1 234${NBSP}567`, 'two kinds of space'],
  ['1  234', 'two separators in a row'],
  ['1,234.567', 'thousands after the comma'],
  ['.500', 'no digit before the point'],
  [',5', 'no digit before the comma'],
  ['5,', 'no digit after the comma'],
  ['1,2,3', 'two commas'],
  ['', 'nothing'],
  ['-', 'a marker nobody declared'],
  ['..', 'a marker nobody declared'],
  ['-5-', 'two signs'],
  ['--5', 'two signs'],
  ['+5', 'a plus'],
  ['- 5', 'a sign apart'],
  ['5 -', 'a sign apart'],
  ['\u20135', 'a dash for a sign'],
  ['1e3', 'an exponent'],
  ['0x10', 'hexadecimal'],
  ['NaN', 'a word'],
  ['12 kr.', 'a unit'],
  ['#I/T', 'an error of Excel'],
  ['\u0663', 'an Arabic digit'],
  ['12,3 %', 'a percent sign where none is allowed'],
])('%j is refused: %s', (cell) => {
  expect(parseDecimal(cell)).toEqual({
    ok: false,
    faults: [{ code: 'BAD_NUMBER', expected: 'et dansk tal, fx 1.234,5', got: cell }],
  })
})

test('a percent sign is taken only where the column allows it', () => {
  expect(numberIn('12,3 %', { percent: true })).toBe('12.3')
  expect(numberIn('12,3%', { percent: true })).toBe('12.3')
  expect(numberIn(`12,3${NBSP}%`, { percent: true })).toBe('12.3')
  expect(numberIn('-2,1 %', { percent: true })).toBe('-2.1')
  expect(numberIn('12,3', { percent: true })).toBe('12.3')
  expect(numberIn('12,3 %%', { percent: true })).toBeUndefined()
  expect(numberIn('%', { percent: true })).toBeUndefined()
  expect(numberIn('12,3 %', { decimals: 1 })).toBeUndefined()
})

test.each([
  ['1.234', { decimals: 0 }, '1234'],
  ['1,0', { decimals: 0 }, undefined],
  ['17,644', { decimals: 3 }, '17.644'],
  ['17,6440', { decimals: 3 }, undefined],
  ['0,1234567', {}, undefined],
])('%s under %j is %s: too many decimals are never rounded away', (cell, rules, value) => {
  expect(numberIn(cell, rules)).toBe(value)
})

test('the fault says how many digits are taken', () => {
  const expectation = (cell: string, rules?: NumberRules) => {
    const number = parseDecimal(cell, rules)
    return number.ok ? undefined : number.faults[0]?.expected
  }
  expect(expectation('1,5', { decimals: 0 })).toBe('et helt tal, fx 1.234')
  expect(expectation('0,1234567')).toBe('højst 6 decimaler')
  expect(expectation('1234567890123')).toBe('højst 12 cifre før kommaet')
})

test('the decimals of a number are those it was written with', () => {
  expect([decimalsOf('7'), decimalsOf('-7.5'), decimalsOf('7.50')]).toEqual([0, 1, 2])
})

/** The thousands put in from the right, by hand. */
function grouped(digits: string, separator: string): string {
  let text = ''
  for (let index = 0; index < digits.length; index++) {
    const left = digits.length - index
    if (index > 0 && left % 3 === 0) text += separator
    text += digits[index]
  }
  return text
}

test('every decimal written in Danish by hand comes back exactly', () => {
  const parts = fc.record({
    whole: fc.bigInt({ min: 0n, max: 999_999_999_999n }).map(String),
    fraction: fc.array(fc.constantFrom(...'0123456789'), { maxLength: 6 }),
    separator: fc.constantFrom('', '.', ' ', NBSP, NARROW),
    sign: fc.constantFrom('none', 'before', 'after'),
    percent: fc.constantFrom('', '%', ' %', `${NBSP}%`),
  })
  fc.assert(
    fc.property(parts, ({ whole, fraction, separator, sign, percent }) => {
      const decimals = fraction.join('')
      const number = grouped(whole, separator) + (decimals && `,${decimals}`)
      const minus = (place: string) => (sign === place ? '-' : '')
      const cell = `${minus('before')}${number}${minus('after')}${percent}`
      const isZero = [...whole, ...fraction].every((digit) => digit === '0')
      const value = (sign === 'none' || isZero ? '' : '-') + whole + (decimals && `.${decimals}`)
      expect(numberIn(cell, { percent: true })).toBe(value)
    }),
    { numRuns: 1000 },
  )
})

const isDigits = (text: string) => text !== '' && [...text].every((c) => c >= '0' && c <= '9')

/** A Danish number read character by character, without a pattern. */
function readByHand(cell: string): string | undefined {
  const isNegative = cell.startsWith('-') !== cell.endsWith('-')
  const body = cell.startsWith('-') ? cell.slice(1) : isNegative ? cell.slice(0, -1) : cell
  const [whole = '', fraction, ...more] = body.split(',')
  if (more.length > 0 || (fraction !== undefined && !isDigits(fraction))) return undefined
  const separators = ['.', ' ', NBSP].filter((sign) => whole.includes(sign))
  const groups = whole.split(separators[0] ?? '.')
  if (separators.length > 1 || !groups.every(isDigits)) return undefined
  const [first = '', ...rest] = groups
  const isGrouped = first.length <= 3 && !first.startsWith('0')
  if (rest.length > 0 && !(isGrouped && rest.every((group) => group.length === 3))) return undefined
  let digits = groups.join('')
  while (digits.length > 1 && digits.startsWith('0')) digits = digits.slice(1)
  if (digits.length > 12 || (fraction?.length ?? 0) > 6) return undefined
  const value = fraction === undefined ? digits : `${digits}.${fraction}`
  return isNegative && [...value].some((c) => c >= '1' && c <= '9') ? `-${value}` : value
}

test('whatever mixture of digits and signs stands in a cell, it is read as by hand or refused', () => {
  const piece = fc.constantFrom('0', '1', '72', '345', '000', '678901', '.', ',', ' ', NBSP, '-')
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      const cell = pieces.join('')
      expect([cell, numberIn(cell)]).toEqual([cell, readByHand(cell)])
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['31-01-2020', '2020-01-31'],
  ['1-2-2020', '2020-02-01'],
  ['01.02.2020', '2020-02-01'],
  ['01/02/2020', '2020-02-01'],
  ['2020-02-01', '2020-02-01'],
  ['29-02-2020', '2020-02-29'],
  ['29-02-2000', '2000-02-29'],
  ['31-12-9999', '9999-12-31'],
])('%s is the date %s', (cell, date) => {
  expect(parseDate(cell)).toEqual({ ok: true, value: date })
})

test.each([
  '31-02-2020',
  '29-02-2019',
  '29-02-1900',
  '2020-02-30',
  '31-04-2020',
  '00-01-2020',
  '01-00-2020',
  '12-31-2020',
  '2020-13-01',
  '2020-2-1',
  '01-02-20',
  '01-02-0020',
  '20200201',
  '01-02-2020 04:00',
  '43831',
  '1. februar 2020',
  '',
])('%j is refused as a date', (cell) => {
  expect(parseDate(cell)).toMatchObject({ ok: false, faults: [{ code: 'BAD_DATE', got: cell }] })
})

test('a day exists when counting day by day comes to it', () => {
  const days = new Set<string>()
  for (let day = Date.UTC(1895, 0, 1); day < Date.UTC(2106, 0, 1); day += 86_400_000) {
    days.add(new Date(day).toISOString().slice(0, 10))
  }
  const parts = [fc.integer({ min: 1896, max: 2105 }), fc.nat({ max: 13 }), fc.nat({ max: 32 })]
  fc.assert(
    fc.property(fc.tuple(...parts), ([year = 0, month = 0, day = 0]) => {
      const [mm, dd] = [String(month).padStart(2, '0'), String(day).padStart(2, '0')]
      const iso = `${year}-${mm}-${dd}`
      for (const cell of [iso, `${dd}-${mm}-${year}`, `${day}.${month}.${year}`]) {
        const date = parseDate(cell)
        expect([cell, date.ok && date.value]).toEqual([cell, days.has(iso) && iso])
      }
    }),
    { numRuns: 3000 },
  )
})
