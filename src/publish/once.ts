/** Owns the views that many models read: a publication computes each of them once, into a temporary table. */
import type { Client } from '../db/connect.ts'
import { readSqlFolder } from '../db/sql-folder.ts'

let marked: Promise<readonly string[]> | undefined

/** The views that their files mark with `-- once: core.a, core.b`; the files are read once per process. */
function viewsReadOnce(): Promise<readonly string[]> {
  marked ??= readSqlFolder('view').then((files) =>
    files.flatMap(({ header }) => header.once?.split(', ') ?? []),
  )
  return marked
}

/**
 * A query with such views replaced by temporary tables, which are filled when they are first asked for and last until the
 * transaction ends; one that is built on another reads that one's. Core does not change while a publication runs, so the
 * figures are the views' own.
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
  // Of the view's own name: where a query gives it no alias, its columns are told by that.
  const table = `pg_temp.${view.replace(/^core\./, '')}`
  const { rows } = await client.query<{ known: string | null; query: string }>(
    'select to_regclass($1)::text as known, pg_get_viewdef($2::regclass) as query',
    [table, view],
  )
  const [{ known, query } = { known: null, query: '' }] = rows
  if (!known) {
    const text = await readOnce(client, query)
    await client.query(`create temp table ${table} on commit drop as ${text}`)
    await client.query(`analyze ${table}`)
  }
  return table
}
