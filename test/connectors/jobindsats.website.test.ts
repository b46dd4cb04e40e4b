/** Owns the proof that jobindsats.dk's own pages are read as they are laid out for people. */
import { expect, test } from '@jest/globals'
import { read } from './jobindsats-lines.ts'

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
    'a measure in a column beside its value',
    ['Område;Periode;Måling;Værdi', 'Viborg;2020M01;Antal personer;5', 'Viborg;2020M01;Andel;2,1'],
    ['791|2020-01||antal personer|5', '791|2020-01||andel|2.1'],
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

test('what a sheet tells of itself is neither a filter nor a reason to warn', async () => {
  const { facts, warnings } = await read([
    'Sygedagpenge',
    'https://www.jobindsats.dk/',
    'Hentet: 04-02-2020 05:12',
    'Seneste opdatering: 31-01-2020;Enhed: Personer',
    'Område;Periode;Antal personer',
    'Viborg;2020M01;5',
  ])
  expect([facts, warnings]).toEqual([['791|2020-01||antal personer|5'], []])
})

test('members down with area and period in the titles are rows of that area and period', async () => {
  const { facts, notes, warnings } = await read([
    'Antal personer og fuldtidspersoner',
    'Område: Viborg',
    'Periode: August 2011',
    '',
    'Køn;Antal personer;Antal fuldtidspersoner',
    'Køn i alt;104.613;90.113',
    'Kvinder;54.613;',
    'Kilde: Jobindsats.dk',
  ])
  expect(facts).toEqual([
    ...['791|2011-08||antal personer|104613', '791|2011-08||antal fuldtidspersoner|90113'],
    '791|2011-08|Køn=Kvinder|antal personer|54613',
    '791|2011-08|Køn=Kvinder|antal fuldtidspersoner|-',
  ])
  expect([notes, warnings]).toEqual([1, []])
  // Without the period nothing is guessed.
  await expect(read(['Område: Viborg', 'Køn;Antal personer', 'Kvinder;5'])).rejects.toMatchObject({
    code: 'HEADER_CHANGED',
  })
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
