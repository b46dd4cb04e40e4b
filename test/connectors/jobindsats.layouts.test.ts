/** Owns the way of every layout of jobindsats.dk through `run` into the mart: hand-written files, hand-written figures. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import ExcelJS from 'exceljs'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { openHouse, type RunJson, type TestHouse } from '../support/house.ts'
import { expectConservation } from '../support/states.ts'

const SAMPLES = join(PACKAGE_ROOT, 'fixtures/samples/jobindsats')

type Load = RunJson['loads'][0]

let house: TestHouse
let expected: Readonly<Record<string, readonly string[]>>
const loads = new Map<string, { readonly exitCode: number; readonly load: Load | undefined }>()

const TITLED = ['Tabel: Y12A02', 'Område;Periode;Antal', 'Viborg;2020M01;5'].join('\n')
const COLUMN = 'Tabel-id;Område;Periode;Antal\ny04a02;Viborg;2020M01;5\nY04A02;Viborg;2020M02;6\n'
const ACROSS = 'Antal forløb\nOmråde;jan 2020;feb 2020\nNyborgby;5;6\nViborg;7;8\n'

const ROWS = {
  'y01a02-v2.json': { read: 3, loaded: 3 },
  'y25i06b-v3.json': { read: 5, loaded: 4, ignored: 1 },
  'y07b15-v3.csv': { read: 5, loaded: 3, quarantined: 2 },
  'y30r21-rows.ndjson': { read: 4, loaded: 2, quarantined: 1, ignored: 1 },
  'y25i03-web-pivot.csv': { read: 3, loaded: 2, ignored: 1 },
  'y07a02-web-periods.csv': { read: 4, loaded: 2, ignored: 2 },
}

/** Every file of this test, loaded one after the other and published once. */
beforeAll(async () => {
  house = await openHouse()
  expected = JSON.parse(await readFile(join(SAMPLES, 'expected-layouts.json'), 'utf8'))
  for (const name of Object.keys(ROWS)) {
    await runFile(name, await readFile(join(SAMPLES, name)))
  }
  await runFile('Y14D03.csv', ACROSS)
  await runFile('y01c02.xlsx', await workbook())
  await runFile('y01c03.xlsx', await twoLines())
  await runNamed('titel.csv', TITLED)
  await runNamed('kolonne.csv', COLUMN)
  await runNamed('anden.csv', COLUMN.replace('Y04A02', 'Y08A02'))
  await house.publish()
})

async function runFile(name: string, content: string | Uint8Array): Promise<void> {
  await house.deliver(name, content)
  const { exitCode, json } = await house.run('jobindsats', { publish: false })
  loads.set(name, { exitCode, load: json.loads[0] })
}

/** Runs a file whose name tells no table, from beside the inbox. */
async function runNamed(name: string, content: string): Promise<void> {
  const file = await house.deliver(`../${name}`, content)
  const { exitCode, json } = await house.run('jobindsats', { file, publish: false })
  loads.set(name, { exitCode, load: json.loads[0] })
}

async function figures(table: string): Promise<string[]> {
  const rows = await house.query<{ figure: string }>(
    `select concat_ws('|', table_id, area_code, period, dimensions, measure,
       case when is_suppressed then 'suppressed' else trim_scale(value)::text end) as figure
     from mart.external_measure where table_id = $1`,
    [table],
  )
  return rows.map(({ figure }) => figure).sort()
}

test.each(Object.entries(ROWS))(
  'the sample %s lands in the mart as its expected figures say',
  async (file, rows) => {
    const { exitCode, load } = loads.get(file) ?? {}
    const counts = { unchanged: 0, closed: 0, quarantined: 0, ignored: 0, ...rows }
    expect(load?.rows).toEqual(counts)
    expect(exitCode).toBe(counts.quarantined > 0 ? 1 : 0)
    const table = expected[file]?.[0]?.split('|')[0] ?? ''
    expect(await figures(table)).toEqual([...(expected[file] ?? [])].sort())
  },
)

test('error answers between the rows are told with their lines, and notes are told apart from repeats', async () => {
  const faults = await house.query(
    'select line, code from ops.quarantine where file_name = $1 order by line',
    ['y07b15-v3.csv'],
  )
  expect(faults).toEqual([
    { line: 3, code: 'WRONG_FIELD_COUNT' },
    { line: 5, code: 'WRONG_FIELD_COUNT' },
  ])
  const message = loads.get('y07a02-web-periods.csv')?.load?.message
  expect(message).toContain('0 gentaget og talt én gang')
  expect(message).toContain('2 noter uden tal er sprunget over.')
  await expectConservation(house)
})

