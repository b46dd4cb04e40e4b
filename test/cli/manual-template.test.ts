/** Owns the proof that the workbook `new manual-template` writes offers only what the feed takes, and overwrites nothing. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import exceljs, { type Workbook } from 'exceljs'
import { feeds } from '../../connectors/index.ts'
import { newManualTemplate } from '../../src/cli/words/manual-template.ts'
import type { ReadContext } from '../../src/core/column.ts'
import { HEADINGS } from '../connectors/manual-file.ts'
import { projectReference } from '../connectors/sample.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

let house: TestHouse
let file: string
let workbook: Workbook

beforeAll(async () => {
  house = await openHouse()
  file = join(house.config.home, 'skabelon.xlsx')
  await newManualTemplate(house.config, { out: file })
  workbook = new exceljs.Workbook()
  await workbook.xlsx.readFile(file)
})

const entries = () => workbook.getWorksheet('Indtastning')

/** The validation of a column's cells, by its heading. */
function validationOf(heading: (typeof HEADINGS)[number]) {
  return entries()?.getCell(2, 1 + HEADINGS.indexOf(heading)).dataValidation
}

/** The texts of a range such as `Lister!$A$2:$A$96`. */
function valuesIn(range: string): string[] {
  const [, sheet = '', column = '', last = ''] =
    /^(\w+)!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)$/.exec(range) ?? []
  const cells = workbook.getWorksheet(sheet)?.getColumn(column)
  return Array.from({ length: Number(last) - 1 }, (_, index) => {
    return String(cells?.worksheet?.getCell(`${column}${index + 2}`).value ?? '')
  })
}

test('the sheet has the headings of the feed, frozen, each explained, and cells that hold text or numbers', () => {
  const sheet = entries()
  const header = sheet?.getRow(1)
  expect(HEADINGS.map((_, index) => header?.getCell(index + 1).value)).toEqual(HEADINGS)
  expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
  for (const [index] of HEADINGS.entries()) expect(header?.getCell(index + 1).note).toBeTruthy()
  const formats = HEADINGS.map((_, index) => sheet?.getColumn(index + 1).numFmt)
  // A spreadsheet would make days of 2020-01 and 16-24.
  expect([formats[1], formats[4], formats[5], formats[10]]).toEqual([
    '@',
    '@',
    // As typed: the decimals shown are those the feed reads.
    undefined,
    'dd-mm-yyyy',
  ])
  expect(sheet?.rowCount).toBe(1)
})

const LISTS = [
  ['KPI-id', 'kpi', 95],
  ['Område/Team', 'place', 100],
  ['Målgruppe', 'targetGroup', 20],
  ['Aldersgruppe', 'ageGroup', 20],
] as const

test.each(LISTS)(
  'every value that the list of %s offers is one the feed takes',
  async (heading, field, least) => {
    const context: ReadContext = { reference: await projectReference(), pseudonyms: undefined }
    const column = feeds.find(({ id }) => id === 'manual-entries')?.columns[field]
    const validation = validationOf(heading)
    expect(validation?.type).toBe('list')
    const values = valuesIn(String(validation?.formulae[0]))
    expect(values.length).toBeGreaterThanOrEqual(least)
    expect(values.filter((value) => !column?.type.parse(value, context).ok)).toEqual([])
  },
)

test('what no list holds is refused by the cell, but a team is any name; the own municipality comes first', () => {
  const strict = HEADINGS.map((heading) => validationOf(heading)?.showErrorMessage ?? false)
  expect(HEADINGS.filter((_, index) => strict[index])).toEqual([
    ...['KPI-id', 'Målgruppe', 'Aldersgruppe', 'Værdi', 'Enhed', 'Tæller', 'Nævner'],
    ...['Indtastet dato', 'Slet (J)'],
  ])
  expect(valuesIn(String(validationOf('Område/Team')?.formulae[0]))[0]).toBe('Viborg')
})

test('a workbook that is there is left alone, and a folder that is not there is named', async () => {
  await writeFile(file, 'udfyldt')
  await expect(newManualTemplate(house.config, { out: file })).rejects.toMatchObject({
    code: 'FILE_EXISTS',
    exitCode: 4,
  })
  expect(await readFile(file, 'utf8')).toBe('udfyldt')
  const nowhere = join(house.config.home, 'ingen', 'mappe.xlsx')
  await expect(newManualTemplate(house.config, { out: nowhere })).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
  })
})
