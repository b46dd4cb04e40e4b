/** Owns which models are the municipality's own figures, and whether what they are made of has changed: they are the costly ones. */
import type { Client } from '../db/connect.ts'
import type { Model } from './models.ts'

/** Whether a model's parts are the months of the municipality's own persons. */
export function isOwn({ slicesQuery }: Model): boolean {
  return slicesQuery.includes('core.own_month_hash')
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
 * Notes what the own models and the views they read are made of, in the caller's transaction.
 * @returns whether it is another than at the last publication; if not, no model need be looked at
 */
export async function noteInputs(
  client: Client,
  models: readonly Model[],
  hashes: readonly string[],
): Promise<boolean> {
  const names = models.map((model) => model.name)
  const definitions = [...hashes, ...names, ...models.map((model) => model.sqlHash)].join(' ')
  const { rowCount } = await client.query(
    `insert into ops.own_figures_input as i (input_hash)
     select md5(concat_ws('|', $1::text,
       (select string_agg(concat_ws(':', core_table, municipality_code, slice, changed_by), ','
          order by core_table, municipality_code, slice)
        from ops.core_slice
        where core_table in ('benefit_spell', 'citizen', 'sickness_case', 'partial_return', 'population')),
       (select string_agg(concat_ws(':', run_id, state), ',' order by run_id) from ops.run where feed = 'fasit-spells'),
       (select string_agg(sha256, ',' order by name) from ops.schema_file where name like 'view/%'),
       (select count(*) from ops.published_slice where model = any ($2)),
       -- Only whole months count, so a day more within one makes no difference.
       to_char(coalesce(
         (select value::date from ref.parameter where name = 'business_date'),
         (now() at time zone 'Europe/Copenhagen')::date
       ), 'YYYY-MM')))
     on conflict (is_only) do update set input_hash = excluded.input_hash
     where i.input_hash <> excluded.input_hash`,
    [definitions, names],
  )
  return rowCount !== 0
}