test('a table id above the figures or in a column is as good as one in the name', async () => {
  expect(loads.get('titel.csv')?.exitCode).toBe(0)
  expect(await figures('Y12A02')).toEqual(['Y12A02|791|2020-01||antal|5'])
  expect(loads.get('kolonne.csv')?.exitCode).toBe(0)
  expect(await figures('Y04A02')).toHaveLength(2)

  const { exitCode, load } = loads.get('anden.csv') ?? {}
  expect([exitCode, load?.error?.code]).toEqual([2, 'MISSING_FILE_FACT'])
  const file = join(house.config.home, 'anden.csv')
  const told = await house.run('jobindsats', { file, table: 'ptva02', publish: false })
  expect(told.json.loads[0]?.rows).toMatchObject({ read: 2, quarantined: 2, loaded: 0 })
})

test('what holds no table is said to, before its table id is asked for', async () => {
  const answers = JSON.stringify({ results: { a: { columns: [], rows: [] } }, failures: {} })
  await runNamed('svar.json', answers)
  const { exitCode, load } = loads.get('svar.json') ?? {}
  expect([exitCode, load?.error?.code]).toEqual([2, 'NOT_A_DATA_FILE'])
})

test('a line of several figures is rejected as one row, and loads as one when it is mended', async () => {
  const bad = loads.get('Y14D03.csv')?.load?.rows
  expect(bad).toMatchObject({ read: 2, loaded: 1, quarantined: 1 })
  expect(await figures('Y14D03')).toEqual([
    ...['Y14D03|791|2020-01||antal forløb|7', 'Y14D03|791|2020-02||antal forløb|8'],
  ])
  await runFile('Y14D03.csv', ACROSS.replace('Nyborgby', 'Nyborg'))
  const mended = loads.get('Y14D03.csv')?.load?.rows
  expect(mended).toMatchObject({ read: 2, loaded: 1, unchanged: 1 })
  await house.publish()
  expect(await figures('Y14D03')).toHaveLength(4)
})

/** A workbook as the website saves one: a title, filters, merged headings, figures typed and as text, a source below. */
async function workbook(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('Om').addRow(['Udtræk fra Jobindsats.dk'])
  const sheet = book.addWorksheet('Ledige ')
  sheet.addRow(['Antal personer'])
  sheet.addRow(['Område: Viborg'])
  sheet.addRow([])
  sheet.addRow(['Periode', 'Køn i alt - Antal personer', 'Kvinder - Antal personer'])
  sheet.addRow(['2020M01', 104_613, '1.090'])
  sheet.addRow(['Februar 2020', '104.700', null])
  sheet.addRow([])
  sheet.addRow(['Kilde: Jobindsats.dk'])
  for (const wide of ['A1:C1', 'A2:C2', 'A8:C8']) sheet.mergeCells(wide)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

test('a workbook of the website is read from its sheet, with titles, pivoted headings and notes', async () => {
  const { exitCode, load } = loads.get('y01c02.xlsx') ?? {}
  expect(load?.rows).toMatchObject({ read: 3, loaded: 2, ignored: 1, quarantined: 0 })
  expect(exitCode).toBe(0)
  expect(await figures('Y01C02')).toEqual([
    'Y01C02|791|2020-01|Køn=Kvinder|antal personer|1090',
    'Y01C02|791|2020-01||antal personer|104613',
    'Y01C02|791|2020-02|Køn=Kvinder|antal personer|suppressed',
    'Y01C02|791|2020-02||antal personer|104700',
  ])
})

/** A workbook with merged periods in one line and the measures in the next. */
async function twoLines(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Ark1')
  sheet.addRow(['Område', 'Januar 2020', null, 'Februar 2020', null])
  sheet.addRow([null, 'Antal personer', 'Andel', 'Antal personer', 'Andel'])
  sheet.addRow(['Viborg', 1500, 0.021, 1510, 0.022])
  for (const column of ['C3', 'E3']) sheet.getCell(column).numFmt = '0.0%'
  for (const merged of ['A1:A2', 'B1:C1', 'D1:E1']) sheet.mergeCells(merged)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

test('a workbook with merged periods over its measures is read by both lines', async () => {
  expect(loads.get('y01c03.xlsx')?.exitCode).toBe(0)
  expect(await figures('Y01C03')).toEqual([
    ...['Y01C03|791|2020-01||andel|2.1', 'Y01C03|791|2020-01||antal personer|1500'],
    ...['Y01C03|791|2020-02||andel|2.2', 'Y01C03|791|2020-02||antal personer|1510'],
  ])
})
