/** Owns the check of the comparison sets: each is one name for municipalities that exist, with days that exist. */
import { MartError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import type { ReferenceRow, ReferenceTables } from '../core/reference.ts'
import { type Wrong, wrong, wrongDays } from './validity.ts'

const SET_CODE = /^[A-Z][A-Z0-9_]*$/

/**
 * Checks every row of area_set.csv, the overlay's included.
 * @param file where the municipality's own sets stand, for the message
 * @throws MartError BAD_CONFIGURATION for a set, municipality or day that cannot be
 */
export function requireAreaSets(tables: ReferenceTables, file: string): void {
  const municipalities = new Map<string, string>()
  for (const { area_code, kind, name } of tables.get('area') ?? []) {
    if (kind === 'municipality' && area_code) municipalities.set(area_code, name ?? '')
  }
  const names = new Map<string, string>()
  for (const row of tables.get('area_set') ?? []) {
    const wrong = wrongIn(row, municipalities, names)
    if (!wrong) continue
    throw new MartError('BAD_CONFIGURATION', 'Et sammenligningssæt kan ikke bruges.', {
      file,
      ...wrong,
      todo: 'Ret rækken i area_set.csv: sættets kode, ét navn, en kommunekode pr. række og evt. gyldighed.',
    })
  }
}

function wrongIn(
  row: ReferenceRow,
  municipalities: ReadonlyMap<string, string>,
  names: Map<string, string>,
): Wrong | undefined {
  const { set_code, name, area_code } = row
  if (!SET_CODE.test(set_code ?? '')) {
    return wrong('set_code', 'en kode med store bogstaver, fx SAMMENLIGNING', set_code)
  }
  const known = names.get(set_code ?? '') ?? name
  if (!name || name !== known) return wrong('name', `sættets ene navn, "${known ?? ''}"`, name)
  names.set(set_code ?? '', name)
  if (!municipalities.has(area_code ?? '')) {
    return wrong('area_code', `en kommunekode${meant(area_code, municipalities)}`, area_code)
  }
  return wrongDays(row)
}

/** The code of the municipality whose name stands where its code should. */
function meant(
  text: string | null | undefined,
  municipalities: ReadonlyMap<string, string>,
): string {
  const name = nearest(text ?? '', municipalities.values())
  const code = [...municipalities].find(([, each]) => each === name)?.[0]
  return code ? ` (${name} er ${code})` : ', fx 791'
}
