/** Owns reading the reference CSV files and laying the municipality's own over them, row by row. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { MartError } from '../core/errors.ts'
import type { ReferenceRow, ReferenceTables } from '../core/reference.ts'
import { requireAreaSets } from './area-sets.ts'
import { requireTeams } from './teams.ts'

/** Which columns identify a row: an overlay row with the same key replaces the project's, another is added. */
export const REFERENCE_KEYS: Readonly<Record<string, readonly string[]>> = {
  area: ['area_code'],
  area_membership: ['area_code'],
  area_set: ['set_code', 'area_code', 'valid_from'],
  target_group: ['code'],
  target_group_set: ['set_code', 'target_group'],
  label: ['list', 'source', 'label'],
  benefit_table: ['table_id', 'target_group'],
  total_member: ['dimension', 'member'],
  external_dimension: ['heading'],
  external_member: ['concept', 'member'],
  external_measure: ['measure'],
  benefit_series: ['series', 'target_group'],
  age_band: ['code'],
  age_group: ['code'],
  kpi: ['code'],
  case_type: ['code'],
  source_code: ['source', 'code_type', 'code', 'target_group', 'valid_from'],
  readiness: ['code'],
  age_band_set: ['set_code', 'code'],
  benefit_priority: ['target_group'],
  duration_band: ['code'],
  team: ['municipality_code', 'team_code', 'valid_from'],
  kpi_source: ['kpi', 'variant', 'line'],
  parameter: ['name'],
}

/** Headings that an overlay may leave out; the cell is then empty. */
const OPTIONAL: readonly string[] = ['team.municipality_code']

/** The reference rows and hashes over them: another hash means figures may change without a new file. */
export interface ReferenceFiles {
  readonly tables: ReferenceTables
  /** Over all but the parameters. */
  readonly hash: string
  /** Over the parameters, which no file is read by. */
  readonly parameterHash: string
}

/**
 * Reads every reference file of the project and lays the files of the same name in `overlay` over them.
 * @throws MartError BAD_CONFIGURATION for an overlay file with another name or other headings
 */
export async function readReferenceFiles(folder: string, overlay: string): Promise<ReferenceFiles> {
  const own = new Set((await listFolder(overlay)).filter((name) => name.endsWith('.csv')))
  const tables = new Map<string, readonly ReferenceRow[]>()
  const [hash, parameterHash] = [createHash('sha256'), createHash('sha256')]
  for (const [name, keys] of Object.entries(REFERENCE_KEYS)) {
    const base = await readRows(join(folder, `${name}.csv`))
    const extra = own.delete(`${name}.csv`)
      ? await readRows(
          join(overlay, `${name}.csv`),
          base.headings.filter((heading) => !OPTIONAL.includes(`${name}.${heading}`)),
        )
      : { rows: [] }
    const rows = layOver(base.rows, extra.rows, keys)
    tables.set(name, rows)
    const changing = name === 'parameter' ? parameterHash : hash
    changing.update(JSON.stringify([name, rows]))
  }
  if (own.size > 0) throw unknownOverlay(overlay, [...own])
  requireAreaSets(tables, join(overlay, 'area_set.csv'))
  requireTeams(tables, join(overlay, 'team.csv'))
  return { tables, hash: hash.digest('hex'), parameterHash: parameterHash.digest('hex') }
}

async function listFolder(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return []
    throw unreadable(folder, error)
  })
}

function unreadable(path: string, error: { code?: string }): MartError {
  return new MartError('BAD_CONFIGURATION', 'Reference-mappen kan ikke læses.', {
    file: path,
    got: error.code ?? 'ukendt fejl',
    todo: 'Giv brugeren, der kører jobmart, adgang til den.',
  })
}

interface CsvRows {
  readonly headings: readonly string[]
  readonly rows: readonly ReferenceRow[]
}

async function readRows(path: string, expected: readonly string[] = []): Promise<CsvRows> {
  const text = await readFile(path, 'utf8').catch((error: { code?: string }) => {
    throw unreadable(path, error)
  })
  const [headings = [], ...lines] = parseCsv(text, path)
  if (lines.length > 0 && expected.some((heading) => !headings.includes(heading))) {
    throw new MartError(
      'BAD_CONFIGURATION',
      'En reference-fil har andre overskrifter end projektets.',
      {
        file: path,
        expected: expected.join(','),
        got: headings.join(','),
        todo: 'Kopiér overskriftslinjen fra sql/reference og ret filen.',
      },
    )
  }
  const rows = lines.map((cells) =>
    Object.fromEntries(headings.map((heading, index) => [heading, cells[index] || null])),
  )
  return { headings, rows }
}

function parseCsv(text: string, path: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true })
  } catch (cause) {
    throw new MartError(
      'BAD_CONFIGURATION',
      'En reference-fil kan ikke læses som kommasepareret CSV.',
      {
        file: path,
        got: (cause as Error).message,
        todo: 'Ret filen; tekst med komma skal i anførselstegn.',
      },
      { cause },
    )
  }
}

function layOver(
  base: readonly ReferenceRow[],
  extra: readonly ReferenceRow[],
  keys: readonly string[],
): readonly ReferenceRow[] {
  const identity = (row: ReferenceRow) => keys.map((key) => row[key] ?? '').join('|')
  const merged = new Map(base.map((row) => [identity(row), row]))
  for (const row of extra) merged.set(identity(row), row)
  return [...merged.values()]
}

function unknownOverlay(folder: string, names: readonly string[]): MartError {
  return new MartError('BAD_CONFIGURATION', 'Reference-mappen har filer, som ingen læser.', {
    file: join(folder, names[0] ?? ''),
    expected: Object.keys(REFERENCE_KEYS)
      .map((name) => `${name}.csv`)
      .join(', '),
    got: names.join(', '),
    todo: 'Giv filen et af de forventede navne, eller fjern den.',
  })
}
