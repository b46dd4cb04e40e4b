/** Owns the proof that a CPR number is read in every writing, tells birth and sex as the law of its digits says, and never shows. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Cpr, holdsCpr, mayHoldCpr, parseCpr } from '../../src/core/cpr.ts'

// All numbers here are made up, and those that stand in full fail modulus 11 on purpose.
function read(cell: string): Cpr | undefined {
  const outcome = parseCpr(cell)
  return outcome.ok ? outcome.value : undefined
}

test.each([
  ['130580-1231', '1305801231'],
  ['1305801231', '1305801231'],
  ['130580 1231', '1305801231'],
  ['130580 - 1231', '1305801231'],
  ['130580\u20131231', '1305801231'],
  [' 130580-1231\u00a0', '1305801231'],
  ['="130580-1231"', '1305801231'],
  ['="0703651544"', '0703651544'],
  ['703651544', '0703651544'],
  ['70365-1544', '0703651544'],
])('%j is the number %s', (cell, digits) => {
  expect(read(cell)?.digits).toBe(digits)
})

test.each([
  ['130580-1231', '1980-05-13', 'M', false],
  ['020975-1448', '1975-09-02', 'K', false],
  ['740688-4422', '1988-06-14', 'K', true],
  ['910188-4423', '1988-01-31', 'M', true],
  ['290200-4312', '2000-02-29', 'K', false],
  ['130558-5231', '1858-05-13', 'M', false],
  ['130557-5231', '2057-05-13', 'M', false],
])('%s was born on %s, sex %s, replacement number %s', (cell, birthDate, sex, isSubstitute) => {
  expect(read(cell)).toMatchObject({ birthDate, sex, isSubstitute, isUnknown: false })
})

test.each(['0000000000', '000000-0000', '="0000000000"', '000000000'])(
  '%s is the person nobody knows: neither birth nor sex',
  (cell) => {
    expect(read(cell)).toEqual({
      ...{ digits: '0000000000', birthDate: null, sex: null },
      ...{ isSubstitute: false, isUnknown: true, passesModulus11: true },
    })
  },
)

test.each([
  ['130580-123', 'a digit too few behind the hyphen'],
  ['13058-01231', 'a hyphen out of place'],
  ['1305-801231', 'a hyphen out of place'],
  ['130580--1231', 'two hyphens'],
  ['13058012310', 'eleven digits'],
  ['13058123', 'eight digits'],
  ['0', 'zeros that were lost'],
  ['130580-12A1', 'a letter'],
  ['130580-XXXX', 'a masked number'],
  ['\u0661\u0663\u0660\u0665\u0668\u0660-1231', 'digits of another script'],
  ['', 'nothing'],
])('%j is refused: %s', (cell) => {
  expect(parseCpr(cell)).toEqual({
    ok: false,
    faults: [{ code: 'BAD_CPR', expected: 'ti cifre som ddmmåå-nnnn', got: '***' }],
  })
})

test.each([
  '320180-1231',
  '600180-1231',
  '920180-1231',
  '000180-1231',
  '131380-1231',
  '130080-1231',
  '310480-1231',
  '290281-1231',
  '290200-1313',
  '900280-1231',
])('%s is refused: there is no such day', (cell) => {
  expect(parseCpr(cell)).toEqual({
    ok: false,
    faults: [
      { code: 'BAD_CPR', expected: 'ti cifre, der begynder med en fødselsdato', got: '***' },
    ],
  })
})

/** The seventh digits that were given out in each year: the table of centuries, read the other way round. */
const GIVEN: readonly (readonly [from: number, to: number, digits: string])[] = [
  [1858, 1899, '5678'],
  [1900, 1936, '0123'],
  [1937, 1999, '012349'],
  [2000, 2036, '456789'],
  [2037, 2057, '5678'],
]

/** Every beginning of a number there can be, ddmmyy and the seventh digit, with its day; made by going through the days. */
function everyBeginning(): ReadonlyMap<string, string> {
  const days = new Map<string, string>()
  for (let time = Date.UTC(1858, 0, 1); time <= Date.UTC(2057, 11, 31); time += 86_400_000) {
    const day = new Date(time).toISOString().slice(0, 10)
    const [year = '', month = '', date = ''] = day.split('-')
    const [, , digits = ''] = GIVEN.find(([from, to]) => +year >= from && +year <= to) ?? []
    for (const digit of digits) {
      days.set(`${date}${month}${year.slice(2)}${digit}`, day)
      days.set(`${Number(date) + 60}${month}${year.slice(2)}${digit}`, day)
    }
  }
  return days
}

