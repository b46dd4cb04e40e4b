/** Owns the proof that a figure is the same in the mart whether it came as CSV, JSON, a workbook or an archive, faults and releases too. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { releaseWord, show } from '../../src/cli/words/quarantine.ts'
import { PACKAGE_ROOT } from '../../src/db/root.ts'
import { comparable, expectedRows } from '../connectors/sample.ts'
import { zip } from '../read/zip-file.ts'
import { AREA_HEADING, openHouse, type TestHouse } from '../support/house.ts'

const quiet = () => undefined

/** The cells of a sample as a program holds them: figures with a decimal comma are numbers, empty cells are null. */
function typedRows(csv: string): (string | number | null)[][] {
  const rows: string[][] = parse(csv, { delimiter: ';', bom: true })
  return rows.map((cells, row) =>
    cells.map((cell) => {
      if (row > 0 && cell === '') return null
      return /^\d+(,\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : cell
    }),
  )
}

interface SheetOf {
  readonly name: string
  readonly rows: readonly (readonly (string | number | null)[])[]
  readonly title?: string
}

async function workbook(...sheets: readonly SheetOf[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  for (const { name, rows, title } of sheets) {
    const sheet = book.addWorksheet(name)
    if (title !== undefined) sheet.addRow([title])
    for (const cells of rows) {
      const row = sheet.addRow([...cells])
      row.eachCell((cell) => {
        if (typeof cell.value === 'number' && !Number.isInteger(cell.value)) cell.numFmt = '0.0'
      })
    }
  }
  return new Uint8Array(await book.xlsx.writeBuffer())
}

async function load(
  house: TestHouse,
  feed: string,
  name: string,
  content: string | Uint8Array,
  publish = true,
) {
  await house.deliver(name, content)
  const { exitCode, json } = await house.run(feed, { publish })
  const [result] = json.loads
  return { exitCode, rows: result?.rows, faults: result?.faults, error: result?.error }
}

async function sample(feed: string, name: string): Promise<Buffer> {
  return readFile(join(PACKAGE_ROOT, 'fixtures/samples', feed, name))
}

test('a table of jobindsats gives the same figures as JSON of either version, per line, as a workbook and zipped', async () => {
  const house = await openHouse()
  const csv = (await sample('jobindsats', 'y07a02-sample.csv')).toString()
  const [columns = [], ...rows] = typedRows(csv)
  const labels = columns.map((Label) => ({ Name: 'x', Label }))
  const lines = [columns, ...rows].map((row) => JSON.stringify(row)).join('\n')
  const v3 = JSON.stringify({ columns, rows }, null, 1)
  const forms: readonly (readonly [string, string | Uint8Array])[] = [
    ['y07a02-v2.json', `\ufeff${JSON.stringify([{ Variables: labels, Data: rows }])}`],
    ['y07a02-lines.ndjson', `${lines}\n`],
    ['y07a02.xlsx', await workbook({ name: 'Data', rows: [columns, ...rows], title: 'Tabel' })],
    ['y07a02.csv.zip', zip([['andet-navn.csv', csv]])],
    ['y07a02.zip', zip([['andet-navn.json', v3]])],
  ]
  const first = await load(house, 'jobindsats', 'y07a02.json', v3)
  expect(first).toMatchObject({ exitCode: 0, rows: { read: 8, loaded: 7, ignored: 1 } })
  const expected = await expectedRows('jobindsats')
  const columnNames = Object.keys(expected[0] ?? {}).join(', ')
  const found = await house.query(`select ${columnNames} from mart.external_measure`)
  expect(comparable(found)).toEqual(comparable(expected))
  for (const [name, content] of [...forms, ['y07a02.csv', csv] as const]) {
    const again = await load(house, 'jobindsats', name, content, false)
    expect([name, again]).toMatchObject([
      name,
      { exitCode: 0, rows: { read: 8, loaded: 0, unchanged: 7, ignored: 1, closed: 0 } },
    ])
  }
})

test('a plan in one workbook gives the goals and the budget that its CSV files gave', async () => {
  const house = await openHouse()
  const goals = await sample('plan-targets', 'testplan_maal_2020.csv')
  const budget = await sample('plan-budget', 'testplan_budget_2020.csv')
  await load(house, 'plan-targets', 'testplan_maal_2020.csv', goals, false)
  await load(house, 'plan-budget', 'testplan_budget_2020.csv', budget, false)
  // Streamed, for at once Node 20 decodes it as latin1.
  const text = new TextDecoder('windows-1252').decode(goals, { stream: true })
  const bytes = await workbook(
    { name: 'Forside', rows: [['Beskæftigelsesplan 2020']] },
    { name: 'mål ', rows: parse(text, { delimiter: ';' }) },
    { name: 'Budget', rows: typedRows(budget.toString()), title: 'Budget 2020' },
  )
  for (const [feed, name, content] of [
    ['plan-targets', 'testplan_maal_2020.xlsx', bytes],
    ['plan-budget', 'testplan_budget_2020.zip', zip([['Beskæftigelsesplan.xlsx', bytes]])],
  ] as const) {
    expect([name, await load(house, feed, name, content, false)]).toMatchObject([
      name,
      { exitCode: 0, rows: { read: 7, loaded: 0, unchanged: 7, closed: 0 } },
    ])
  }
})

const HEADER = ['Område', 'Periode', 'Antal fuldtidspersoner']

test('a rejected row of a workbook is told by sheet and row, and released from the archive, zipped too', async () => {
  const house = await openHouse()
  const rows = [
    HEADER,
    ['Viborg', '2020M01', 1264, null, 'en note ved siden af tabellen'],
    ['Vibrog', '2019M12', 1291],
    [null, null, null, null, 'en note mere'],
  ]
  const bytes = await workbook({ name: 'Sygedagpenge', rows, title: 'Udtrukket 04-02-2020' })
  for (const [name, content] of [
    ['y07a02.xlsx', bytes],
    ['y08a02.zip', zip([['y08a02.xlsx', bytes]])],
  ] as const) {
    expect(await load(house, 'jobindsats', name, content)).toMatchObject({
      exitCode: 1,
      rows: { read: 2, loaded: 1, quarantined: 1 },
      faults: [{ code: 'UNKNOWN_LABEL', sheet: 'Sygedagpenge', line: 4, column: 'Område' }],
    })
  }
  const [row] = await house.query<{ row_id: string; message: string }>(
    `select row_id, sheet, line, message from ops.quarantine where file_name = 'y08a02.zip'`,
  )
  expect(row).toMatchObject({ sheet: 'Sygedagpenge', line: 4 })
  expect(row?.message).toMatch(/^Ark "Sygedagpenge", linje 4, kolonne "Område": /)
  const { text } = await show(house.config, row?.row_id ?? '')
  expect(text).toContain('y08a02.zip ark "Sygedagpenge" linje 4')
  await house.overlay('area.csv', AREA_HEADING, '791,municipality,Viborg,791,791,Vibrog')
  const { exitCode } = await releaseWord(house.config, undefined, { publish: true }, quiet)
  expect(exitCode).toBe(0)
  expect(
    await house.query(
      `select table_id, value::int from mart.external_measure where period = '2019-12' order by 1`,
    ),
  ).toEqual([
    { table_id: 'Y07A02', value: 1291 },
    { table_id: 'Y08A02', value: 1291 },
  ])
})

test('a line of a JSON file that is no row is quarantined by its line, and the data loads', async () => {
  const house = await openHouse()
  const lines = [HEADER, ['Viborg', '2020M01', 1264]].map((line) => JSON.stringify(line))
  const content = `${lines.join('\n')}\n{"code":422,"cause":"Unknown hierarchies"}\n`
  expect(await load(house, 'jobindsats', 'y07a02.ndjson', content)).toMatchObject({
    exitCode: 1,
    rows: { read: 2, loaded: 1, quarantined: 1 },
    faults: [{ code: 'NOT_A_ROW', sheet: null, line: 3, column: null }],
  })
})

const SPELLS = 'ForløbID;CPR-nr.;Ydelse;Startdato;Slutdato;Afslutningsårsag;Status;Ændret\r\n'

test('a header without rows is a delta without changes, and refused where it would say that all is gone', async () => {
  const house = await openHouse()
  const delta = await load(house, 'fasit-spells', 'FASIT_Forloeb_D_20200203.csv', SPELLS, false)
  expect(delta).toMatchObject({ exitCode: 0, rows: { read: 0, loaded: 0, closed: 0 } })
  const counted = `${SPELLS}ANTAL;0\r\n`
  expect(
    await load(house, 'fasit-spells', 'FASIT_Forloeb_D_20200204.csv', counted, false),
  ).toMatchObject({
    exitCode: 0,
    rows: { read: 0 },
  })
  for (const [feed, name, content] of [
    ['fasit-spells', 'FASIT_Forloeb_F_20200205.csv', SPELLS],
    ['jobindsats', 'y07a02.csv', `${HEADER.join(';')}\n`],
    ['jobindsats', 'y07a02.json', JSON.stringify({ columns: HEADER, rows: [] })],
    ['jobindsats', 'y07a02.xlsx', await workbook({ name: 'Data', rows: [HEADER] })],
  ] as const) {
    expect([name, await load(house, feed, name, content, false)]).toMatchObject([
      name,
      {
        exitCode: 2,
        error: {
          code: 'NOT_A_DATA_FILE',
          message: 'Filen har overskrifter, men ingen rækker. Intet er skrevet.',
        },
      },
    ])
  }
})
