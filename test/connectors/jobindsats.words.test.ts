/** Owns the proof of how jobindsats.dk's web pages write periods, measures, ages and notes. */
import { expect, test } from '@jest/globals'
import { tableInside } from '../../connectors/jobindsats/table.ts'
import { isAges, isMarkedNote, isMeasure, webPeriod } from '../../connectors/jobindsats/words.ts'

test.each([
  ['2020M01', '2020M01'],
  ['2020QMAT02', '2020QMAT02'],
  ['Januar 2020', '2020M01'],
  ['jan. 2020', '2020M01'],
  ['sept 2020', '2020M09'],
  ['2020 december', '2020M12'],
  ['1. kvartal 2020', '2020Q1'],
  ['4. kvt. 2019', '2019Q4'],
  ['2. halvår 2020', '2020H2'],
  ['Uge 5, 2020', '2020W05'],
  ['År 2020', '2020'],
])('%j is the period %s', (text, period) => {
  expect(webPeriod(text)).toBe(period)
})

test.each(['januar', 'jan 20', 'Janus 2020', '5. kvartal 2020', 'Januar 2020 - marts 2020', ''])(
  '%j is no period',
  (text) => {
    expect(webPeriod(text)).toBeUndefined()
  },
)

test('measures speak of figures, ages of years, and neither is a member', () => {
  for (const text of ['Antal personer', 'Fuldtidspersoner i pct. af befolkningen', 'Gnsn. uger']) {
    expect([text, isMeasure(text), isAges(text)]).toEqual([text, true, false])
  }
  for (const text of ['16-19 år', 'Under 30 år', '65 år og derover', '40+ år']) {
    expect([text, isMeasure(text), isAges(text)]).toEqual([text, false, true])
  }
  for (const text of ['Kvinder', 'Sygedagpenge', 'Personer i alt', 'Ydelsesgrupper i alt']) {
    expect([text, isMeasure(text), isAges(text)]).toEqual([text, false, false])
  }
})

test('a note says that it is one', () => {
  for (const filled of [['Kilde: Jobindsats.dk'], ['Kilde:', 'Jobindsats.dk'], ['* Foreløbige']]) {
    expect([filled, isMarkedNote(filled)]).toEqual([filled, true])
  }
  for (const filled of [['Viborg'], ['Forkert nøgle.'], ['Viborg', '5'], ['Kildebakken']]) {
    expect([filled, isMarkedNote(filled)]).toEqual([filled, false])
  }
})

const lines = (...rows: readonly string[]) =>
  rows.map((row, index) => ({ line: index + 1, cells: row.split(';') }))

test('a table id inside a file counts where it stands alone above the figures, or in its own column', () => {
  const header = 'Område;Periode;Antal'
  expect(tableInside(lines('Sygedagpenge (Y07A02)', header))).toBe('Y07A02')
  expect(tableInside(lines('Tabel:;ptva02', header))).toBe('PTV_A02')
  expect(tableInside(lines('Y07A02 og Y08A02', 'Y08A02', header))).toBeUndefined()
  expect(tableInside(lines('GUID-Y07A0211', header))).toBeUndefined()
  expect(tableInside(lines(header, 'Y07A02;2020M01;5'))).toBeUndefined()
  expect(tableInside(lines('Tabel;Område;Periode', 'y07a02;Viborg;2020M01'))).toBe('Y07A02')
})
