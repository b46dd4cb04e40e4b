/** Owns the proof that no CPR number reaches what a human or a log can read. The numbers here fail the control digit. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maskPersonal, showCell } from '../../src/core/mask.ts'

test.each([
  ['with a hyphen', '010190-1231', '010190-XXXX'],
  ['without', '0101901231', '010190-XXXX'],
  ['with the day of a substitute number', '703651-5443', '703651-XXXX'],
  ['in brackets', '(010190-1231)', '(010190-XXXX)'],
  ['between letters', 'CPR0101901231x', 'CPR010190-XXXXx'],
  ['twice', '010190-1231;2409921371', '010190-XXXX;240992-XXXX'],
  ['with a space', '010190 1231', '010190-XXXX'],
  ['with a no-break space', '010190\u00a01231', '010190-XXXX'],
  ['with an en dash', '010190–1231', '010190-XXXX'],
])('a CPR number %s is masked', (_, text, shown) => {
  expect(maskPersonal(text)).toBe(shown)
})

test.each([
  '2020-01-31',
  '31-01-2020',
  '12345678',
  '12345-6789',
  '010190-12345',
  '1010190-1231',
  '12345678901',
  '0557710001001152',
  '132.145.000',
  '2020M01',
])('%j is no CPR number and stays', (text) => {
  expect(maskPersonal(text)).toBe(text)
})

test('a CPR number is masked wherever it stands in a text', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
  const words = fc.stringMatching(/^[a-zæøå ;:."=]{0,20}$/)
  fc.assert(
    fc.property(
      words,
      digits(6),
      fc.constantFrom('', '-'),
      digits(4),
      words,
      (before, date, hyphen, serial, after) => {
        const shown = maskPersonal(`${before}${date}${hyphen}${serial}${after}`)
        expect(shown).toBe(`${before}${date}-XXXX${after}`)
      },
    ),
  )
})

test('a cell is shown on one line, trimmed', () => {
  expect(showCell('  to\r\nlinjer\tog\0nul ')).toBe('to linjer og nul')
})

test('a cell is cut at 80 characters, and only a longer one', () => {
  expect(showCell('æ'.repeat(80))).toBe('æ'.repeat(80))
  expect(showCell('æ'.repeat(81))).toBe(`${'æ'.repeat(80)}…`)
})

test('a CPR number at the cut is masked before it is cut', () => {
  for (let lead = 60; lead <= 85; lead++) {
    const shown = showCell(`${'x'.repeat(lead)}0101901231 slut`)
    expect(shown).not.toMatch(/\d{7}/)
  }
})

test('a cut never leaves half a character, which PostgreSQL would refuse', () => {
  for (const lead of ['', 'x']) {
    const shown = showCell(lead + '😀'.repeat(60))
    // encodeURIComponent throws on half a surrogate pair.
    expect(() => encodeURIComponent(shown)).not.toThrow()
  }
})
