/** Owns the proof that records come out of CSV bytes whole, with their lines, or are refused. */
import { expect, test } from '@jest/globals'
import type { SourceRecord } from '../../src/core/record.ts'
import type { Delimiter, Encoding } from '../../src/core/text-format.ts'
import { readCsv } from '../../src/read/csv.ts'
import { tempFile } from './temp-file.ts'

/** The size of the chunks a file is read in. */
const CHUNK = 256 * 1024

async function read(
  content: string | Uint8Array,
  { encoding = 'utf-8' as Encoding, delimiter = ';' as Delimiter } = {},
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = []
  const path = await tempFile(content)
  for await (const batch of readCsv(path, { encoding, delimiter })) records.push(...batch)
  return records
}

test('a record is its cells and the line it starts on', async () => {
  expect(await read('Uge;Beløb\r\n1;2,5\r\n')).toEqual([
    { line: 1, cells: ['Uge', 'Beløb'] },
    { line: 2, cells: ['1', '2,5'] },
  ])
})

test('the last record needs no line break', async () => {
  expect(await read('a;b\n1;2')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
  ])
})

test('an empty file and one of blank lines hold no records', async () => {
  expect(await read('')).toEqual([])
  expect(await read('\r\n  \r\n\n""\n')).toEqual([])
})

test('blank lines and mixed line breaks are counted, quoted ones too', async () => {
  const text = '\ufeff\r\na;b\n\n   \r\n"1\r\n\r\nx";"2\n"\r\n3;4\n'
  expect(await read(text)).toEqual([
    { line: 2, cells: ['a', 'b'] },
    { line: 5, cells: ['1\r\n\r\nx', '2'] },
    { line: 9, cells: ['3', '4'] },
  ])
})

test('quotes enclose delimiters, and a doubled quote is one', async () => {
  expect(await read('"a;b";"sagt ""ja""";"";""""\n')).toEqual([
    { line: 1, cells: ['a;b', 'sagt "ja"', '', '"'] },
  ])
})

test('quotes inside a cell that does not start with one are text', async () => {
  expect(await read('Tømrer "Jens" ApS;5" rør;x\n')).toEqual([
    { line: 1, cells: ['Tømrer "Jens" ApS', '5" rør', 'x'] },
  ])
})

test('quotes inside a quoted cell that nobody doubled are text, with the outer ones', async () => {
  expect(await read('"Tømrer "Jens" ApS";x\n1;2\n')).toEqual([
    { line: 1, cells: ['"Tømrer "Jens" ApS"', 'x'] },
    { line: 2, cells: ['1', '2'] },
  ])
})

test('records of any width come through as they are', async () => {
  expect(await read('Udtræk: Forløb;Dato: 03-02-2020\na;b;c\n1;2\n1;2;3;4\nANTAL;2\n')).toEqual([
    { line: 1, cells: ['Udtræk: Forløb', 'Dato: 03-02-2020'] },
    { line: 2, cells: ['a', 'b', 'c'] },
    { line: 3, cells: ['1', '2'] },
    { line: 4, cells: ['1', '2', '3', '4'] },
    { line: 5, cells: ['ANTAL', '2'] },
  ])
})

test('a row of delimiters is a record of empty cells', async () => {
  expect(await read('a;b\n;\n')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['', ''] },
  ])
})

test('blanks around a cell go, those inside it stay', async () => {
  expect(await read(' a ;\u00a01\u00a0234,50\u00a0;\tb c\t;" d "; "e;f"\n')).toEqual([
    { line: 1, cells: ['a', '1\u00a0234,50', 'b c', 'd', 'e;f'] },
  ])
})

test('an Excel guard gives what it guards, in either quoting', async () => {
  expect(await read('="0123";"=""0123""";="";="a""b";" =""07"" "\n')).toEqual([
    { line: 1, cells: ['0123', '0123', '', 'a"b', '07'] },
  ])
})

test('a formula that is no guard is left as it is', async () => {
  expect(await read('="a"&"b";=1+1;="\n')).toEqual([{ line: 1, cells: ['="a"&"b"', '=1+1', '="'] }])
})

test('tab and comma delimit too', async () => {
  expect(await read('a\tb,c\t\t"d\te"\n', { delimiter: '\t' })).toEqual([
    { line: 1, cells: ['a', 'b,c', '', 'd\te'] },
  ])
  expect(await read('a,b;c,,"d,e"\n', { delimiter: ',' })).toEqual([
    { line: 1, cells: ['a', 'b;c', '', 'd,e'] },
  ])
})

test('windows-1252 and UTF-16LE come out as the letters they are', async () => {
  const bytes = Buffer.from([0xd8, 0x3b, 0x80, 0x3b, 0x96, 0x3b, 0x9e, 0x0d, 0x0a])
  expect(await read(bytes, { encoding: 'windows-1252' })).toEqual([
    { line: 1, cells: ['Ø', '€', '–', 'ž'] },
  ])
  const wide = Buffer.from('\ufeffØ;"€\n–"\r\nž;x\r\n', 'utf-16le')
  expect(await read(wide, { encoding: 'utf-16le' })).toEqual([
    { line: 1, cells: ['Ø', '€\n–'] },
    { line: 3, cells: ['ž', 'x'] },
  ])
})

