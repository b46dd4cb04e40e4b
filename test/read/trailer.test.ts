/** Owns the proof that a trailer row is known from a row of data. */
import { expect, test } from '@jest/globals'
import { trailerCount } from '../../src/read/trailer.ts'

const WORDS = ['ANTAL', 'Antal rækker']

test('a trailer is one of the words and a whole number', () => {
  expect(trailerCount(['ANTAL', '12345'], WORDS)).toBe(12345)
  expect(trailerCount(['antal rækker:', '0'], WORDS)).toBe(0)
})

test('cells after the number may stand empty', () => {
  expect(trailerCount(['ANTAL', '5', '', '', ''], WORDS)).toBe(5)
  expect(trailerCount(['ANTAL', '5', '', 'x'], WORDS)).toBeUndefined()
})

test('thousands may be grouped by point, space or no-break space', () => {
  expect(trailerCount(['ANTAL', '1.234.567'], WORDS)).toBe(1234567)
  expect(trailerCount(['ANTAL', '1\u00a0234'], WORDS)).toBe(1234)
  expect(trailerCount(['ANTAL', '1 234'], WORDS)).toBe(1234)
})

test('other words, other numbers and too few cells are no trailer', () => {
  expect(trailerCount(['SUM', '5'], WORDS)).toBeUndefined()
  for (const count of ['', '5,0', '1.23', '-5', 'fem']) {
    expect(trailerCount(['ANTAL', count], WORDS)).toBeUndefined()
  }
  expect(trailerCount(['ANTAL'], WORDS)).toBeUndefined()
  expect(trailerCount([], WORDS)).toBeUndefined()
})
