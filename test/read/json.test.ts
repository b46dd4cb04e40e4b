/** Owns the proof that JSON in every layout becomes the records that a CSV file would give, and that other JSON is refused. */
import { expect, test } from '@jest/globals'
import { linesOf, opened, recordsOf, refusalOf } from './records-of.ts'

const V3 = {
  columns: ['Periode', 'Område', 'Antal ledige personer', 'Pct. af arbejdsstyrken'],
  rows: [
    ['2025M05', 'Hele landet', 101672, 2.8],
    ['2025M06', 'Læsø', null, 0],
  ],
}
const V3_LINES = [
  '1: Periode|Område|Antal ledige personer|Pct. af arbejdsstyrken',
  '2: 2025M05|Hele landet|101672|2,8',
  '3: 2025M06|Læsø||0',
]

test('jobindsats v3 gives its columns and rows, on one line or on many, with numbers in Danish', async () => {
  expect(await linesOf(JSON.stringify(V3), 'y01a02.json')).toEqual(V3_LINES)
  expect(await linesOf(JSON.stringify(V3, null, 2), 'y01a02.json')).toEqual(V3_LINES)
  const { columns, rows } = V3
  expect(await linesOf(JSON.stringify({ rows, unit: 'x', columns }), 'a.json')).toEqual(V3_LINES)
})

test('jobindsats v2 gives its labels and data, with a byte order mark and with numbers as text', async () => {
  const v2 = [
    {
      Variables: [
        { Name: 'area', Label: 'Area' },
        { Name: 'period', Label: 'Periode' },
        { Name: 'memba02_4b' },
      ],
      Data: [
        ['Viborg', '2021M01', '4,2'],
        ['Viborg', '2021M02', 4.2],
        ['Viborg', '2021M03', 143070],
      ],
    },
  ]
  expect(await linesOf(`\ufeff${JSON.stringify(v2)}\n`, 'y01a02.json')).toEqual([
    '1: Area|Periode|memba02_4b',
    '2: Viborg|2021M01|4,2',
    '3: Viborg|2021M02|4,2',
    '4: Viborg|2021M03|143070',
  ])
})

test('a list of objects has the headings that any of them has, and of a list of arrays the first', async () => {
  const objects = [{ Område: 'Viborg' }, { Antal: 1e21, Område: ' Skive ' }, { Antal: true }]
  expect(await linesOf(JSON.stringify(objects.slice(0, 1)), 'a.json')).toEqual([
    '1: Område',
    '2: Viborg',
  ])
  expect(await linesOf(JSON.stringify(objects), 'a.json')).toEqual([
    '1: Område|Antal',
    '2: Viborg|',
    '3: et tal med flere cifre, end der kan læses nøjagtigt',
    '4: |Ja',
  ])
  const arrays = '[["Område","Antal"],["Viborg",1e-7],["Skive",-0.10]]'
  expect(await linesOf(arrays, 'a.json')).toEqual([
    '1: Område|Antal',
    '2: Viborg|0,0000001',
    '3: Skive|-0,1',
  ])
})

test('a row per line has the line it stands on, blank lines counted', async () => {
  const objects = '{"Område":"Viborg","Antal":1}\n\n{"Antal":2.5,"Område":"Skive"}\r\n'
  expect(await linesOf(objects, 'a.ndjson')).toEqual([
    '0: Område|Antal',
    '1: Viborg|1',
    '3: Skive|2,5',
  ])
  const arrays = '["Område","Antal"]\n["Viborg","9,08"]\n["Skive",null]'
  const lines = ['1: Område|Antal', '2: Viborg|9,08', '3: Skive|']
  expect(await linesOf(arrays, 'a.jsonl')).toEqual(lines)
  expect(await linesOf(arrays, 'a.json')).toEqual(lines)
  expect(await linesOf('{"Område":"Viborg"}', 'a.ndjson')).toEqual(['0: Område', '1: Viborg'])
})

