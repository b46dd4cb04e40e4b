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

/** Whether a model reads any of the views. */
export function readsViews({ query, slicesQuery }: Model): boolean {
  return ofCopies(query) !== query || ofCopies(slicesQuery) !== slicesQuery
}

/** Whether there are spells to work on, or figures of spells that are gone. */
export async function hasOwnFigures(client: Client, models: readonly Model[]): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `select exists (select from core.benefit_spell)
       or exists (select from ops.published_slice where model = any ($1)) as has`,
    [models.map((model) => model.name)],
  )
  return rows[0]?.has ?? false
}

/**
 * Notes what the views and the models on them are made of, in the caller's transaction.
 * @returns whether it is another than at the last publication; if not, no copy need be made and no model looked at
 */
export async function noteInputs(
  client: Client,
  models: readonly Model[],
  hashes: readonly string[],
): Promise<boolean> {
  const names = models.map((model) => model.name)
  const definitions = [...hashes, ...names, ...models.map((model) => model.sqlHash)].join(' ')
  const { rowCount } = await client.query(
    `insert into ref.parameter as p (name, value, note)
     select 'own_figures_hash', md5(concat_ws('|', $1::text,
       (select string_agg(concat_ws(':', core_table, municipality_code, slice, changed_by), ','
          order by core_table, municipality_code, slice)
        from ops.core_slice
        where core_table in ('benefit_spell', 'citizen', 'sickness_case', 'partial_return', 'population')),
       (select string_agg(concat_ws(':', run_id, state), ',' order by run_id) from ops.run where feed = 'fasit-spells'),
       (select string_agg(sha256, ',' order by name) from ops.schema_file where name like 'view/%'),
       (select concat(count(*), '-', max(published_by)) from ops.published_slice where model = any ($2)),
       -- Only whole months count, so a day more within one makes no difference.
       to_char(coalesce(
         (select value::date from ref.parameter where name = 'business_date'),
         (now() at time zone 'Europe/Copenhagen')::date
       ), 'YYYY-MM'))),
       'Kontrolsum af det, egne tal sidst blev beregnet af'
     on conflict (name) do update set value = excluded.value where p.value <> excluded.value`,
    [definitions, names],
  )
  return rowCount !== 0
}

/** The model, reading the copies instead of the views. */
export function onCopies(model: Model): Model {
  return { ...model, query: ofCopies(model.query), slicesQuery: ofCopies(model.slicesQuery) }
}

function ofCopies(query: string): string {
  return query.replace(IN_CORE, 'pg_temp.$1')
}
