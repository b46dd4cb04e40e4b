/** Owns the proof that every form of a period is read as the days it covers, and that no other text is. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type PeriodType, parsePeriod } from '../../src/core/period.ts'

test.each<[cell: string, type: PeriodType, code: string, start: string, end: string]>([
  ['2020M01', 'M', '2020-01', '2020-01-01', '2020-01-31'],
  ['2020m12', 'M', '2020-12', '2020-12-01', '2020-12-31'],
  ['2020-02', 'M', '2020-02', '2020-02-01', '2020-02-29'],
  ['2019M02', 'M', '2019-02', '2019-02-01', '2019-02-28'],
  ['2000M02', 'M', '2000-02', '2000-02-01', '2000-02-29'],
  ['2100M02', 'M', '2100-02', '2100-02-01', '2100-02-28'],
  ['2020Q4', 'Q', '2020-Q4', '2020-10-01', '2020-12-31'],
  ['2020Q04', 'Q', '2020-Q4', '2020-10-01', '2020-12-31'],
  ['2020K1', 'Q', '2020-Q1', '2020-01-01', '2020-03-31'],
  ['2020-Q2', 'Q', '2020-Q2', '2020-04-01', '2020-06-30'],
  ['2020H1', 'H', '2020-H1', '2020-01-01', '2020-06-30'],
  ['2020-H2', 'H', '2020-H2', '2020-07-01', '2020-12-31'],
  ['2024Y01', 'Y', '2024', '2024-01-01', '2024-12-31'],
  ['2024Y', 'Y', '2024', '2024-01-01', '2024-12-31'],
  ['2024', 'Y', '2024', '2024-01-01', '2024-12-31'],
  ['2020QMAT01', 'QMAT', '2020-Q1R', '2019-04-01', '2020-03-31'],
  ['2020QMAT02', 'QMAT', '2020-Q2R', '2019-07-01', '2020-06-30'],
  ['2020QMAT04', 'QMAT', '2020-Q4R', '2020-01-01', '2020-12-31'],
  ['2020-Q3R', 'QMAT', '2020-Q3R', '2019-10-01', '2020-09-30'],
  ['2020MYTD03', 'MYTD', '2020-03YTD', '2020-01-01', '2020-03-31'],
  ['2020-12YTD', 'MYTD', '2020-12YTD', '2020-01-01', '2020-12-31'],
  ['2020W05', 'W', '2020-W05', '2020-01-27', '2020-02-02'],
  ['2020U01', 'W', '2020-W01', '2019-12-30', '2020-01-05'],
  ['2020-W53', 'W', '2020-W53', '2020-12-28', '2021-01-03'],
  [' 2020M01\u00a0', 'M', '2020-01', '2020-01-01', '2020-01-31'],
])('%j is %s %s, from %s to %s', (cell, type, code, start, end) => {
  expect(parsePeriod(cell)).toEqual({ ok: true, value: { type, code, start, end } })
})

test.each([
  '',
  '2020M00',
  '2020M13',
  '2020M1',
  '2020-13',
  '2020-1',
  '202001',
  '20',
  '02020M01',
  '1899M12',
  '2201M01',
  '2020Q0',
  '2020Q5',
  '2020K5',
  '2020QMAT00',
  '2020QMAT05',
  '2020QMAT12',
  '2020-Q5R',
  '2020H3',
  '2020Y02',
  '2020MYTD00',
  '2020MYTD13',
  '2020MYTD',
  '2020W00',
  '2021W53',
  '2019W53',
  '2020W54',
  '2020M01-2020M03',
  '2020M01 *',
  'januar 2020',
  '01-2020',
  '2020-01-31',
])('%j is refused as a period', (cell) => {
  expect(parsePeriod(cell)).toEqual({
    ok: false,
    faults: [{ code: 'BAD_PERIOD', expected: expect.stringContaining('2020M01'), got: cell }],
  })
})

const DAY = 86_400_000
const two = (number: number) => String(number).padStart(2, '0')

/** The year and number of the week that a day's Thursday lies in, counted from 1 January. */
function weekOf(day: Date): { year: number; week: number } {
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY)
  const year = thursday.getUTCFullYear()
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7) + 1 }
}

