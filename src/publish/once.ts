/** Owns the views that many models read: a publication computes each of them once, into a temporary table. */
import type { Client } from '../db/connect.ts'
import { readSqlFolder } from '../db/sql-folder.ts'

/** The views that their files mark with `-- once: core.a, core.b`. */
async function viewsReadOnce(): Promise<readonly string[]> {
  const files = await readSqlFolder('view')
  return files.flatMap(({ header }) => header.once?.split(', ') ?? [])
}

/**
 * A model's query with such views replaced by their temporary tables, which are filled when they are first asked for and
 * last until the transaction ends. Core does not change while a publication runs, so the figures are the views' own.
 */
export async function readOnce(client: Client, query: string): Promise<string> {
  let text = query
  for (const view of await viewsReadOnce()) {
    const name = new RegExp(`\\b${view.replace('.', '\\.')}\\b`, 'g')
    if (text.search(name) >= 0) text = text.replaceAll(name, await tableOf(client, view))
  }
  return text
}

async function tableOf(client: Client, view: string): Promise<string> {
  const table = `once_${view.replace('.', '_')}`
  const { rows } = await client.query<{ known: string | null }>(
    'select to_regclass($1)::text as known',
    [`pg_temp.${table}`],
  )
  if (!rows[0]?.known) {
    await client.query(`create temp table ${table} on commit drop as select * from ${view}`)
    await client.query(`analyze ${table}`)
  }
  return table
}
