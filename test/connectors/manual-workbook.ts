/** Owns the workbook of `new manual-template` filled in as a person fills it in: cell by cell, with a spreadsheet. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import exceljs, { type CellValue } from 'exceljs'
import { newManualTemplate } from '../../src/cli/words/manual-template.ts'
import type { TestHouse } from '../support/house.ts'
import { HEADINGS } from './manual-file.ts'

/** One row by the headings of its sheet; what is left out stays an empty cell. */
export type Typed = Readonly<Partial<Record<(typeof HEADINGS)[number], CellValue>>>

/**
 * The bytes of the house's own template with the rows typed in below its headings.
 * @param formats number formats by address, where a spreadsheet has changed the template's own
 */
export async function filledIn(
  house: TestHouse,
  rows: readonly Typed[],
  formats: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const path = join(house.config.home, 'Skabelon.xlsx')
  await newManualTemplate(house.config, { out: path }).catch(() => undefined)
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load((await readFile(path)).buffer as ArrayBuffer)
  const sheet = workbook.getWorksheet('Indtastning')
  rows.forEach((row, index) => {
    for (const [column, heading] of HEADINGS.entries()) {
      const cell = sheet?.getCell(index + 2, column + 1)
      if (cell && row[heading] !== undefined) cell.value = row[heading]
    }
  })
  for (const [address, format] of Object.entries(formats)) {
    const cell = sheet?.getCell(address)
    if (cell) cell.numFmt = format
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}