/** Whether one day lies in a period, by what the period is said to be. */
const COVERS: Readonly<
  Record<PeriodType, (day: Date, month: number, year: number, part: number) => boolean>
> = {
  M: (day, month, year, part) => day.getUTCFullYear() === year && month === part,
  Q: (day, month, year, part) => day.getUTCFullYear() === year && Math.ceil(month / 3) === part,
  H: (day, month, year, part) => day.getUTCFullYear() === year && Math.ceil(month / 6) === part,
  Y: (day, _, year, part) => day.getUTCFullYear() === year && part === 1,
  QMAT: (day, month, year, part) => {
    const before = (year - day.getUTCFullYear()) * 12 + part * 3 - month
    return part >= 1 && part <= 4 && before >= 0 && before < 12
  },
  MYTD: (day, month, year, part) =>
    day.getUTCFullYear() === year && part >= 1 && part <= 12 && month <= part,
  W: (day, _, year, part) => weekOf(day).year === year && weekOf(day).week === part,
}

const WRITTEN: Readonly<Record<PeriodType, (year: number, part: number) => string>> = {
  M: (year, part) => `${year}M${two(part)}`,
  Q: (year, part) => `${year}Q${two(part)}`,
  H: (year, part) => `${year}H${part}`,
  Y: (year, part) => `${year}Y${two(part)}`,
  QMAT: (year, part) => `${year}QMAT${two(part)}`,
  MYTD: (year, part) => `${year}MYTD${two(part)}`,
  W: (year, part) => `${year}W${two(part)}`,
}

function daysOf(type: PeriodType, year: number, part: number): readonly string[] {
  const days: string[] = []
  for (let time = Date.UTC(year - 1, 0, 1); time < Date.UTC(year + 1, 0, 15); time += DAY) {
    const day = new Date(time)
    const covers = COVERS[type](day, day.getUTCMonth() + 1, year, part)
    if (covers) days.push(day.toISOString().slice(0, 10))
  }
  return days
}

const TYPES: readonly PeriodType[] = ['M', 'Q', 'H', 'Y', 'QMAT', 'MYTD', 'W']
const anyPeriod = fc.constantFrom(...TYPES).chain((type) =>
  fc.record({
    type: fc.constant(type),
    year: fc.integer({ min: 1900, max: 2200 }),
    part: fc.nat({ max: type === 'W' ? 54 : type === 'M' || type === 'MYTD' ? 14 : 6 }),
  }),
)

test('a period covers the days that counting day by day finds in it, or is refused when there are none', () => {
  fc.assert(
    fc.property(anyPeriod, ({ type, year, part }) => {
      const cell = WRITTEN[type](year, part)
      const days = daysOf(type, year, part)
      const period = parsePeriod(cell)
      const found = period.ok && [period.value.type, period.value.start, period.value.end]
      expect([cell, found]).toEqual([cell, days.length > 0 && [type, days[0], days.at(-1)]])
    }),
    { numRuns: 400 },
  )
})

test('the mart’s own form of a period is read as the same period', () => {
  fc.assert(
    fc.property(anyPeriod, ({ type, year, part }) => {
      const period = parsePeriod(WRITTEN[type](year, part))
      fc.pre(period.ok)
      expect(parsePeriod(period.value.code)).toEqual(period)
    }),
  )
})

test('no two periods share a form', () => {
  const codes = TYPES.flatMap((type) =>
    Array.from({ length: 53 }, (_, index) => parsePeriod(WRITTEN[type](2020, index + 1))),
  ).flatMap((period) => (period.ok ? [period.value.code] : []))
  expect(codes).toHaveLength(12 + 4 + 2 + 1 + 4 + 12 + 53)
  expect(new Set(codes).size).toBe(codes.length)
})
