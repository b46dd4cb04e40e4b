/** Owns the rebuilding of one model: find the slices whose inputs changed, delete them, insert them anew. */
import type { Client } from '../db/connect.ts'
import { bindNamed } from '../db/sql-folder.ts'
import type { Model } from './models.ts'

/** Why slices were rewritten, and how many. */
export interface SliceChange {
  readonly model: string
  readonly reason: 'new' | 'files' | 'reference' | 'definition' | 'gone'
  readonly slices: number
}

export interface RebuildContext {
  readonly client: Client
  /** The publication's run. */
  readonly runId: string
  readonly referenceHash: string
}

const MARKER = /\/\*slices: (.+), (.+?)\*\//g

/** Makes the table in which a publication notes the changed slices of the model at hand. */
export async function prepareSliceTable(client: Client): Promise<void> {
  await client.query(`
    create temp table changed_slice (
      municipality_code text, slice text, reason text, input_hash text,
      primary key (municipality_code, slice)
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
  { client, referenceHash }: RebuildContext,
  model: Model,
): Promise<readonly SliceChange[]> {
  await client.query('delete from changed_slice')
  await client.query(
    `insert into changed_slice
     select
       coalesce(w.municipality_code, p.municipality_code), coalesce(w.slice, p.slice),
       case
         when w.slice is null then 'gone'
         when p.slice is null then 'new'
         when p.input_hash <> md5(w.input) then 'files'
         when p.reference_hash <> $2 then 'reference'
         else 'definition'
       end,
       md5(w.input)
     from (${model.slicesQuery}) as w
     full join (select * from ops.published_slice where model = $1) as p
       on p.municipality_code = w.municipality_code and p.slice = w.slice
     where w.slice is null or p.slice is null
       or (p.input_hash, p.reference_hash, p.sql_hash) is distinct from (md5(w.input), $2, $3)`,
    [model.name, referenceHash, model.sqlHash],
  )
  const { rows } = await client.query<Omit<SliceChange, 'model'>>(
    'select reason, count(*)::integer as slices from changed_slice group by reason order by reason',
  )
  return rows.map((row) => ({ model: model.name, ...row }))
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
     where f.municipality_code = s.municipality_code and ${matches} and ${model.own}`,
    model.parameters,
  )
  await client.query(text, values)
}

async function insertSlices({ client, runId }: RebuildContext, model: Model): Promise<void> {
  const changed = 'select municipality_code, slice from changed_slice'
  await insertRows(
    client,
    model,
    runId,
    'mart',
    (municipality, slice) =>
      `and (${municipality}, ${slice}) in (${changed} where reason <> 'gone')`,
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
  const query = model.query.replace(MARKER, (_, municipality: string, slice: string) =>
    only(municipality, slice),
  )
  const { text, values } = bindNamed(
    `insert into ${schema}.${model.table} (${columns.join(', ')}, run_id, loaded_at)
     select ${columns.map((column) => `q.${column}`).join(', ')},
       :publication, (now() at time zone 'Europe/Copenhagen')::timestamp(0)
     from (${query}\n) as q`,
    { ...model.parameters, publication: runId },
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
  { client, runId, referenceHash }: RebuildContext,
  model: Model,
): Promise<void> {
  await client.query(
    `insert into ops.slice_change (run_id, model, municipality_code, slice, reason)
     select $1, $2, municipality_code, slice, reason from changed_slice`,
    [runId, model.name],
  )
  await client.query(
    `delete from ops.published_slice as p using changed_slice as s
     where p.model = $1 and p.municipality_code = s.municipality_code and p.slice = s.slice`,
    [model.name],
  )
  await client.query(
    `insert into ops.published_slice
       (model, municipality_code, slice, sql_hash, reference_hash, input_hash, published_by)
     select $2, municipality_code, slice, $3, $4, input_hash, $1 from changed_slice where reason <> 'gone'`,
    [runId, model.name, model.sqlHash, referenceHash],
  )
}
