/** Owns the proof that any table of jobindsats.dk lands in the mart as long facts, and that no column is guessed. */
import { beforeAll, expect, test } from '@jest/globals'
import { jobindsats, tableId } from '../../connectors/jobindsats/index.ts'
import { externalMeasures, measureName } from '../../src/connector.ts'
import type { OpenCells } from '../../src/core/feed.ts'
import { measureNames } from '../../src/core/measure.ts'
import type { Reference } from '../../src/core/reference.ts'
import { splitOpenColumns } from '../../src/load/open-columns.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { comparable, expectedRows, loadSample, projectReference, takersOf } from './sample.ts'

let reference: Reference
let house: TestHouse

beforeAll(async () => {
  reference = await projectReference()
  house = await openHouse()
})

test('the sample lands in the mart as its expected rows say', async () => {
  const own = await openHouse()
  const { exitCode, rows } = await loadSample(own, 'jobindsats', 'y07a02-sample.csv')
  expect(exitCode).toBe(0)
  expect(rows).toMatchObject({ read: 8, loaded: 7, quarantined: 0, ignored: 1 })
  const expected = await expectedRows('jobindsats')
  const columns = Object.keys(expected[0] ?? {}).join(', ')
  const found = await own.query(`select ${columns} from mart.external_measure`)
  expect(comparable(found)).toEqual(comparable(expected))
})

test.each([
  ['y07a02.csv', 'Y07A02'],
  ['Y30R21-api.csv', 'Y30R21'],
  ['y07a02-sample.csv', 'Y07A02'],
  ['jobindsats_y60A02_2020-02-15.csv', 'Y60A02'],
  ['y07a02_2.csv', 'Y07A02'],
  ['y07a02 (1).csv', 'Y07A02'],
  ['PTV_A02.csv', 'PTV_A02'],
  ['PTVA02.csv', 'PTV_A02'],
  ['ptvc01.csv', 'PTVC01'],
  ['Y25i06b.csv', 'Y25I06B'],
  ['y25i13_esco.csv', 'Y25I13_ESCO'],
  ['Y01DIA02.csv', 'Y01DIA02'],
  ['y01ud01.json', 'Y01UD01'],
  ['y01ud01di.ndjson', 'Y01UD01DI'],
  ['y60h02.xlsx', 'Y60H02'],
  ['Y14KVAL01.csv', 'Y14KVAL01'],
  ['Y31AP01.csv', 'Y31AP01'],
  ['OTIJ01.csv', 'OTIJ01'],
  ['MAAL01.csv', 'MAAL01'],
  ['y07a02viborg.csv', 'Y07A02'],
  ['Y30R21api.csv', 'Y30R21'],
])('%s is the table %s', (name, id) => {
  expect(tableId(name)).toBe(id)
  expect(takersOf(name)).toEqual(['jobindsats'])
})

test.each([
  'y07a020.csv',
  'y7a02.csv',
  'sygedagpenge.csv',
  'y07a02.xls',
  'y07a02.pdf',
  'y07a02.csv.bak',
  'y07.csv',
])('%s is no file of jobindsats', (name) => {
  expect(takersOf(name)).not.toContain('jobindsats')
})

test.each([
  ['Antal personer', 'antal personer'],
  [' Antal  fuldtidspersoner ', 'antal fuldtidspersoner'],
  [
    'Fuldtidspersoner i pct. af arbejdsstyrken16-66 år',
    'fuldtidspersoner i pct. af arbejdsstyrken',
  ],
  ['Fuldtidspersoner i pct. af befolkningen 16-66 år ', 'fuldtidspersoner i pct. af befolkningen'],
  [
    'Fuldtidspersoner i pct. af befolkningen 16\u201366\u00a0år',
    'fuldtidspersoner i pct. af befolkningen',
  ],
  ['Status 3 mdr. efter afsluttet forløb, pct. ', 'status 3 mdr. efter afsluttet forløb, pct'],
  [
    'Fuldtidspersoner i pct. af befolkningen (16-66 år):',
    'fuldtidspersoner i pct. af befolkningen',
  ],
  ['Antal forløb, 1-2 år', 'antal forløb, 1-2 år'],
  ['Gnsn. varighed (uger)', 'gnsn. varighed (uger)'],
  // A duration is no age: it tells the measures of one table apart.
  ['Antal forløb fordelt på varighed: 1-2 år', 'antal forløb fordelt på varighed: 1-2 år'],
  ['A\u030art:', 'årt'],
])('the measure of the heading %j is %j', (heading, name) => {
  expect(measureName(heading)).toBe(name)
})

test('measures that differ by their ages alone keep them', () => {
  const headings = ['Andel 16-24 år', 'Andel 25-29 år', 'Antal 16-66 år.']
  expect(measureNames(headings)).toEqual(['andel 16-24 år', 'andel 25-29 år', 'antal'])
})