test('quotes, escapes and line breaks on a chunk boundary are read as anywhere else', async () => {
  const tricky = '"x""y\r\nz";="07"\r\n\r\n"æ";€\r\n'
  const length = Buffer.byteLength(tricky)
  for (let shift = 0; shift <= length; shift++) {
    const filler = `${'f'.repeat(CHUNK - shift - 4)};1\r\n`
    expect((await read(`${filler}${tricky}`)).slice(1)).toEqual([
      { line: 2, cells: ['x"y\r\nz', '07'] },
      { line: 5, cells: ['æ', '€'] },
    ])
  }
})

test('a long file comes in batches, its lines numbered throughout', async () => {
  const path = await tempFile('a;"b\nc"\n\n'.repeat(100_000))
  let largest = 0
  let records = 0
  let lastLine = 0
  for await (const batch of readCsv(path, { encoding: 'utf-8', delimiter: ';' })) {
    largest = Math.max(largest, batch.length)
    records += batch.length
    lastLine = batch.at(-1)?.line ?? 0
  }
  expect(records).toBe(100_000)
  expect(lastLine).toBe(299_998)
  expect(largest).toBeLessThanOrEqual(CHUNK / 9 + 1)
})

test('the first batch holds the rows a header is looked for in, however the file ends', async () => {
  const long = 'x'.repeat(CHUNK / 8)
  const files = ['Udtræk;Dato\r\na;b\r\n', 'Udtræk;Dato\r\na;b', `${`${long};1\n`.repeat(19)}a;b\n`]
  for (const content of files) {
    const path = await tempFile(content)
    const first = await readCsv(path, { encoding: 'utf-8', delimiter: ';' }).next()
    expect(first.value?.at(-1)?.cells).toEqual(['a', 'b'])
  }
})

test('a file that ends inside quotes is TRUNCATED at the record that opened them', async () => {
  await expect(read('a;b\r\n"1\r\n2";3\r\n4;"tekst\r\nmere\r\n')).rejects.toMatchObject({
    code: 'TRUNCATED',
    message:
      'Filen slutter midt i en tekst i anførselstegn, som begynder i rækken på linje 4. Intet er skrevet.',
    context: { line: 4, expected: 'et afsluttende anførselstegn', got: 'slutningen af filen' },
  })
})

test('a quote left open over the next rows is refused, not read as one long cell', async () => {
  const swallowing = ['1;"åben;c\r\n2;"x";e\r\n3;x;y\r\n', '1;"åben;c\r\n2;Tømrer "Jens" ApS;e\r\n']
  for (const rows of swallowing) {
    await expect(read(`a;b;c\r\n${rows}`)).rejects.toMatchObject({
      code: 'NOT_A_DATA_FILE',
      message:
        'Et anførselstegn i rækken på linje 2 bliver ikke lukket, så de næste rækker ville forsvinde ind i den. Intet er skrevet.',
      context: { line: 2, expected: 'anførselstegn i par' },
    })
  }
})

test('a cell that starts with a quoted word and goes on over lines is no open quote', async () => {
  expect(await read('"""Hej""\r\nsagde hun";2\r\n')).toEqual([
    { line: 1, cells: ['"Hej"\r\nsagde hun', '2'] },
  ])
})

test('such a cell is known again when it stretches over several chunks', async () => {
  const long = 'linje\n'.repeat(CHUNK / 3)
  expect(long.length).toBeGreaterThan(CHUNK)
  const records = await read(`${'a;b\n'.repeat(400_000)}"""Hej""${long}slut";2\nc;d\n`)
  expect(records.at(-2)?.cells[0]).toBe(`"Hej"${long}slut`)
  expect(records.at(-1)).toEqual({ line: 400_002 + long.length / 6, cells: ['c', 'd'] })
})

test('such cells are known all through a long file', async () => {
  const records = await read('"""Hej""\nx";2\n'.repeat(200_000))
  expect(records.length).toBe(200_000)
  expect(records.at(-1)).toEqual({ line: 399_999, cells: ['"Hej"\nx', '2'] })
})

test('a record over 1 MB is refused with the line it starts on, quoted or not', async () => {
  const message =
    'Rækken, der begynder på linje 3, er over 1 MB og kan ikke være en datarække. Intet er skrevet.'
  const rows = 'x;y\r\n'.repeat(300_000)
  for (const content of [`a;b\r\n\r\n1;"${rows}`, `a;b\r\n\r\n1;${'z'.repeat(1_100_000)}\r\n2;3`]) {
    await expect(read(content)).rejects.toMatchObject({
      code: 'NOT_A_DATA_FILE',
      message,
      context: { line: 3, expected: 'rækker på højst 1 MB' },
    })
  }
})

test('no message quotes what stands in the file', async () => {
  for (const content of ['1;"010203-1234', '1;"010203-1234\n2;"x";y\n']) {
    const error: unknown = await read(content).catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error)).toContain('anførselstegn')
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('010203')
  }
})

test('the rows before a fault are given before it is thrown', async () => {
  const path = await tempFile(`${'1;2\n'.repeat(100_000)}3;"`)
  let records = 0
  const reading = (async () => {
    for await (const batch of readCsv(path, { encoding: 'utf-8', delimiter: ';' })) {
      records += batch.length
    }
  })()
  await expect(reading).rejects.toMatchObject({ code: 'TRUNCATED', context: { line: 100_001 } })
  expect(records).toBeGreaterThan(65_000)
})