test('a line that is no row is rejected alone, by its line', async () => {
  const lines = [
    '{"code":422,"cause":"Unknown hierarchies","request_id":"x"}',
    '{"Område":"Viborg","Antal":1}',
    'Forkert nøgle eller nøglen er udløbet.',
    '{"Område":"Skive","Antal":[1]}',
    '["Skive",1]',
    '{"Område":"Skive","Antal":2}',
  ]
  expect(await linesOf(`${lines.join('\n')}\n`, 'y60a02.ndjson')).toEqual([
    '0: Område|Antal',
    '1: et JSON-fejlsvar med kode 422',
    '2: Viborg|1',
    '3: tekst, der ikke er JSON',
    '4: et JSON-objekt i flere lag',
    '5: en liste blandt objekter',
    '6: Skive|2',
  ])
  // The text of an expired key, appended without a line break, is no row cut off.
  expect(await linesOf('{"Antal":1}\n{"Antal":2}\nForkert nøgle', 'a.ndjson')).toEqual([
    '0: Antal',
    '1: 1',
    '2: 2',
    '3: tekst, der ikke er JSON',
  ])
  const records = await recordsOf(await opened(lines.join('\n'), 'y60a02.ndjson'))
  expect(records[1]?.fault).toMatchObject({ code: 'NOT_A_ROW', expected: 'en række med data' })
})

test.each([
  ['{"results":{"a":{"columns":[],"rows":[]}},"failures":{}}', 'felterne "results", "failures"'],
  ['[{"subject_id":1,"table_groups":[{"tables":[]}]}]', 'et katalog'],
  ['{"010203-1234":{}}', 'felterne "010203-XXXX"'],
  ['[]', 'en tom JSON-liste'],
  ['{}', 'et JSON-objekt'],
  ['["a","b"]', 'en JSON-liste uden rækker'],
  ['{"columns":[],"rows":[]}', 'en JSON-tabel uden overskrifter'],
  ['{"columns":["a"],"rows":[["x"]]}{', 'JSON, der ikke er skrevet rigtigt'],
  ['{"columns":["a"],"rows":[["x",}]}', 'JSON, der ikke er skrevet rigtigt'],
  ['{"code":422,"cause":"Unknown hierarchies"}', 'et JSON-fejlsvar med kode 422'],
  ['"Forkert nøgle"', 'en fejltekst på 16 bytes'],
  ['[{"Variables":[{"Label":"a"}],"Data":[[1]]},{"Variables":[],"Data":[[1]]}]', 'flere tabeller'],
  ['{"a":[1]}\n{"a":[2]}\n', 'linjer af JSON, hvoraf ingen er en række'],
])('%s is refused', async (text, seems) => {
  const error = await refusalOf(text, 'y60a02.json')
  expect(error).toMatchObject({ code: 'NOT_A_DATA_FILE', context: { file: 'y60a02.json' } })
  expect((error as Error).message).toContain(seems)
})

test('JSON that breaks off is truncated wherever it does, and gives no record before it is known', async () => {
  const whole = JSON.stringify(V3)
  for (const length of [whole.length - 1, whole.length - 3, 150, 40]) {
    await expect(opened(whole.slice(0, length), 'y01a02.json')).rejects.toMatchObject({
      code: 'TRUNCATED',
      message: 'Filen slutter midt i JSON-data. Intet er skrevet.',
    })
  }
  await expect(opened('{"Antal":1}\n{"Antal":2}\n{"Ant', 'a.ndjson')).rejects.toMatchObject({
    code: 'TRUNCATED',
    context: { line: 3, file: 'a.ndjson' },
  })
})

test('the first batch holds at least twenty records of a long file', async () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => ['Viborg', index])
  const source = await opened(JSON.stringify({ columns: ['a', 'b'], rows }), 'a.json')
  const sizes: number[] = []
  for await (const batch of source.batches()) sizes.push(batch.length)
  expect(sizes.length).toBeGreaterThan(1)
  expect(sizes[0]).toBeGreaterThanOrEqual(20)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(30_001)
})
