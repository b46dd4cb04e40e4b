/** Owns finding which slices of the models have changed since they were published, and why. */
import type { Client } from '../db/connect.ts'
import type { Model } from './models.ts'
import type { ReadOnce } from './once.ts'

/** Why slices were rewritten, and how many. */
export interface SliceChange {
  readonly model: string
  /** `parameter` is a parameter, a setting or the clock; `all` that every slice was asked for. */
  readonly reason: 'new' | 'files' | 'reference' | 'parameter' | 'definition' | 'gone' | 'all'
  readonly slices: number
}

/** Which slices a publication rewrites. */
export type Which = 'changed' | 'all'

export interface RebuildContext {
  readonly client: Client
  readonly readOnce: ReadOnce
  /** The publication's run. */
  readonly runId: string
  readonly referenceHash: string
  readonly parameterHash: string
  readonly which: Which
}

/** Makes the table in which a publication notes the changed slices of its models. */
export async function prepareSliceTable(client: Client): Promise<void> {
  await client.query(`
    create temp table changed_slice (
      model text, municipality_code text, slice text, reason text, input_hash text, files_hash text, sql_hash text,
      changed_by bigint, primary key (model, municipality_code, slice)
    ) on commit drop`)
}

/**
 * Finds the changed slices of models that share their slices query, and notes them in the table of `prepareSliceTable`.
 * @returns the changes by model and reason
 */
export async function findChanges(
  { client, readOnce, referenceHash, parameterHash, which }: RebuildContext,
  models: readonly Model[],
): Promise<readonly SliceChange[]> {
  const [first] = models
  if (!first) return []
  // One statement for them all: a publication that finds nothing changed is mostly made of these.
  const { rows } = await client.query<SliceChange>(
    changesQuery(await readOnce(first.slicesQuery), first.slicesByKpi),
    [
      models.map((model) => model.name),
      models.map((model) => model.parameters.kpi ?? null),
      models.map((model) => model.sqlHash),
      ...[referenceHash, parameterHash, which === 'all'],
    ],
  )
  return rows
}

// A slices query says what a slice's figures are made of (input). It may say which files are behind it, where the clock or
// a setting decides too (files), the SQL of models it reads (definitions), and the newest load behind it (changed_by). A slice
// that it says is closed (is_closed) stays as it was published, if it ever was.
function changesQuery(slicesQuery: string, isByKpi: boolean): string {
  return `with asked as (
       select * from unnest($1::text[], $2::text[], $3::text[]) as a (model, kpi, sql_hash)
     ),
     part as materialized (
       select q.municipality_code, q.slice, to_jsonb(q) ->> 'kpi' as kpi, md5(q.input) as input_hash,
         md5(coalesce(to_jsonb(q) ->> 'files', q.input)) as files_hash,
         coalesce(':' || md5(to_jsonb(q) ->> 'definitions'), '') as definitions_hash,
         (to_jsonb(q) ->> 'changed_by')::bigint as changed_by,
         coalesce((to_jsonb(q) ->> 'is_closed')::boolean, false) as is_closed
       from (${slicesQuery}) as q
     ),
     wanted as (
       select a.model, a.sql_hash || p.definitions_hash as sql_hash,
         p.municipality_code, p.slice, p.input_hash, p.files_hash, p.changed_by, p.is_closed
       from part as p
       inner join asked as a on ${isByKpi ? 'a.kpi = p.kpi' : 'true'}
     ),
     ${TOLD}`
}

// The reason is the first that holds; the change is noted where `deleteSlices` and `insertSlices` look for it.
const TOLD = `told as (
       select
         coalesce(w.model, p.model) as model,
         coalesce(w.municipality_code, p.municipality_code) as municipality_code, coalesce(w.slice, p.slice) as slice,
         case
           when w.slice is null then 'gone'
           when w.is_closed then null
           when p.slice is null then 'new'
           when p.input_hash <> w.input_hash and p.files_hash is distinct from w.files_hash then 'files'
           when p.reference_hash <> $4 then 'reference'
           when p.parameter_hash is distinct from $5 then 'parameter'
           when p.sql_hash <> w.sql_hash then 'definition'
           when p.input_hash <> w.input_hash then 'parameter'
           when $6 then 'all'
         end as reason,
         w.input_hash, w.files_hash, w.sql_hash, coalesce(w.changed_by, p.changed_by) as changed_by,
         w.is_closed
       from wanted as w
       full join (select * from ops.published_slice where model = any ($1)) as p
         on p.model = w.model and p.municipality_code = w.municipality_code and p.slice = w.slice
     ),
     -- Other files that came to the same: the slice stays, and the next change is not laid on them.
     known as (
       update ops.published_slice as p
       set files_hash = t.files_hash, changed_by = t.changed_by from told as t
       where t.reason is null and not t.is_closed and p.model = t.model and p.municipality_code = t.municipality_code and p.slice = t.slice
         and p.files_hash is distinct from t.files_hash
     ),
     noted as (
       insert into changed_slice
       select model, municipality_code, slice, reason, input_hash, files_hash, sql_hash, changed_by from told
       where reason is not null returning model, reason
     )
     select model, reason, count(*)::integer as slices from noted group by model, reason order by model, reason`
