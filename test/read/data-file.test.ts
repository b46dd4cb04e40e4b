/** Owns the proof that what is no data file is refused by name, and that every data file is let through. */
import { expect, test } from '@jest/globals'
import { kindByName, refuseUnlessDataFile } from '../../src/read/data-file.ts'
import { tempFile, tempFolder } from './temp-file.ts'

async function refused(content: string | Uint8Array, name = 'y60a02.csv'): Promise<string> {
  const path = await tempFile(content, name)
  const error: unknown = await refuseUnlessDataFile(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const start = 'Filen er ikke en datafil: den ser ud til at være '
  const end = '. Intet er skrevet.'
  expect(error).toMatchObject({ code: 'NOT_A_DATA_FILE', context: { file: path } })
  const { message } = error as Error
  expect([message.slice(0, start.length), message.slice(-end.length)]).toEqual([start, end])
  return message.slice(start.length, -end.length)
}

async function accepted(content: string | Uint8Array, name = 'y60a02.csv'): Promise<void> {
  const path = await tempFile(content, name)
  await expect(refuseUnlessDataFile(path)).resolves.toBeUndefined()
}

test('data is let through in every encoding', async () => {
  await accepted('Område;År\r\nViborg;2020\r\n')
  await accepted('\ufeffArea,Periode\n')
  await accepted(Buffer.from('Område;År\r\n', 'utf-16le'))
  await accepted(Buffer.from('\ufeffOmråde\tÅr\r\n', 'utf-16le'))
  await accepted(Buffer.from('Omr\xe5de;\xc5r\r\n', 'latin1'))
})

test('a header alone is a data file, and so is one column with rows', async () => {
  await accepted('Area,Periode')
  await accepted('Område\nViborg\n')
})

test('an empty file is refused, one of blanks too', async () => {
  expect(await refused('')).toBe('tom (0 byte)')
  expect(await refused('\ufeff \r\n\r\n')).toBe('tom (kun blanke tegn)')
})

test('the text of an expired key is refused and quoted', async () => {
  const text = 'Forkert nøgle eller nøglen er udløbet.'
  const bytes = Buffer.byteLength(text)
  expect(await refused(text)).toBe(`en fejltekst på ${bytes} bytes: "${text}"`)
  expect(await refused(Buffer.from(`${text}\r\n`, 'latin1'))).toBe(
    `en fejltekst på 40 bytes: "${text}"`,
  )
  expect(await refused(text, 'y60a02.json')).toBe(`en fejltekst på ${bytes} bytes: "${text}"`)
})

test('a sentence with a comma is an error text, values without a blank are data', async () => {
  expect(await refused('Adgang nægtet, prøv igen')).toBe(
    'en fejltekst på 26 bytes: "Adgang nægtet, prøv igen"',
  )
  await accepted('Viborg,2020')
  await accepted('x'.repeat(1001))
})

test('a quoted error text shows no long number and no more than 80 characters', async () => {
  expect(await refused('Ukendt person 010203-1234 i 2020')).toBe(
    'en fejltekst på 32 bytes: "Ukendt person ****** i 2020"',
  )
  expect(await refused('x'.repeat(200))).toBe(`en fejltekst på 200 bytes: "${'x'.repeat(80)}"`)
})

test('a web page and an XML document are refused', async () => {
  expect(await refused('\ufeff\n<!DOCTYPE html><html lang="da">a;b;c</html>')).toBe('en HTML-side')
  expect(await refused('<html>')).toBe('en HTML-side')
  expect(await refused('<?xml version="1.0"?><fejl>a;b</fejl>')).toBe('et XML-dokument')
  for (const name of ['Expose_team.xlsx', 'Expose_team.xls']) {
    expect(await refused('<html>', name)).toBe('en HTML-side')
  }
})

test('other formats under the name of a CSV file are refused', async () => {
  const zip = (name: string) => `PK\x03\x04${'.'.repeat(26)}${name}`
  expect(await refused(zip('[Content_Types].xml'))).toBe('en Excel-projektmappe (.xlsx)')
  expect(await refused(zip('FOLK1A.csv'))).toBe('et zip-arkiv')
  expect(await refused('PK\x05\x06')).toBe('et zip-arkiv')
  expect(await refused('%PDF-1.7 a;b')).toBe('et PDF-dokument')
  expect(await refused(Buffer.from([0x1f, 0x8b, 0x08]))).toBe('et gzip-arkiv')
  expect(await refused(Buffer.from([0xfe, 0xff, 0x00, 0x61]))).toBe('tekst i UTF-16 big-endian')
  const bigEndian = Buffer.from('Område;År\r\nViborg;2020\r\n', 'utf-16le').swap16()
  expect(await refused(bigEndian)).toBe('tekst i UTF-16 big-endian')
  expect(await refused(new Uint8Array(5000))).toBe('en binær fil')
})

test('an old workbook and one with a password are told apart, whatever their name', async () => {
  const office = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]),
    Buffer.alloc(70_000),
  ])
  const encrypted = Buffer.concat([office, Buffer.from('EncryptedPackage', 'utf16le')])
  for (const name of ['y60a02.csv', 'Expose_team.xlsx', 'Expose_team.xls']) {
    expect(await refused(office, name)).toBe('en ældre Office-fil (.xls)')
    expect(await refused(encrypted, name)).toBe('en Office-fil med adgangskode')
  }
})