function factsOf(dimensions: OpenCells['dimensions']) {
  const viborg = { code: '791', name: 'Viborg', municipalityCode: '791' }
  const january = { type: 'M', code: '2020-01', start: '2020-01-01', end: '2020-01-31' } as const
  const measures: OpenCells['measures'] = [
    ['Antal personer', { value: '4', suppressed: false }],
    ['Andel 16-66 år', { value: null, suppressed: true }],
  ]
  const open = { dimensions, measures }
  return externalMeasures('jobindsats', 'Y07A02', viborg, january, open, reference)
}

test('a row gives one fact to each measure, with its area, period and suppression', () => {
  const shared = {
    ...{ municipality_code: '791', source: 'jobindsats', table_id: 'Y07A02', area_code: '791' },
    ...{ period: '2020-01', period_type: 'M', period_start: '2020-01-01' },
    ...{ period_end: '2020-01-31', dimension_names: 'Køn', dimensions: 'Køn=Mænd' },
  }
  expect(factsOf([['Køn', 'Mænd']])).toEqual([
    { ...shared, measure: 'antal personer', value: '4', is_suppressed: false },
    { ...shared, measure: 'andel', value: null, is_suppressed: true },
  ])
})

test.each<[OpenCells['dimensions'], names: string, dimensions: string]>([
  [[], '', ''],
  [[['Køn', 'Køn i alt']], '', ''],
  [
    [
      ['Køn', 'Køn i alt'],
      ['Dimittend', 'Ledige i alt'],
    ],
    '',
    '',
  ],
  [
    [
      ['Tilbud', 'Nytteindsats i alt'],
      ['Køn', 'I alt'],
    ],
    'Tilbud',
    'Tilbud=Nytteindsats i alt',
  ],
  [
    [
      ['Køn', 'Mænd'],
      ['Alder', '16-19 år'],
    ],
    'Alder;Køn',
    'Alder=16-19 år;Køn=Mænd',
  ],
  [[['Status  før', ' A; B=C\\D ']], 'Status før', 'Status før=A\\; B\\=C\\\\D'],
  [[['A;B=C', 'x']], 'A\\;B\\=C', 'A\\;B\\=C=x'],
])('the dimensions %j are kept as %j and %j', (dimensions, names, pairs) => {
  const [fact] = factsOf(dimensions)
  expect([fact?.dimension_names, fact?.dimensions]).toEqual([names, pairs])
})

/** The split of the columns after area and period; rows are given as `Mænd;1`. */
async function split(headings: string, rows: readonly string[], named: readonly string[] = []) {
  const columns = headings.split(';').map((heading, index) => ({ index, heading }))
  async function* batches() {
    yield rows.map((row, index) => ({ line: index + 2, cells: row.split(';') }))
  }
  const open = await splitOpenColumns(batches(), columns, jobindsats, reference, named, 'x.csv')
  const names = (of: readonly { heading: string }[]) => of.map(({ heading }) => heading).join(';')
  return `${names(open.dimensions)}|${names(open.measures)}`
}

test.each([
  ['no dimension', 'Antal;Andel', ['5;2,1', '7;2,2'], '|Antal;Andel'],
  ['words before numbers', 'Køn;Sagsart;Antal', ['Mænd;Fleksjob;5'], 'Køn;Sagsart|Antal'],
  ['words between numbers', 'Gruppe;Antal', ['Unge;5', '12;6', 'Ældre;7'], 'Gruppe|Antal'],
  ['suppressed cells only', 'Køn;Antal;Andel', ['Mænd;;-', 'Mænd;*;..'], 'Køn|Antal;Andel'],
  ['one bad cell', 'Køn;Antal', ['Mænd;5', 'Mænd;fejl', 'Kvinder;7'], 'Køn|Antal'],
  ['an English figure', 'Køn;Antal', ['Mænd;5.25', 'Kvinder;7.5'], 'Køn|Antal'],
])('the measures are the trailing columns of numbers: %s', async (_, headings, rows, expected) => {
  expect(await split(headings, rows)).toBe(expected)
})

test.each([
  [
    'a numeric column before words',
    'Kode;Køn;Antal',
    ['1;Mænd;5', '2;Mænd;6'],
    'Kode',
    'ligner tal',
  ],
  ['an empty column before words', 'Kode;Køn;Antal', [';Mænd;5', ';Mænd;6'], 'Kode', 'er tom'],
  ['a known dimension of numbers', 'Alder;Antal', ['16;5', '17;6'], 'Alder', 'ligner tal'],
  ['a known dimension without members', 'Køn;Antal', [';5', ';6'], 'Køn', 'er tom'],
])('%s is refused unless it is named', async (_, headings, rows, heading, looks) => {
  await expect(split(headings, rows)).rejects.toMatchObject({
    code: 'AMBIGUOUS_COLUMNS',
    context: {
      file: 'x.csv',
      got: `"${heading}" ${looks}`,
      todo: expect.stringContaining('--dim'),
    },
  })
  const dimensions = headings.replace(';Antal', '')
  expect(await split(headings, rows, [heading.toUpperCase()])).toBe(`${dimensions}|Antal`)
})

