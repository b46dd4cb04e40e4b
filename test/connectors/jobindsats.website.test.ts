/** Owns the proof that jobindsats.dk's own pages are read as they are laid out for people, and refused where they can be read in two ways. */
import { beforeAll, expect, test } from '@jest/globals'
import { jobindsats } from '../../connectors/jobindsats/index.ts'
import type { Reference } from '../../src/core/reference.ts'
import { openFile } from '../../src/load/read-file.ts'
import { tempFile, tempFolder } from '../read/temp-file.ts'
import { projectReference } from './sample.ts'

let reference: Reference

beforeAll(async () => {
  reference = await projectReference()
})

interface Reading {
  readonly facts: readonly string[]
  readonly faults: readonly string[]
  readonly notes: number
  readonly warnings: readonly string[]
}

/** A file of these lines as the feed reads it; a fact is `area|period|dimensions|measure|value`, `-` what is suppressed. */
async function read(
  lines: readonly string[],
  { name = 'y07a02.csv', dimensions = [] as readonly string[] } = {},
): Promise<Reading> {
  const copy = await tempFile(`${lines.join('\r\n')}\r\n`, name)
  const opened = await openFile(
    jobindsats,
    { name, copy, origin: copy, sha256: '' },
    { municipality: '791', part: 'Y07A02', dimensions, reference, scratch: tempFolder() },
  )
  const reading = { facts: [] as string[], faults: [] as string[], notes: 0 }
  for await (const batch of opened.batches()) {
    for (const record of batch) {
      const { line } = record
      const row = opened.readRow(record)
      if (row.isNote) reading.notes += 1
      reading.faults.push(
        ...row.faults.map(({ code, column, got }) => [line, code, column, got].join(' ')),
      )
      if (row.faults.length > 0) continue
      reading.facts.push(
        ...row.rows.map((fact) =>
          [
            ...[fact.area_code, fact.period, fact.dimensions, fact.measure],
            fact.is_suppressed ? '-' : fact.value,
          ].join('|'),
        ),
      )
    }
  }
  return { ...reading, warnings: opened.warnings }
}

test('titles above and notes below rows are no rows, and thousand points are no decimals', async () => {
  const { facts, faults, notes, warnings } = await read([
    'Antal personer og fuldtidspersoner på sygedagpenge',
    'Periode: August 2011',
    '',
    'Område;Periode;Køn;Antal personer;Fuldtidspersoner i pct. af befolkningen 16-66 år',
    'Hele landet;aug 2011;Køn i alt;104.613;2,6',
    'Viborg;August 2011;Kvinder;1.090;',
    ';;;;',
    'Antal under tre vises ikke af hensyn til diskretion.',
    'Kilde: Jobindsats.dk',
    'Note: Tallene er foreløbige',
  ])
  expect(facts).toEqual([
    'DK|2011-08||antal personer|104613',
    'DK|2011-08||fuldtidspersoner i pct. af befolkningen|2.6',
    '791|2011-08|Køn=Kvinder|antal personer|1090',
    '791|2011-08|Køn=Kvinder|fuldtidspersoner i pct. af befolkningen|-',
  ])
  expect([faults, notes, warnings]).toEqual([[], 4, []])
})

test('pivoted headings give one fact to each member and measure, in the dimension that the total names', async () => {
  const { facts, faults, warnings } = await read([
    'Ledighed: Sæsonkorrigeret antal fuldtidsledige',
    'Område: Viborg',
    'Periode;Ydelsesgrupper i alt - Sæsonkorrigeret antal ledige fuldtidspersoner;A-dagpenge - Sæsonkorrigeret antal ledige fuldtidspersoner;A-dagpenge - Antal personer',
    '2020M01;1.041;1.000;1.100',
    '2020M02;;-;7',
    'Kilde: Jobindsats.dk',
  ])
  const measure = 'sæsonkorrigeret antal ledige fuldtidspersoner'
  expect(facts).toEqual([
    `791|2020-01||${measure}|1041`,
    `791|2020-01|Ydelsesgrupper=A-dagpenge|${measure}|1000`,
    '791|2020-01|Ydelsesgrupper=A-dagpenge|antal personer|1100',
    `791|2020-02||${measure}|-`,
    `791|2020-02|Ydelsesgrupper=A-dagpenge|${measure}|-`,
    '791|2020-02|Ydelsesgrupper=A-dagpenge|antal personer|7',
  ])
  expect([faults, warnings]).toEqual([[], []])
})

