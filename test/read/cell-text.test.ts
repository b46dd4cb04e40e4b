/** Owns the proof that a number a file holds is written in Danish exactly, without noise and without an exponent. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { numberText, percentText } from '../../src/read/cell-text.ts'

test.each([
  [0, 0, '0'],
  [143070, 0, '143070'],
  [2.8, 0, '2,8'],
  [-0.1, 0, '-0,1'],
  [1e-7, 0, '0,0000001'],
  [-1.25e-8, 0, '-0,0000000125'],
  [1e21, 0, '1000000000000000000000'],
  [1.5e22, 0, '15000000000000000000000'],
  [8, 1, '8,0'],
  [7.518, 2, '7,518'],
])('%d with at least %d decimals is %s', (value, decimals, text) => {
  expect(numberText(value, decimals)).toBe(text)
})

test.each([
  [0.123, 0, '12,3 %'],
  [0.07, 0, '7 %'],
  [0.075, 1, '7,5 %'],
  [0.5, 1, '50,0 %'],
  [-0.001, 0, '-0,1 %'],
  [1, 0, '100 %'],
  [12.5, 0, '1250 %'],
  [0.56, 0, '56 %'],
])('the share %d with at least %d decimals is %s', (value, decimals, text) => {
  expect(percentText(value, decimals)).toBe(text)
})

test('every number comes back as it was from its text, which is digits and one comma', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = numberText(value)
      expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:,\d*[1-9])?$/)
      expect(Number(text.replace(',', '.'))).toBe(value === 0 ? 0 : value)
    }),
  )
})
