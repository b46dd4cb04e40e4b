/** Owns the proof that a file is refused for its rejects exactly where the contract says. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { tolerated } from '../../src/core/tolerance.ts'

test.each([
  [0, 5],
  [1, 5],
  [100, 5],
  [500, 5],
  [599, 5],
  [600, 6],
  [699, 6],
  [700, 7],
  [1_000_000, 10_000],
])('of %d rows, %d may be rejected', (rows, most) => {
  expect(tolerated(rows)).toBe(most)
})

test('the most that may be rejected is the last count that is at most 5 or at most one in a hundred', () => {
  fc.assert(
    fc.property(fc.nat({ max: 100_000 }), (rows) => {
      const isTolerated = (rejects: number) => rejects <= 5 || rejects * 100 <= rows
      let most = 0
      while (isTolerated(most + 1)) most += 1
      expect(tolerated(rows)).toBe(most)
    }),
  )
})
