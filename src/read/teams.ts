/** Owns the check of the municipality's own teams: each has one name on a day, and no team is merged into itself. */
import { MartError } from '../core/errors.ts'
import type { ReferenceRow, ReferenceTables } from '../core/reference.ts'
import { overlap, type Wrong, wrong, wrongDays } from './validity.ts'

const MUNICIPALITY = /^\d{3}$/

/**
 * Checks every row of team.csv.
 * @param file where the teams stand, for the message
 * @throws MartError BAD_CONFIGURATION for a team, day or merger that cannot be
 */
export function requireTeams(tables: ReferenceTables, file: string): void {
  const rows = tables.get('team') ?? []
  for (const row of rows) {
    const fault = wrongIn(row, rows)
    if (!fault) continue
    throw new MartError(
      'BAD_CONFIGURATION',
      `Teamet ${row.team_code ?? 'uden kode'} kan ikke bruges.`,
      {
        file,
        ...fault,
        todo: 'Ret rækken i team.csv: kode, navn, evt. gyldighed, og koden på det team, det er lagt ind i.',
      },
    )
  }
}

function wrongIn(row: ReferenceRow, rows: readonly ReferenceRow[]): Wrong | undefined {
  const { municipality_code: municipality, team_code: code, name, merged_into: into } = row
  if (municipality && !MUNICIPALITY.test(municipality)) {
    return wrong('municipality_code', 'en kommunekode på tre cifre, eller tom', municipality)
  }
  if (!code) return wrong('team_code', 'teamets kode, som i fagsystemet', code)
  if (!name) return wrong('name', 'teamets navn', name)
  const days = wrongDays(row)
  if (days) return days
  const twin = rows.find((other) => other !== row && isSame(other, row) && overlap(other, row))
  if (twin) {
    return wrong('valid_from', `efter at "${twin.name}" er ophørt`, row.valid_from)
  }
  return into && leadsBack(row, rows)
    ? wrong('merged_into', `et team, der ikke selv er lagt ind i ${code}`, into)
    : undefined
}

/** Whether the rows are of one team; a row without a municipality is of all. */
function isSame(one: ReferenceRow, other: ReferenceRow): boolean {
  const [mine, yours] = [one.municipality_code, other.municipality_code]
  return one.team_code === other.team_code && (!mine || !yours || mine === yours)
}

/** Whether the teams that took its place, each by its last line, lead back to the row's own. */
function leadsBack(row: ReferenceRow, rows: readonly ReferenceRow[]): boolean {
  const path = new Set<string>()
  let at: ReferenceRow | undefined = lastOf(row, rows)
  while (at && !path.has(at.team_code ?? '')) {
    path.add(at.team_code ?? '')
    at = lastOf({ ...at, team_code: at.merged_into ?? null }, rows)
  }
  return at?.team_code === row.team_code
}

/** The last line of a row's team. */
function lastOf(row: ReferenceRow, rows: readonly ReferenceRow[]): ReferenceRow | undefined {
  const own = rows.filter((other) => isSame(other, row))
  return own.reduce<ReferenceRow | undefined>(
    (last, next) => (last && (last.valid_from ?? '') > (next.valid_from ?? '') ? last : next),
    undefined,
  )
}
