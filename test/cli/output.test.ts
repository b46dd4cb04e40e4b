/** Owns: what a failure and several outcomes together come to. */
import { expect, test } from '@jest/globals'
import { asMartError, table, worst } from '../../src/cli/output.ts'
import { MartError } from '../../src/core/errors.ts'

test('an error of our own stays what it is', () => {
  const error = new MartError('LOCKED', 'En anden kørsel er i gang.')
  expect(asMartError(error)).toBe(error)
})

test('a broken connection is transient, exit 5', () => {
  for (const code of ['57P01', '08006', 'ECONNRESET', '40P01', '53300']) {
    const error = Object.assign(new Error('gone'), { code })
    expect(asMartError(error)).toMatchObject({ code: 'DATABASE_UNREACHABLE', exitCode: 5 })
  }
  expect(asMartError(new Error('Connection terminated unexpectedly')).exitCode).toBe(5)
})

test('anything else is a defect, exit 7, with personal values masked', () => {
  const error = asMartError(new Error('row 010190-1231 is odd'))
  expect(error).toMatchObject({ code: 'DEFECT', exitCode: 7 })
  expect(error.context.got).toContain('row 010190-XXXX is odd')
  expect(error.context.got).not.toContain('1231')
})

test('several outcomes exit with the worst: 7, 5, 2, 6, 1, 0', () => {
  const falling = [7, 5, 2, 6, 1, 0] as const
  for (const [index, code] of falling.entries()) expect(worst(falling.slice(index))).toBe(code)
  expect(worst([])).toBe(0)
})

test('a table lines its columns up, shows nothing for null, and takes short rows', () => {
  expect(table(['a', 'bb'], [['x', null], ['y'], ['long', 1]])).toBe('a     bb\nx\ny\nlong  1')
})
