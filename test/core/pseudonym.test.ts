/** Owns the proof that a pseudonym is the keyed digest it is said to be, of one kind, and that a chain of keys rotates. */
import { createHmac } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { makePseudonymiser, rotated } from '../../src/core/pseudonym.ts'

const OLD = Buffer.alloc(32, 7)
const NEW = Buffer.alloc(32, 8)
const CPR = '1305801231'

/** Base32 as RFC 4648 tells it: the bits in fives. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const fives = bits.match(/.{5}/g) ?? []
  return fives.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)]).join('')
}

function digest(key: Buffer, text: string): string {
  return base32(createHmac('sha256', key).update(text).digest()).slice(0, 26)
}

test('a pseudonym is the first 26 signs of the base32 of HMAC-SHA-256 over kind and value', () => {
  const pseudonyms = makePseudonymiser([OLD])
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(pseudonyms.person(value)).toBe(digest(OLD, `person\0${value}`))
      expect(pseudonyms.of('caseworker', value)).toBe(digest(OLD, `caseworker\0${value}`))
      expect(pseudonyms.of('source_id', value)).toBe(digest(OLD, `source_id\0${value}`))
      expect(pseudonyms.person(value)).toMatch(/^[A-Z2-7]{26}$/)
    }),
    { numRuns: 500 },
  )
})

test('one value has other pseudonyms as another kind or under another key', () => {
  const [one, other] = [makePseudonymiser([OLD]), makePseudonymiser([NEW])]
  const all = [one, other].flatMap((pseudonyms) => [
    ...[pseudonyms.person(CPR), pseudonyms.of('caseworker', CPR), pseudonyms.of('source_id', CPR)],
    pseudonyms.check,
  ])
  expect(new Set(all).size).toBe(8)
})

test('a later key makes pseudonym n of pseudonym n−1, so what is stored rotates without the value', () => {
  const [before, after] = [makePseudonymiser([OLD]), makePseudonymiser([OLD, NEW])]
  expect([before.keyVersion, after.keyVersion]).toEqual([1, 2])
  expect(after.person(CPR)).toBe(rotated(before.person(CPR), NEW))
  expect(after.of('caseworker', 'VKABC')).toBe(rotated(before.of('caseworker', 'VKABC'), NEW))
  expect(after.check).toBe(rotated(before.check, NEW))
  expect(rotated(before.person(CPR), NEW)).toBe(digest(NEW, before.person(CPR)))
})

test('the check is the digest of its name, and tells chains apart that end in the same key', () => {
  expect(makePseudonymiser([OLD]).check).toBe(digest(OLD, 'check'))
  const ends = [[OLD, NEW], [NEW, NEW], [NEW]].map((keys) => makePseudonymiser(keys).check)
  expect(new Set(ends).size).toBe(3)
})

test('without a key there are no pseudonyms', () => {
  expect(() => makePseudonymiser([])).toThrow('need a key')
})
