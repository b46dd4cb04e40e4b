/** Owns the proof that workbooks, as Excel writes them and as they are written by hand, become the records a person sees. */
import { expect, test } from '@jest/globals'
import ExcelJS from 'exceljs'
import { linesOf, opened, recordsOf, refusalOf } from './records-of.ts'
import { type HandSheet, handWorkbook, workbookParts, zip } from './zip-file.ts'

const NAME = 'Expose_team.xlsx'

/** A workbook as a library writes it. */
async function written(fill: (workbook: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  fill(workbook)
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

/** The records of one sheet written by hand. */
function handLines(rows: string, rest: Partial<Parameters<typeof handWorkbook>[0]> = {}) {
  const sheets: HandSheet[] = [{ name: 'Ark1', rows }]
  return linesOf(handWorkbook({ sheets, ...rest }), NAME)
}

test('a workbook gives its title, its header and its rows as they stand, by their row numbers', async () => {
  const bytes = await written((workbook) => {
    const sheet = workbook.addWorksheet('Rapport')
    sheet.addRow(['Periode: Januar 2020'])
    sheet.addRow([])
    sheet.addRow(['Område', 'Antal', 'Andel', 'Fra', 'Aktiv'])
    sheet.addRow(['Viborg', 143070, 0.123, new Date(Date.UTC(2020, 0, 31)), true])
    sheet.addRow(['  Læsø ', '2.5', 12.5, new Date(Date.UTC(2020, 1, 29, 13, 5)), false])
    sheet.addRow([])
    sheet.addRow(['I alt', -0.1, null, null, ''])
    sheet.getCell('C4').numFmt = '0.0%'
    sheet.getCell('D4').numFmt = 'dd-mm-yyyy'
    sheet.getCell('D5').numFmt = 'dd-mm-yyyy hh:mm'
  })
  expect(await linesOf(bytes, NAME)).toEqual([
    '1: Periode: Januar 2020',
    '3: Område|Antal|Andel|Fra|Aktiv',
    '4: Viborg|143070|12,3 %|2020-01-31|Ja',
    '5: Læsø|2.5|12,5|2020-02-29 13:05|Nej',
    '7: I alt|-0,1',
  ])
})

test('formulas give the result saved with them, errors their text, links and formatted text what is shown', async () => {
  const bytes = await written((workbook) => {
    const sheet = workbook.addWorksheet('Ark1')
    sheet.addRow([{ formula: 'A2+1', result: 7.518, date1904: false }])
    sheet.addRow([{ formula: 'A3', result: 'Viborg', date1904: false }, { error: '#N/A' }])
    sheet.addRow([{ text: 'jobindsats', hyperlink: 'https://jobindsats.dk' }])
    sheet.addRow([{ richText: [{ text: 'Syge' }, { font: { bold: true }, text: 'dagpenge' }] }])
  })
  expect(await linesOf(bytes, NAME)).toEqual([
    '1: 7,518',
    '2: Viborg|#N/A',
    '3: jobindsats',
    '4: Sygedagpenge',
  ])
})

test('a formula whose result is an error, a yes or a date gives that, and one without a result itself', async () => {
  const rows = `<row r="1">
    <c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="b"><f>TRUE()</f><v>1</v></c>
    <c r="C1" s="1"><f>TODAY()</f><v>43861</v></c><c r="D1"><f>A1+B1</f></c>
    <c r="E1" t="str"><f>""</f><v></v></c><c r="F1"><v>1</v></c></row>`
  expect(await handLines(rows, { formats: [14] })).toEqual(['1: #DIV/0!|Ja|2020-01-31|=A1+B1||1'])
})

test('texts come whole whatever stands first in the file: in runs, inline, escaped, and without how they sound', async () => {
  const texts = `<si><t xml:space="preserve"> Øst &amp; Vest </t></si>
    <si><r><t>Syge</t></r><r><rPr><b/></rPr><t>dagpenge</t></r><rPh sb="0" eb="1"><t>lyd</t></rPh></si>
    <si><t>To_x000D_
linjer</t></si>`
  const rows = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
    <row><c t="inlineStr"><is><r><t>In</t></r><r><t>line</t></r></is></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`
  expect(await handLines(rows, { texts })).toEqual([
    '2: Øst & Vest||Sygedagpenge',
    '3: Inline|To\r\nlinjer|#REF!',
  ])
})

test('a part whose tags bear a prefix is read like any other', async () => {
  const parts = workbookParts({ sheets: [{ name: 'Ark1', rows: '' }] }).map(([name, content]) =>
    name === 'xl/worksheets/sheet1.xml'
      ? ([
          name,
          '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        ] as const)
      : ([name, content] as const),
  )
  expect(await linesOf(zip(parts), NAME)).toEqual(['1: 7'])
})

test.each([
  ['General', '43861', '43861'],
  ['0', '7.5', '7,5'],
  ['0.0', '8', '8,0'],
  ['#,##0.00 "kr."', '17644', '17644,00'],
  ['#,##0.0,', '17644', '17644'],
  ['0%', '0.07', '7 %'],
  ['0.0%', '0.5', '50,0 %'],
  ['0.00E+00', '1234.5', '1234,5'],
  ['0.0##', '0.30000000000000004', '0,3'],
  ['@', '42', '42'],
  ['[Red]-0.0;[Blue]0.0', '1.25', '1,25'],
  ['0 "dage"', '3', '3'],
  ['dd\\-mm\\-yyyy', '43861', '2020-01-31'],
  ['[$-406]d. mmmm yyyy;@', '43890', '2020-02-29'],
  ['yyyy\\-mm\\-dd hh:mm:ss', '43861.999994', '2020-01-31 23:59:59'],
  ['yyyy\\-mm\\-dd hh:mm', '43861.9999999', '2020-02-01'],
  ['mmm\\-yy', '43831', '2020-01'],
  ['mmm\\-yy', '43845', '2020-01-15'],
  ['hh:mm', '0.5', '12:00'],
  ['[h]:mm', '1.5625', '37:30'],
  ['yyyy\\-mm\\-dd', '1', '1900-01-01'],
  ['yyyy\\-mm\\-dd', '61', '1900-03-01'],
  ['yyyy\\-mm\\-dd', '0', '1900-01-00'],
  ['yyyy\\-mm\\-dd', '-1', '-1'],
])('in the format %s the number %s is %s', async (format, value, text) => {
  const rows = `<row r="1"><c r="A1" s="1"><v>${value}</v></c></row>`
  expect(await handLines(rows, { formats: [format] })).toEqual([`1: ${text}`])
})

test('a workbook that counts its days from 1904 gives the same dates', async () => {
  const rows =
    '<row r="1"><c r="A1" s="1"><v>42428</v></c><c r="B1" t="d"><v>2020-02-29T00:00:00</v></c></row>'
  const lines = await handLines(rows, { formats: [14], date1904: true })
  expect(lines).toEqual(['1: 2020-02-29|2020-02-29'])
})

test('a merged text stands in every row and column that it spans, a merged number only where it stands', async () => {
  const bytes = await written((workbook) => {
    const sheet = workbook.addWorksheet('Rapport')
    sheet.getCell('A1').value = 'Målgruppe'
    sheet.mergeCells('A1:A2')
    sheet.getCell('B1').value = 'Januar 2020'
    sheet.mergeCells('B1:C1')
    sheet.getCell('B2').value = 'Antal'
    sheet.getCell('C2').value = 'Andel'
    sheet.getCell('A3').value = 'Sygedagpenge'
    sheet.mergeCells('A3:A4')
    sheet.getCell('B3').value = 7
    sheet.mergeCells('B3:B4')
    sheet.getCell('C3').value = 1
    sheet.getCell('C4').value = 2
  })
  expect(await linesOf(bytes, NAME)).toEqual([
    '1: Målgruppe|Januar 2020|Januar 2020',
    '2: Målgruppe|Antal|Andel',
    '3: Sygedagpenge|7|1',
    '4: Sygedagpenge||2',
  ])
})

const cell = (text: string) =>
  `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`

test('the first visible sheet with rows is read, a wanted one before it, even if it is hidden', async () => {
  const bytes = handWorkbook({
    sheets: [
      { name: 'Gemt', state: 'hidden', rows: cell('gemt') },
      { name: 'Tom', rows: '<row r="1"><c r="A1"/></row>' },
      { name: 'Rapport', rows: cell('rapport') },
      { name: 'Budget ', rows: cell('budget') },
      { name: 'Lister', state: 'veryHidden', rows: cell('lister') },
    ],
  })
  const read = async (...sheets: string[]) => {
    const source = await opened(bytes, NAME, sheets.length > 0 ? { sheets } : {})
    return [source.sheet, (await recordsOf(source))[0]?.cells[0]]
  }
  expect(await read()).toEqual(['Rapport', 'rapport'])
  expect(await read('budget')).toEqual(['Budget', 'budget'])
  expect(await read('Findes ikke', 'BUDGET', 'Rapport')).toEqual(['Budget', 'budget'])
  expect(await read('lister')).toEqual(['Lister', 'lister'])
  expect(await read('Findes ikke')).toEqual(['Rapport', 'rapport'])
})

test('the name of a sheet that is a person’s number is shown masked', async () => {
  const bytes = handWorkbook({ sheets: [{ name: 'Sag 010203-1234', rows: cell('a') }] })
  const source = await opened(bytes, NAME)
  expect(source.sheet).toBe('Sag 010203-XXXX')
  await source.close()
})

test('a sheet that holds the expected headings is preferred to a front page', async () => {
  const path = handWorkbook({
    sheets: [
      { name: 'Forside', rows: cell('Velkommen') },
      { name: 'Data', rows: cell('Område') },
    ],
  })
  const source = await opened(path, NAME, { headings: ['Område'] })
  expect(source.sheet).toBe('Data')
  await source.close()
})

test('a workbook without a row in a visible sheet is refused, naming its sheets', async () => {
  const bytes = handWorkbook({
    sheets: [
      { name: 'Tom', rows: '' },
      { name: 'Data', state: 'hidden', rows: cell('a') },
    ],
  })
  expect(await refusalOf(bytes, NAME)).toMatchObject({
    code: 'NOT_A_DATA_FILE',
    context: { file: NAME, got: 'arkene "Tom", "Data (skjult)"' },
  })
})

test('a workbook that is cut off, damaged or none at all is refused', async () => {
  const sheets = [{ name: 'Ark1', rows: cell('a') }]
  const whole = handWorkbook({ sheets })
  expect(await refusalOf(whole.subarray(0, -30), NAME)).toMatchObject({
    code: 'TRUNCATED',
    message: 'Filen er afkortet: slutningen af arkivet mangler. Intet er skrevet.',
    context: { file: NAME },
  })
  const broken = workbookParts({ sheets }).map(([name, content]) =>
    name.includes('sheet1')
      ? ([name, '<worksheet><sheetData><row'] as const)
      : ([name, content] as const),
  )
  for (const bytes of [zip(broken), zip([['data.csv', 'a;b']])]) {
    expect(await refusalOf(bytes, NAME)).toMatchObject({ code: 'NOT_A_DATA_FILE' })
  }
})

test('a cell without an end is refused before it fills the memory', async () => {
  const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(12 * 1024 * 1024)}</t></is></c></row>`
  const parts = workbookParts({ sheets: [{ name: 'Ark1', rows }] })
  expect(await refusalOf(zip(parts), NAME)).toMatchObject({
    code: 'NOT_A_DATA_FILE',
    context: { got: 'en celle uden slutning' },
  })
})
