/** Owns the proof that texts are compared as people read them, and shown as Danish writes them. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { counted, normaliseText, singleSpaces, someOf } from '../../src/core/text.ts'

test.each([
  ['  Høje-Taastrup ', 'høje taastrup'],
  ['CPR-nr.', 'cpr nr'],
  ['Køn\u00a0i\u202falt', 'køn i alt'],
  ['A\u030arhus', 'århus'],
  ['ÆØÅ', 'æøå'],
  ['\ufeffSags\u00adbehandler', 'sagsbehandler'],
  ['1–2\u20113—4_5/6', '1 2 3 4 5 6'],
  ['Andel (%)', 'andel %'],
  ['65+ år', '65+ år'],
  ['<=', '<='],
  ['"…"', ''],
])('%j is compared as %j', (text, form) => {
  expect(normaliseText(text)).toBe(form)
})

test.each([
  ['Mål', 'Mal'],
  ['Køn', 'Kon'],
  ['< 30 år', '> 30 år'],
  ['65+ år', '65 år'],
  ['Antal', 'Andel'],
  ['1 2', '12'],
])('%j and %j stay apart', (one, other) => {
  expect(normaliseText(one)).not.toBe(normaliseText(other))
})

const words = fc.array(fc.stringMatching(/^[a-zæøå0-9%+]{1,6}$/), { minLength: 1, maxLength: 5 })
const blanks = fc.stringMatching(/^[ \t\u00a0\u202f]{1,3}$/)
const noise = fc.stringMatching(/^[ .,:;()/_\u2013\u00a0-]{1,3}$/)

/** The words with something of `between` before, after and between them. */
function spread(parts: readonly string[], between: readonly string[]): string {
  const gap = (index: number) => between[index % between.length] ?? ' '
  return parts.reduce((text, part, index) => text + part + gap(index + 1), gap(0))
}

test('blanks, punctuation and case between the same words make no difference', () => {
  fc.assert(
    fc.property(words, fc.array(noise, { minLength: 1 }), fc.boolean(), (parts, gaps, isUpper) => {
      const text = spread(parts, gaps)
      expect(normaliseText(isUpper ? text.toUpperCase() : text)).toBe(parts.join(' '))
    }),
  )
})

test('a text in the form of comparison stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const form = normaliseText(text)
      expect(normaliseText(form)).toBe(form)
    }),
  )
})

test('single spaces stand where any blanks stood, and nothing else changes', () => {
  expect(singleSpaces('\tFærre  forgæves\r\nrekrutteringer\u00a0(RAR) ')).toBe(
    'Færre forgæves rekrutteringer (RAR)',
  )
  fc.assert(
    fc.property(words, fc.array(blanks, { minLength: 1 }), (parts, gaps) => {
      expect(singleSpaces(spread(parts, gaps))).toBe(parts.join(' '))
    }),
  )
})

test('a list for a sentence shows the first few and how many more there are', () => {
  const letters = [...'abcdefghij']
  expect(someOf([])).toBe('')
  expect(someOf(['Køn'])).toBe('"Køn"')
  expect(someOf(letters.slice(0, 8))).toBe('"a", "b", "c", "d", "e", "f", "g", "h"')
  expect(someOf(letters)).toBe('"a", "b", "c", "d", "e", "f", "g", "h" og 2 til')
  expect(someOf(letters, 1)).toBe('"a" og 9 til')
})

test.each([
  [0, '0 rækker'],
  [1, '1 række'],
  [2, '2 rækker'],
  [21, '21 rækker'],
  [1234567, '1.234.567 rækker'],
])('%d is written with its plural', (count, text) => {
  expect(counted(count, 'række', 'rækker')).toBe(text)
})
