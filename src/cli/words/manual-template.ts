/** Owns the word `new manual-template`: an empty workbook for manual entries, with the lists of this house. */
import { unitName } from '../../../connectors/manual/index.ts'
import { EXIT } from '../../core/errors.ts'
import type { ReferenceRow } from '../../core/reference.ts'
import { manualTemplate, type TemplateLists } from '../../report/manual-template.ts'
import type { Config } from '../config.ts'
import { writeNew } from '../new-file.ts'
import type { WordResult } from '../output.ts'
import { readReference } from '../reference.ts'

const NAME = 'Manuelle_indtastninger.xlsx'

/**
 * Writes the workbook; a file that is there is left alone, for people may have filled it in.
 * @throws MartError FILE_EXISTS, or PATH_NOT_FOUND when it cannot be written
 */
export async function newManualTemplate(
  config: Config,
  { out = NAME }: { readonly out?: string },
): Promise<WordResult> {
  const { tables } = await readReference(config)
  const lists = listsOf((name) => tables.get(name) ?? [], config.municipality)
  const bytes = new Uint8Array(await manualTemplate(lists).xlsx.writeBuffer())
  await writeNew(out, bytes)
  const text = [
    `Skabelonen er skrevet til ${out}: ${lists.kpis.length} nøgletal at vælge imellem.`,
    `Udfyld arket Indtastning, gem den som ${NAME} i indbakken, og kør: jobmart run manual-entries`,
  ].join('\n')
  return { exitCode: EXIT.done, text, json: { file: out, kpis: lists.kpis.length } }
}

function listsOf(
  rows: (table: string) => readonly ReferenceRow[],
  municipality: string | undefined,
): TemplateLists {
  const text = (row: ReferenceRow, column: string) => row[column] ?? ''
  const areas = rows('area').filter((row) => row.kind !== 'unknown')
  const own = areas.filter((row) => row.area_code === municipality)
  const kpis = rows('kpi').map((row) => ({ ...row, unit: unitName(text(row, 'unit')) }))
  const bands = rows('age_band').filter((row) => row.age_from !== null)
  return {
    kpis: kpis.map((row) => [text(row, 'code'), text(row, 'name'), row.unit]),
    areas: [...own, ...areas.filter((row) => !own.includes(row))].map((row) => text(row, 'name')),
    targetGroups: rows('target_group').map((row) => [text(row, 'code'), text(row, 'name')]),
    ageGroups: [...rows('age_group'), ...bands].map((row) => text(row, 'code')).filter(isFirst),
    units: kpis.map(({ unit }) => unit).filter(isFirst),
  }
}

function isFirst<T>(value: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(value) === index
}
