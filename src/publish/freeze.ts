/** Owns freezing: the KPIs and goals as they stand, copied under a name and never rebuilt. */
import { MartError } from '../core/errors.ts'
import { inTransaction } from '../db/connect.ts'
import { takePublishLock } from '../load/locks.ts'
import type { PublishHouse } from './publish.ts'

export interface FrozenResult {
  readonly name: string
  readonly publicationId: string
  readonly kpis: number
  readonly goals: number
}

/**
 * Copies mart.kpi and mart.goal under a name, for what a committee is shown.
 * @throws MartError UNKNOWN_WORD when the name is taken or nothing is published
 */
export async function freeze(house: PublishHouse, name: string): Promise<FrozenResult> {
  return inTransaction(house.database.pool, async ({ client }) => {
    await takePublishLock(client, true)
    const { rows } = await client.query<{ publication_id: string | null; taken: boolean }>(
      `select (select max(publication_id) from mart.publication) as publication_id,
         exists (select from mart.frozen_publication where name = $1) as taken`,
      [name],
    )
    const publicationId = rows[0]?.publication_id
    if (!publicationId || rows[0]?.taken || name.trim() === '') {
      throw cannotFreeze(name, Boolean(publicationId))
    }
    await client.query(
      `insert into mart.frozen_publication (name, frozen_at, publication_id)
       values ($1, (now() at time zone 'Europe/Copenhagen')::timestamp(0), $2)`,
      [name, publicationId],
    )
    const kpis = await client.query(
      `insert into mart.frozen_kpi
       select $1, municipality_code, kpi, basis, period, area_code, area, target_group, team, age_group, breakdown,
         numerator, denominator, value, unit, status, status_text, is_preliminary, is_suppressed, definition_version
       from mart.kpi`,
      [name],
    )
    const goals = await client.query(
      `insert into mart.frozen_goal
       select $1, municipality_code, year, plan, goal_no, kpi, basis, team, target_group, area_code, name,
         operator, target, baseline, actual, period, status, is_preliminary
       from mart.goal`,
      [name],
    )
    const result = { name, publicationId, kpis: kpis.rowCount ?? 0, goals: goals.rowCount ?? 0 }
    return { result, end: 'commit' as const }
  })
}

function cannotFreeze(name: string, isPublished: boolean): MartError {
  const sentence = isPublished ? 'Navnet kan ikke bruges.' : 'Der er ikke udgivet noget endnu.'
  return new MartError('UNKNOWN_WORD', sentence, {
    expected: isPublished ? 'et navn, der ikke er brugt før' : 'mindst én udgivelse',
    got: name,
    todo: isPublished ? 'Vælg et andet navn efter --name.' : 'Indlæs filer, og udgiv.',
  })
}
