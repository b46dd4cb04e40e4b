/** Owns the rebuilding of one model: find the slices whose inputs changed, delete them, insert them anew. */
import type { Client } from '../db/connect.ts'
import { bindNamed } from '../db/sql-folder.ts'
import { findChanges, type RebuildContext, type SliceChange } from './changes.ts'
import type { Model } from './models.ts'

const MARKER = /\/\*slices: (.+), (.+?)\*\//g

/**
 * Rebuilds what changed of models that share their slices query and do not read one another. Only the changed slices' rows are
 * touched, so readers of the others see nothing.
 * @returns the changes by model and reason; empty when every input is as it was
 */
export async function rebuild(
  context: RebuildContext,
  models: readonly Model[],
): Promise<readonly SliceChange[]> {
  const changes = await findChanges(context, models)
  const changed = models.filter(({ name }) => changes.some(({ model }) => model === name))
  if (changed.length === 0) return changes
  for (const model of changed) {
    await deleteSlices(context, model)
    await insertSlices(context, model)
  }
  await noteSlices(context, changed)
  return changes
}

async function deleteSlices({ client }: RebuildContext, model: Model): Promise<void> {
  const matches =
    model.sliceColumns.length === 1
      ? `f.${model.sliceColumns[0]}::text = s.slice`
      : model.sliceColumns
          .map((column, index) => `f.${column}::text = split_part(s.slice, '|', ${index + 1})`)
          .join(' and ')
  const { text, values } = bindNamed(
    `delete from ${model.schema}.${model.table} as f using changed_slice as s
     where s.model = :model and f.municipality_code = s.municipality_code and ${matches} and ${model.own}`,
    { ...model.parameters, model: model.name },
  )
  await client.query(text, values)
}

async function insertSlices(context: RebuildContext, model: Model): Promise<void> {
  const changed = 'select municipality_code, slice from changed_slice where model = :model'
  await insertRows(
    context,
    model,
    model.schema,
    (municipality, slice) => `and (${municipality}, ${slice}) in (${changed} and reason <> 'gone')`,
  )
}

type Insertion = Pick<RebuildContext, 'client' | 'readOnce' | 'runId'>

/** Inserts every slice of a model into a schema of the same tables; returns the rows inserted. */
export async function insertAll(
  insertion: Insertion,
  model: Model,
  schema: string,
): Promise<number> {
  return insertRows(insertion, model, schema, () => '')
}

async function insertRows(
  { client, readOnce, runId }: Insertion,
  model: Model,
  schema: string,
  only: (municipality: string, slice: string) => string,
): Promise<number> {
  const columns = await columnsOf(client, model)
  const ofSlices = model.query.replace(MARKER, (_, municipality: string, slice: string) =>
    only(municipality, slice),
  )
  const query = await readOnce(ofSlices)
  const { text, values } = bindNamed(
    `insert into ${schema}.${model.table} (${columns.join(', ')}, run_id, loaded_at)
     select ${columns.map((column) => `q.${column}`).join(', ')},
       :publication, (now() at time zone 'Europe/Copenhagen')::timestamp(0)
     from (${query}\n) as q`,
    { ...model.parameters, publication: runId, model: model.name },
  )
  return (await client.query(text, values)).rowCount ?? 0
}

async function columnsOf(client: Client, { schema, table }: Model): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname not in ('run_id', 'loaded_at')
     order by attnum`,
    [`${schema}.${table}`],
  )
  return rows.map((row) => row.name)
}

async function noteSlices(
  { client, runId, referenceHash, parameterHash }: RebuildContext,
  models: readonly Model[],
): Promise<void> {
  const names = models.map((model) => model.name)
  await client.query(
    `insert into ops.slice_change (run_id, model, municipality_code, slice, reason, changed_by)
     select $1, model, municipality_code, slice, reason, changed_by from changed_slice where model = any ($2)`,
    [runId, names],
  )
  await client.query(
    `delete from ops.published_slice as p using changed_slice as s
     where s.model = any ($1) and p.model = s.model and p.municipality_code = s.municipality_code and p.slice = s.slice`,
    [names],
  )
  await client.query(
    `insert into ops.published_slice
       (model, municipality_code, slice, sql_hash, reference_hash, parameter_hash, input_hash, files_hash, changed_by,
        published_by)
     select model, municipality_code, slice, sql_hash, $3, $4, input_hash, files_hash, changed_by, $1
     from changed_slice where model = any ($2) and reason <> 'gone'`,
    [runId, names, referenceHash, parameterHash],
  )
}