test('whatever ten digits stand there, birth, sex and replacement are those of the day that counting comes to', () => {
  const beginnings = everyBeginning()
  const list = [...beginnings.keys()]
  const digit = fc.constantFrom(...'0123456789')
  const anything = fc
    .array(digit, { minLength: 10, maxLength: 10 })
    .map((digits) => digits.join(''))
  const likely = fc
    .tuple(fc.nat({ max: list.length - 1 }), fc.array(digit, { minLength: 3, maxLength: 3 }))
    .map(([at, rest]) => list[at] + rest.join(''))
  fc.assert(
    fc.property(fc.oneof(likely, anything), (digits) => {
      fc.pre(digits !== '0000000000')
      const born = beginnings.get(digits.slice(0, 7))
      const found = read(digits)
      expect([digits, found?.birthDate]).toEqual([digits, born])
      if (!found) return
      expect(found.isSubstitute).toBe(digits.charAt(0) >= '6')
      expect(found.sex).toBe('13579'.includes(digits.charAt(9)) ? 'M' : 'K')
    }),
    { numRuns: 5000 },
  )
})

test('modulus 11 is told, and refuses nobody', () => {
  const serial = fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0'))
  fc.assert(
    fc.property(serial, (last) => {
      const digits = `130580${last}`
      // Multiples of eleven, subtracted until nothing is left, and the weights counted up from the right.
      let sum = [...digits].reduce(
        (total, d, at) => total + Number(d) * (at < 3 ? 4 - at : 10 - at),
        0,
      )
      while (sum > 0) sum -= 11
      expect(read(digits)?.passesModulus11).toBe(sum === 0)
    }),
    { numRuns: 2000 },
  )
})

test('blanks, hyphen, guard and a lost zero make no other person', () => {
  const parts = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 0, max: 99 }),
    last: fc.integer({ min: 0, max: 9999 }),
    blank: fc.constantFrom('', ' ', '\u00a0', '\t'),
    hyphen: fc.constantFrom('', '-', '\u2011'),
    isGuarded: fc.boolean(),
    losesZero: fc.boolean(),
  })
  fc.assert(
    fc.property(parts, ({ day, month, year, last, blank, hyphen, isGuarded, losesZero }) => {
      const two = (number: number) => String(number).padStart(2, '0')
      const front = two(day) + two(month) + two(year)
      const digits = front + String(last).padStart(4, '0')
      const written = `${losesZero ? front.replace(/^0/, '') : front}${blank}${hyphen}${blank}${digits.slice(6)}`
      const cell = isGuarded ? `="${written}"` : `${blank}${written}${blank}`
      expect([cell, read(cell)]).toEqual([cell, read(digits)])
      expect(read(digits)?.digits).toBe(digits)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ...['130580-1231', '1305801231', '130580 1231', '130580 - 1231', '70365-1544', '703651544'],
  ...['740688-4422', 'Se 130580-1231.', 'Prøvesen (1305801231)', '="1305801231"'],
])('%j holds a CPR number', (cell) => {
  expect([holdsCpr(cell), mayHoldCpr(cell)]).toEqual([true, true])
})

test.each([
  // An id, an amount, hours, a company, a telephone, a day, a moment, and nobody.
  ...[
    '9876543210',
    '991234567',
    '1.305.801.231',
    '1305801231,00',
    '703651544.50',
    '37,5',
    '12345678',
  ],
  ...['55 66 77 88', '03-02-2020', '2020-02-03T04:00:07', '20200203', '0000000000', ''],
  // Longer than a number is.
  ...['13058012311', '213058012310'],
])('%j holds none', (cell) => {
  expect(holdsCpr(cell)).toBe(false)
})

test('a number that is no longer written as one is not to be shown either', () => {
  const hidden = ['13058012311', '130580-12A', '1,305801231E+09', '9876543210', '130580--1231']
  expect(hidden.filter(mayHoldCpr)).toEqual(hidden.filter((cell) => cell !== '130580-12A'))
  expect(['03-02-2020 04:00', '1.305.801.231', '12345678', '2020M01'].filter(mayHoldCpr)).toEqual(
    [],
  )
})