test('a stray zero byte does not make a file binary', async () => {
  await accepted(`a;b\n${'1;2\n'.repeat(50)}3;\0`)
})

test('a workbook and an archive are let through under their own names', async () => {
  await accepted('PK\x03\x04[Content_Types].xml', 'Expose_team.xlsx')
  await accepted('PK\x03\x04FOLK1A.csv', 'FOLK1A.zip')
  expect(await refused('a;b\n1;2\n', 'Expose_team.XLSX')).toBe('almindelig tekst')
})

test('a JSON error is refused under any name, with its code', async () => {
  const body = '{"code":422,"cause":"Unknown hierarchies: [\'_hele_landet\']","request_id":"x"}'
  expect(await refused(body)).toBe('et JSON-fejlsvar med kode 422')
  expect(await refused(body, 'y60a02.json')).toBe('et JSON-fejlsvar med kode 422')
  expect(await refused('{"error":"expired"}', 'y60a02.json')).toBe('et JSON-fejlsvar')
})

test('JSON data is let through as JSON only', async () => {
  const v3 = '{"columns":["Periode"],"rows":[["2025M05"]],"message":null}'
  const v2 = '[{"Variables":[{"Name":"area","Label":"Area"}],"Data":[["Viborg"]]}]'
  const lines = '{"Periode":"2025M05","Status":"A"}\n{"Periode":"2025M06","Status":"A"}\n'
  for (const text of [v3, v2, lines, '[]']) await accepted(text, 'y60a02.json')
  for (const row of ['{"Periode":"2025M05","Status":"A"}', '{"code":200}', '{"code":791}']) {
    await accepted(row, 'y60a02.ndjson')
  }
  expect(await refused(v3)).toBe('JSON-data')
  expect(await refused('Area;Periode\n', 'y60a02.json')).toBe('almindelig tekst')
})

test('the kind may be told where the name does not', async () => {
  const path = await tempFile('{"columns":[],"rows":[]}', 'a1b2c3')
  await expect(refuseUnlessDataFile(path, 'json')).resolves.toBeUndefined()
  await expect(refuseUnlessDataFile(path)).rejects.toMatchObject({ code: 'NOT_A_DATA_FILE' })
})

test('the ending of the name tells the kind', () => {
  const names = ['a.csv', 'b.TXT', 'c', 'd.json', 'e.ndjson', 'f.XLSX', 'g.xlsm', 'h.zip']
  expect(names.map(kindByName)).toEqual([
    'text',
    'text',
    'text',
    'json',
    'json',
    'xlsx',
    'xlsx',
    'zip',
  ])
})

test('a path without a file is PATH_NOT_FOUND', async () => {
  const path = `${tempFolder()}/findes-ikke.csv`
  await expect(refuseUnlessDataFile(path)).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
    message: `Filen findes ikke: "${path}".`,
  })
  await expect(refuseUnlessDataFile(tempFolder())).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
    message: `Stien er ikke en fil: "${tempFolder()}".`,
  })
  const inside = `${await tempFile('a;b')}/under`
  await expect(refuseUnlessDataFile(inside)).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
    message: `Filen kan ikke læses: "${inside}".`,
    context: { got: 'ENOTDIR' },
  })
})