test('a file without any measure, and a dimension it does not have, are refused', async () => {
  const refused = { code: 'AMBIGUOUS_COLUMNS' }
  await expect(split('Køn', ['Mænd'])).rejects.toMatchObject(refused)
  await expect(split('Køn;Antal', ['Mænd;5'], ['Sagsart'])).rejects.toMatchObject(refused)
})

/** `run` of one small file: its exit code, its load and the figures of its table in the mart. */
async function runFile(table: string, lines: readonly string[], dimensions?: string) {
  const path = await house.deliver(`${table}.csv`, lines.map((line) => `${line}\n`).join(''))
  const flags = dimensions === undefined ? {} : { dimensions }
  const { exitCode, json } = await house.run('jobindsats', { file: path, ...flags })
  const figures = await house.query<{ figure: string }>(
    `select concat_ws('|', area_code, period, period_start, period_end, dimensions, measure,
       trim_scale(value), is_suppressed) as figure
     from mart.external_measure where table_id = $1 order by 1`,
    [table],
  )
  return { exitCode, load: json.loads[0], figures: figures.map(({ figure }) => figure) }
}

test('a table nobody has heard of loads, with any area and kind of period', async () => {
  const { exitCode, figures } = await runFile('Y99A99', [
    'Område;Periode;Slags;Antal helt nye ting',
    'Vesthimmerland;2020QMAT02;Blå;1234',
    'RAR Østjylland;2019Q04;Rød;',
  ])
  expect(exitCode).toBe(0)
  expect(figures).toEqual([
    '820|2020-Q2R|2019-07-01|2020-06-30|Slags=Blå|antal helt nye ting|1234|f',
    'RAR:Østjylland|2019-Q4|2019-10-01|2019-12-31|Slags=Rød|antal helt nye ting|t',
  ])
})

test('an empty or numeric dimension is refused by run, and loads once --dimensions names it', async () => {
  const numeric = ['Area;Periode;Alder;Antal', 'Viborg;2020M01;16;5', 'Viborg;2020M01;17;6']
  const refused = await runFile('Y98A01', numeric)
  expect([refused.exitCode, refused.load?.error?.code]).toEqual([2, 'AMBIGUOUS_COLUMNS'])
  expect(refused.figures).toEqual([])
  const named = await runFile('Y98A01', numeric, 'alder')
  expect([named.exitCode, named.load?.rows.loaded, named.figures.length]).toEqual([0, 2, 2])

  const empty = ['Area;Periode;Køn;Antal', 'Viborg;2020M01;;5', 'Viborg;2020M02;;6']
  expect((await runFile('Y98A02', empty)).exitCode).toBe(2)
  const loaded = await runFile('Y98A02', empty, 'Køn')
  expect([loaded.exitCode, loaded.load?.rows.loaded]).toEqual([0, 2])
})

test.each([
  ['a word', 'Y97A01', 'fejl'],
  ['an English decimal', 'Y97A02', '12.5'],
  ['an error of Excel', 'Y97A03', '#REF!'],
  ['a word that JavaScript objects inherit', 'Y97A04', 'constructor'],
  ['a long text of emoji', 'Y97A05', `x${'😀'.repeat(60)}`],
])('%s among the figures is quarantined and the rest of the file loads', async (_, table, cell) => {
  const { exitCode, load, figures } = await runFile(table, [
    'Area;Periode;Antal;Andel',
    'Viborg;2020M01;5;2,1',
    `Viborg;2020M02;${cell};2,2`,
    'Viborg;2020M03;7;2,3',
  ])
  expect(load?.faults).toMatchObject([{ code: 'BAD_NUMBER', line: 3, column: 'Antal' }])
  expect(load?.rows).toMatchObject({ read: 3, loaded: 2, quarantined: 1 })
  expect([exitCode, figures.length]).toEqual([1, 4])
})

test('a column of as many words as numbers could be either and is refused unless it is named', async () => {
  const rows = ['Mænd;fejl;2,1', 'Kvinder;5;2,2']
  await expect(split('Køn;Antal;Andel', rows)).rejects.toMatchObject({ code: 'AMBIGUOUS_COLUMNS' })
  expect(await split('Køn;Antal;Andel', rows, ['Antal'])).toBe('Køn;Antal|Andel')
})

test('a measure column with more bad cells than are tolerated never becomes a dimension', async () => {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const year = 1980 + index
    return `Viborg;${year}M01;${index < 6 ? 'fejl' : index};2,1`
  })
  const { exitCode, figures } = await runFile('Y96A01', ['Area;Periode;Antal;Andel', ...rows])
  expect([exitCode, figures.length]).toEqual([2, 0])
})
