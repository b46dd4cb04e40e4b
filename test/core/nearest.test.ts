/** Owns the proof that a misspelling is known and another word is not. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { editDistance, likeness, nearest } from '../../src/core/nearest.ts'

test('the distance is the number of letters to insert, delete or replace', () => {
  expect(editDistance('startdato', 'startdato')).toBe(0)
  expect(editDistance('start dato', 'startdato')).toBe(1)
  expect(editDistance('kitten', 'sitting')).toBe(3)
  expect(editDistance('', 'abc')).toBe(3)
  expect(editDistance('abc', '')).toBe(3)
})

test('the distance is the same both ways and never more than the longer text', () => {
  const text = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const distance = editDistance(one, other)
      expect(distance).toBe(editDistance(other, one))
      expect(distance).toBeLessThanOrEqual(Math.max(one.length, other.length))
      expect(distance === 0).toBe(one === other)
    }),
  )
})

test('up to a limit the distance is exact, beyond it it is only known to be more', () => {
  const text = fc.string({ maxLength: 9, unit: fc.constantFrom('a', 'b', 'æ') })
  fc.assert(
    fc.property(text, text, fc.nat({ max: 9 }), (one, other, limit) => {
      const exact = editDistance(one, other)
      const limited = editDistance(one, other, limit)
      if (exact <= limit) expect(limited).toBe(exact)
      else expect(limited).toBeGreaterThan(limit)
    }),
  )
})

test('the nearest is the candidate most alike, the first among equals', () => {
  expect(nearest('slutdato', ['startdato', 'slut dato', 'slutdatoe'])).toBe('slut dato')
})

test('another word is no misspelling', () => {
  expect(nearest('slutdato', ['beløb', 'område'])).toBeUndefined()
  expect(nearest('uge', ['år', 'uger'])).toBe('uger')
  expect(nearest('uge', [])).toBeUndefined()
  expect(nearest('år', ['ar'])).toBe('ar')
})

test.each([
  ['CPR nr', 'CPR-nr.', 1],
  ['Start-dato', 'Startdato', 0.95],
  ['Borgers CPR-nr.', 'CPR-nr.', 0.8],
  ['Forløbsstatus', 'Status', 0.8],
  ['Dato', 'Død dato', 0.6],
  ['Adresse', 'CVR-nr.', 0],
  ['1', 'A', 0],
  ['', 'A', 0],
])('"%s" is like "%s" by %d', (given, known, likely) => {
  expect(likeness(given, known)).toBe(likely)
})