test.each<[string, readonly string[], readonly string[]]>([
  [
    'the area in its own column beside the period',
    ['Område;Periode;Kvinder - Antal personer;Mænd - Antal personer', 'Viborg;2020M01;5;6'],
    ['791|2020-01|Køn=Kvinder|antal personer|5', '791|2020-01|Køn=Mænd|antal personer|6'],
  ],
  [
    'a dimension down and another across',
    ['Område: Viborg', 'Periode;Herkomst;Kvinder - Antal personer', '2020M01;Herkomst i alt;5'],
    ['791|2020-01|Køn=Kvinder|antal personer|5'],
  ],
  [
    'two dimensions across',
    ['Område: Viborg', 'Periode;Kvinder - 16-19 år - Antal personer', '2020M01;5'],
    ['791|2020-01|Alder=16-19 år;Køn=Kvinder|antal personer|5'],
  ],
  [
    'areas across',
    ['Periode;Viborg - Antal personer;Hele landet - Antal personer', '2020M01;5;6'],
    ['791|2020-01||antal personer|5', 'DK|2020-01||antal personer|6'],
  ],
  [
    'areas across and the measure in the title',
    ['Antal personer', 'Periode;Viborg;RAR Østjylland', '2020M01;5;6'],
    ['791|2020-01||antal personer|5', 'RAR:Østjylland|2020-01||antal personer|6'],
  ],
  [
    'known members across and the measure in the title',
    ['Antal personer fordelt på køn, Viborg', 'Periode;Køn i alt;Kvinder;Mænd', '2020M01;5;3;2'],
    [
      ...['791|2020-01||antal personer|5', '791|2020-01|Køn=Kvinder|antal personer|3'],
      '791|2020-01|Køn=Mænd|antal personer|2',
    ],
  ],
  [
    'the period in a line above',
    ['Periode: August 2011', 'Område;Antal personer;Antal fuldtidspersoner', 'Viborg;1.500;1.264'],
    ['791|2011-08||antal personer|1500', '791|2011-08||antal fuldtidspersoner|1264'],
  ],
  [
    'the area in a line above',
    ['Område;Viborg', 'Periode;Køn;Antal personer', '1. kvartal 2020;Mænd;7'],
    ['791|2020-Q1|Køn=Mænd|antal personer|7'],
  ],
  [
    'a filter in a line above: its member is every row’s',
    ['Køn: Kvinder', 'Område;Periode;Antal personer', 'Viborg;2020M01;7'],
    ['791|2020-01|Køn=Kvinder|antal personer|7'],
  ],
  [
    'periods across, areas down, the measure in the title',
    ['Antal fuldtidspersoner', 'Område;2020M01;feb 2020', 'Viborg;1.264;7', 'Hele landet;5;'],
    [
      ...['791|2020-01||antal fuldtidspersoner|1264', '791|2020-02||antal fuldtidspersoner|7'],
      ...['DK|2020-01||antal fuldtidspersoner|5', 'DK|2020-02||antal fuldtidspersoner|-'],
    ],
  ],
  [
    'periods across, measures down, for one area',
    ['Område: Viborg', ';Januar 2020;Februar 2020', 'Antal personer;5;6', 'Andel i job;2,1;2,2'],
    [
      ...['791|2020-01||antal personer|5', '791|2020-02||antal personer|6'],
      ...['791|2020-01||andel i job|2.1', '791|2020-02||andel i job|2.2'],
    ],
  ],
  [
    'periods across, areas and members down, the measure in the corner',
    ['Antal personer;Ydelsesgrupper;2020M01', 'Viborg;Sygedagpenge;5', 'Viborg;I alt;9'],
    ['791|2020-01|Ydelsesgrupper=Sygedagpenge|antal personer|5', '791|2020-01||antal personer|9'],
  ],
  [
    'periods across in a line above the measures',
    [
      ';2020M01;;2020M02;',
      'Område;Antal personer;Andel;Antal personer;Andel',
      'Viborg;5;2,1;6;2,2',
    ],
    [
      ...['791|2020-01||antal personer|5', '791|2020-01||andel|2.1'],
      ...['791|2020-02||antal personer|6', '791|2020-02||andel|2.2'],
    ],
  ],
  [
    'rolling years across',
    ['Måling: Antal i job', 'Område;2019QMAT04;2020QMAT02', 'Viborg;5;6'],
    ['791|2019-Q4R||antal i job|5', '791|2020-Q2R||antal i job|6'],
  ],
])('%s is read', async (_, lines, facts) => {
  const reading = await read(lines)
  expect(reading.facts).toEqual(facts)
  expect([reading.faults, reading.warnings]).toEqual([[], []])
})

test('a filter that only lists what the table splits by adds nothing', async () => {
  const { facts } = await read([
    'Køn: Kvinder, Mænd',
    'Område: Viborg, Randers',
    'Område;Periode;_kon;Antal personer',
    'Viborg;2020M01;Kvinder;5',
  ])
  expect(facts).toEqual(['791|2020-01|_kon=Kvinder|antal personer|5'])
})

test('members of no known dimension are kept under a name of ours, and the run says so', async () => {
  const lines = ['Periode;Blå - Antal ting;Rød - Antal ting', '2020M01;5;6']
  const nameless = await read(['Område: Viborg', ...lines])
  expect(nameless.facts[0]).toBe('791|2020-01|Fordeling=Blå|antal ting|5')
  expect(nameless.warnings).toEqual([expect.stringContaining('"Fordeling"')])
  const named = await read(['Antal ting fordelt på farve, Viborg', ...lines])
  expect(named.facts[0]).toBe('791|2020-01|Farve=Blå|antal ting|5')
  expect(named.warnings).toEqual([])
})

test('a line above that may be a filter is told of, and is one when --dimensions names it', async () => {
  const lines = ['Farve: Blå', 'Område;Periode;Antal', 'Viborg;2020M01;5']
  const told = await read(lines)
  expect(told.facts).toEqual(['791|2020-01||antal|5'])
  expect(told.warnings).toEqual([expect.stringContaining('Linjen "Farve: Blå"')])
  const named = await read(lines, { dimensions: ['Farve'] })
  expect([named.facts, named.warnings]).toEqual([['791|2020-01|Farve=Blå|antal|5'], []])
})

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
