/** Owns the proof that a table which can be read in two ways is refused, and that what is no row never passes for one. */
import { expect, test } from '@jest/globals'
import { read } from './jobindsats-lines.ts'

test.each<[string, string, readonly string[]]>([
  ['without an area', 'MISSING_FILE_FACT', ['Antal personer', 'Periode;Antal', '2020M01;5']],
  ['pivoted without an area', 'MISSING_FILE_FACT', ['Periode;Mænd - Antal', '2020M01;5']],
  [
    'pivoted without a period',
    'MISSING_FILE_FACT',
    ['Område;Mænd - Antal;Kvinder - Antal', 'Viborg;5;6'],
  ],
  ['across without a measure', 'MISSING_FILE_FACT', ['Område;2020M01;2020M02', 'Viborg;5;6']],
  [
    'across with two measures in its title',
    'AMBIGUOUS_COLUMNS',
    ['Antal personer og fuldtidspersoner', 'Område;2020M01;2020M02', 'Viborg;5;6'],
  ],
  [
    'with one pivoted heading among others',
    'AMBIGUOUS_COLUMNS',
    ['Område: Viborg', 'Periode;Antal i alt;Mænd - Antal', '2020M01;5;6'],
  ],
  [
    'with one member and measure twice',
    'AMBIGUOUS_COLUMNS',
    ['Område: Viborg', 'Periode;Mænd - Antal;Mænd - Antal 16-66 år', '2020M01;5;6'],
  ],
  [
    'with one measure twice',
    'AMBIGUOUS_COLUMNS',
    ['Område;Periode;Antal;Antal.', 'Viborg;2020M01;5;6'],
  ],
  ['with areas under another heading', 'HEADER_CHANGED', ['Omr;Periode;Antal', 'Viborg;2020M01;5']],
  ['with no heading that is known', 'HEADER_CHANGED', ['Sted;Tid;Antal', 'Viborg;2020M01;5']],
])('a table %s is refused with %s', async (_, code, lines) => {
  await expect(read(lines)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('Intet er skrevet.'),
    context: { file: 'y07a02.csv', todo: expect.stringMatching(/\S/) },
  })
})

test('an answer without areas is the whole country’s, or the area’s that its file is named after', async () => {
  const lines = ['Periode;Køn;Antal personer', '2020M01;Kvinder;5']
  const country = await read(lines)
  expect(country.facts).toEqual(['DK|2020-01|Køn=Kvinder|antal personer|5'])
  expect(country.warnings).toEqual([expect.stringContaining('gælder Hele landet')])
  const named = await read(lines, { name: 'y07a02_viborg.csv' })
  expect(named.facts).toEqual(['791|2020-01|Køn=Kvinder|antal personer|5'])
})

test('headings with a dash that the API gives are measures like others', async () => {
  const { facts } = await read([
    'Periode;Område;Antal personer - primo;Antal personer - ultimo',
    '2020M01;Viborg;5;6',
  ])
  expect(facts).toEqual([
    ...['791|2020-01||antal personer - primo|5', '791|2020-01||antal personer - ultimo|6'],
  ])
  const { facts: others } = await read(['Periode;Område;Ting - antal', '2020M01;Viborg;5'])
  expect(others).toEqual(['791|2020-01||ting - antal|5'])
})

test('a bad cell rejects its whole line once, and is told by the heading it stands under', async () => {
  const { facts, faults } = await read([
    'Område;Periode;Kvinder - Antal personer;Mænd - Antal personer',
    'Viborg;2020M01;fejl;6',
    'Viborgg;2020M01;5;6',
    'Forkert nøgle eller nøglen er udløbet.',
    '{"code":422,"cause":"Unknown hierarchies: [\'_hele_landet\']"}',
    '<html><body>503 Service Unavailable</body></html>',
    'Viborg;2020M02;7;8',
  ])
  expect(facts).toHaveLength(2)
  expect(faults).toEqual([
    '2 BAD_NUMBER Kvinder - Antal personer fejl',
    '3 UNKNOWN_LABEL Område Viborgg',
    '4 WRONG_FIELD_COUNT  1 felter',
    '5 WRONG_FIELD_COUNT  1 felter',
    '6 WRONG_FIELD_COUNT  1 felter',
  ])
})

test('an error text at the end of an answer is rejected, for it is no note', async () => {
  const { faults, notes } = await read([
    'Område;Periode;Antal',
    'Viborg;2020M01;5',
    'Forkert nøgle eller nøglen er udløbet.',
  ])
  expect([faults, notes]).toEqual([['3 WRONG_FIELD_COUNT  1 felter'], 0])
})

test('a point is no thousands point in a column that has English decimals', async () => {
  const { facts, faults } = await read([
    'Område;Periode;Antal;Andel',
    'Viborg;2020M01;43.070;43.070',
    'Viborg;2020M02;43.071;2.5',
    'Viborg;2020M03;5;2.51',
  ])
  expect(facts).toEqual([])
  expect(faults).toEqual([
    '2 BAD_NUMBER Andel 43.070',
    '3 BAD_NUMBER Andel 2.5',
    '4 BAD_NUMBER Andel 2.51',
  ])
})

test('a count that an English program has written is rejected, for 1,600 people are no 1.6', async () => {
  const { facts, faults } = await read([
    'Område;Periode;Antal personer;Gnsn. antal timer;Andel',
    'Viborg;2020M01;1,600;1,600;2,125',
    'Viborg;2020M02;800;-1,250;2,1',
    'Viborg;2020M03;1600,0;5;2,1',
  ])
  expect(faults).toEqual(['2 BAD_NUMBER Antal personer 1,600'])
  // Means and shares have what decimals they have.
  expect(facts).toEqual([
    ...['791|2020-02||antal personer|800', '791|2020-02||gnsn. antal timer|-1.250'],
    ...['791|2020-02||andel|2.1', '791|2020-03||antal personer|1600.0'],
    ...['791|2020-03||gnsn. antal timer|5', '791|2020-03||andel|2.1'],
  ])
})
