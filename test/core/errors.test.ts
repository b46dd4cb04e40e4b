/** Owns the proof that an error tells code, place, expected, got and cure, and that every code is documented. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { ERROR_CODES, EXIT, formatError, MartError } from '../../src/core/errors.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'

test('an error is printed with everything that is known of it, a line each', () => {
  const error = new MartError('HEADER_CHANGED', 'Kolonnen mangler.', {
    file: 'plan_maal_2020.csv',
    line: 3,
    column: 'Mål 2020',
    expected: 'Operator',
    got: 'Operatør',
    todo: 'Bed om filen igen.',
  })
  expect(formatError(error)).toBe(
    [
      'HEADER_CHANGED: Kolonnen mangler.',
      '  Hvor:      plan_maal_2020.csv, linje 3, kolonne "Mål 2020"',
      '  Forventet: Operator',
      '  Fik:       Operatør',
      '  Gør:       Bed om filen igen.',
    ].join('\n'),
  )
})

test.each([
  [{}, 'LOCKED: Optaget.'],
  [{ file: 'a.csv' }, 'LOCKED: Optaget.\n  Hvor:      a.csv'],
  [{ line: 7 }, 'LOCKED: Optaget.\n  Hvor:      linje 7'],
  [{ column: 'Køn' }, 'LOCKED: Optaget.\n  Hvor:      kolonne "Køn"'],
  [{ expected: 'x', got: '' }, 'LOCKED: Optaget.\n  Forventet: x\n  Fik:       '],
  [{ todo: 'Vent.' }, 'LOCKED: Optaget.\n  Gør:       Vent.'],
])('with %j, only that is printed', (context, text) => {
  expect(formatError(new MartError('LOCKED', 'Optaget.', context))).toBe(text)
})

test('an error knows its exit code, its context and its cause', () => {
  const cause = new Error('disk')
  const error = new MartError('STORAGE_FAILED', 'Fuld.', { got: 'ENOSPC' }, { cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'MartError', message: 'Fuld.', context: { got: 'ENOSPC' } })
  expect(error.cause).toBe(cause)
  expect(error.exitCode).toBe(EXIT.transient)
})

test('the exit codes are those of the contract', () => {
  expect(EXIT).toEqual({
    ...{ done: 0, warnings: 1, refused: 2, nothingWaiting: 3, usage: 4, transient: 5, locked: 6 },
    ...{ defect: 7, interrupted: 130 },
  })
})

test('error-codes.md has a full row for every code, with its exit code, in the order of the program', async () => {
  const page = await readFile(join(PACKAGE_ROOT, 'src/core/error-codes.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  expect(cells.map(([, code, exit]) => [code, exit])).toEqual(
    Object.entries(ERROR_CODES).map(([code, exit]) => [`\`${code}\``, String(exit)]),
  )
  for (const [, code, , meaning = '', cure = ''] of cells) {
    expect([code, meaning.length > 20, cure.length > 20]).toEqual([code, true, true])
  }
})
