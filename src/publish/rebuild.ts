/** Owns the rebuilding of one model: find the slices whose inputs changed, delete them, insert them anew. */
import type { Client } from '../db/connect.ts'
import { bindNamed } from '../db/sql-folder.ts'
import type { Model } from './models.ts'
import { readOnce } from './once.ts'

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
  /** The publication's run. */
  readonly runId: string
  readonly referenceHash: string
  readonly parameterHash: string
  readonly which: Which
}

const MARKER = /\/\*slices: (.+), (.+?)\*\//g

/** Makes the table in which a publication notes the changed slices of its models. */
export async function prepareSliceTable(client: Client): Promise<void> {
  await client.query(`
    create temp table changed_slice (
      model text, municipality_code text, slice text, reason text, input_hash text, files_hash text, sql_hash text,
      changed_by bigint, primary key (model, municipality_code, slice)
    ) on commit drop`)
}

/**
 * Rebuilds what changed of one model. Only the changed slices' rows are touched, so readers of the others see nothing.
 * @returns the changes by reason; empty when every input is as it was
 */
export async function rebuild(
  context: RebuildContext,
  model: Model,
): Promise<readonly SliceChange[]> {
  const changes = await findChanges(context, model)
  if (changes.length === 0) return changes
  await deleteSlices(context, model)
  await insertSlices(context, model)
  await noteSlices(context, model)
  return changes
}

async function findChanges(
  { client, referenceHash, parameterHash, which }: RebuildContext,
  model: Model,
): Promise<readonly SliceChange[]> {
  // One statement per model: a publication that finds nothing changed is mostly made of these.
  const { rows } = await client.query<Omit<SliceChange, 'model'>>(
    changesQuery(await readOnce(client, model.slicesQuery)),
    [...[model.name, referenceHash, model.sqlHash, parameterHash], which === 'all'],
  )
  return rows.map((row) => ({ model: model.name, ...row }))
}

// A slices query says what a slice's figures are made of (input). It may say which files are behind it, where the clock or
// a setting decides too (files), the SQL of models it reads (definitions), and the newest load behind it (changed_by).
function changesQuery(slicesQuery: string): string {
  return `with wanted as (
       select q.municipality_code, q.slice, md5(q.input) as input_hash,
         md5(coalesce(to_jsonb(q) ->> 'files', q.input)) as files_hash,
         $3 || coalesce(':' || md5(to_jsonb(q) ->> 'definitions'), '') as sql_hash,
         (to_jsonb(q) ->> 'changed_by')::bigint as changed_by
       from (${slicesQuery}) as q
     ),
     told as (
       select
         coalesce(w.municipality_code, p.municipality_code) as municipality_code, coalesce(w.slice, p.slice) as slice,
         case
           when w.slice is null then 'gone'
           when p.slice is null then 'new'
           when p.input_hash <> w.input_hash and p.files_hash is distinct from w.files_hash then 'files'
           when p.reference_hash <> $2 then 'reference'
           when p.parameter_hash is distinct from $4 then 'parameter'
           when p.sql_hash <> w.sql_hash then 'definition'
           when p.input_hash <> w.input_hash then 'parameter'
           when $5 then 'all'
         end as reason,
         w.input_hash, w.files_hash, w.sql_hash, coalesce(w.changed_by, p.changed_by) as changed_by
       from wanted as w
       full join (select * from ops.published_slice where model = $1) as p
         on p.municipality_code = w.municipality_code and p.slice = w.slice
     ),
     -- Other files that came to the same: the slice stays, and the next change is not laid on them.
     known as (
       update ops.published_slice as p
       set files_hash = t.files_hash, changed_by = t.changed_by from told as t
       where t.reason is null and p.model = $1 and p.municipality_code = t.municipality_code and p.slice = t.slice
         and p.files_hash is distinct from t.files_hash
     ),
     noted as (
       insert into changed_slice
       select $1, municipality_code, slice, reason, input_hash, files_hash, sql_hash, changed_by from told
       where reason is not null returning reason
     )
     select reason, count(*)::integer as slices from noted group by reason order by reason`
}

async function deleteSlices({ client }: RebuildContext, model: Model): Promise<void> {
  const matches =
    model.sliceColumns.length === 1
      ? `f.${model.sliceColumns[0]}::text = s.slice`
      : model.sliceColumns
          .map((column, index) => `f.${column}::text = split_part(s.slice, '|', ${index + 1})`)
          .join(' and ')
  const { text, values } = bindNamed(
    `delete from mart.${model.table} as f using changed_slice as s
     where s.model = :model and f.municipality_code = s.municipality_code and ${matches} and ${model.own}`,
    { ...model.parameters, model: model.name },
  )
  await client.query(text, values)
}

async function insertSlices({ client, runId }: RebuildContext, model: Model): Promise<void> {
  const changed = 'select municipality_code, slice from changed_slice where model = :model'
  await insertRows(
    client,
    model,
    runId,
    'mart',
    (municipality, slice) => `and (${municipality}, ${slice}) in (${changed} and reason <> 'gone')`,
  )
}

/** Inserts every slice of a model into a schema of the same tables; returns the rows inserted. */
export async function insertAll(
  client: Client,
  model: Model,
  runId: string,
  schema: string,
): Promise<number> {
  return insertRows(client, model, runId, schema, () => '')
}

async function insertRows(
  client: Client,
  model: Model,
  runId: string,
  schema: string,
  only: (municipality: string, slice: string) => string,
): Promise<number> {
  const columns = await columnsOf(client, model.table)
  const ofSlices = model.query.replace(MARKER, (_, municipality: string, slice: string) =>
    only(municipality, slice),
  )
  const query = await readOnce(client, ofSlices)
  const { text, values } = bindNamed(
    `insert into ${schema}.${model.table} (${columns.join(', ')}, run_id, loaded_at)
     select ${columns.map((column) => `q.${column}`).join(', ')},
       :publication, (now() at time zone 'Europe/Copenhagen')::timestamp(0)
     from (${query}\n) as q`,
    { ...model.parameters, publication: runId, model: model.name },
  )
  return (await client.query(text, values)).rowCount ?? 0
}

async function columnsOf(client: Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'mart' and table_name = $1 and column_name not in ('run_id', 'loaded_at')
     order by ordinal_position`,
    [table],
  )
  return rows.map((row) => row.name)
}

async function noteSlices(
  { client, runId, referenceHash, parameterHash }: RebuildContext,
  model: Model,
): Promise<void> {
  await client.query(
    `insert into ops.slice_change (run_id, model, municipality_code, slice, reason, changed_by)
     select $1, model, municipality_code, slice, reason, changed_by from changed_slice where model = $2`,
    [runId, model.name],
  )
  await client.query(
    `delete from ops.published_slice as p using changed_slice as s
     where s.model = $1 and p.model = s.model and p.municipality_code = s.municipality_code and p.slice = s.slice`,
    [model.name],
  )
  await client.query(
    `insert into ops.published_slice
       (model, municipality_code, slice, sql_hash, reference_hash, parameter_hash, input_hash, files_hash, changed_by,
        published_by)
     select model, municipality_code, slice, sql_hash, $3, $4, input_hash, files_hash, changed_by, $1
     from changed_slice where model = $2 and reason <> 'gone'`,
    [runId, model.name, referenceHash, parameterHash],
  )
}
