/** Owns the copies of core's heavy views that a publication reads: each is worked out once, however many models read it. */
import type { Client } from '../db/connect.ts'
import type { Model } from './models.ts'

/** Views of core in the order they build on each other; a copy reads the copies before it. */
const COPIED = [
  'person_alias',
  'person_current',
  'spell_current',
  'spell_clean',
  'spell_state',
  'spell_owner',
  'sickness_case_current',
  'partial_return_current',
  'benefit_chain_part',
  'benefit_chain',
  'own_month',
  'person_month',
  'chain_month',
  'support_month',
  'support_share_month',
  'sickness_split_month',
  'duration_split_month',
  'own_month_hash',
] as const

const IN_CORE = new RegExp(`\\bcore\\.(${COPIED.join('|')})\\b`, 'g')

/** Copies the views, as they are at core.as_of(), into temporary tables that last as long as the transaction. */
export async function copyViews(client: Client): Promise<void> {
  for (const view of COPIED) {
    const { rows } = await client.query<{ query: string }>(
      'select pg_get_viewdef($1::regclass) as query',
      [`core.${view}`],
    )
    const query = ofCopies(rows[0]?.query ?? '')
    await client.query(`create temp table ${view} on commit drop as ${query}`)
    await client.query(`analyze pg_temp.${view}`)
  }
}

/** The model, reading the copies instead of the views. */
export function onCopies(model: Model): Model {
  return { ...model, query: ofCopies(model.query), slicesQuery: ofCopies(model.slicesQuery) }
}

function ofCopies(query: string): string {
  return query.replace(IN_CORE, 'pg_temp.$1')
}
