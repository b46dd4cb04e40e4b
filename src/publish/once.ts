/** Owns the views that many models read: a publication computes each of them once, into a temporary table. */
import type { Client } from '../db/connect.ts'
import { readSqlFolder } from '../db/sql-folder.ts'

/** A query with such views replaced by the tables that hold them. */
export type ReadOnce = (query: string) => Promise<string>

let marked: Promise<readonly string[]> | undefined

/** The views that their files mark with `-- once: core.a, core.b`; the files are read once per process. */
function viewsReadOnce(): Promise<readonly string[]> {
  marked ??= readSqlFolder('view').then((files) =>
    files.flatMap(({ header }) => header.once?.split(', ') ?? []),
  )
  return marked
}

/**
 * What replaces the views in the queries of one transaction: temporary tables, which are filled when they are first asked for
 * and last until it ends; one that is built on another reads that one's. Core does not change while a publication runs, so
 * the figures are the views' own.
 */
export function readingOnce(client: Client): ReadOnce {
  const tables = new Map<string, string>()

  async function readOnce(query: string): Promise<string> {
    let text = query
    for (const view of await viewsReadOnce()) {
      if (!text.includes(view)) continue
      const name = new RegExp(`\\b${view.replace('.', '\\.')}\\b`, 'g')
      if (text.search(name) >= 0) text = text.replaceAll(name, await tableOf(view))
    }
    return text
  }

  async function tableOf(view: string): Promise<string> {
    const known = tables.get(view)
    if (known) return known
    // Of the view's own name: where a query gives it no alias, its columns are told by that.
    const table = `pg_temp.${view.replace(/^core\./, '')}`
    const { rows } = await client.query<{ query: string }>(
      'select pg_get_viewdef($1::regclass) as query',
      [view],
    )
    const text = await readOnce(rows[0]?.query ?? '')
    await client.query(`create temp table ${table} on commit drop as ${text}`)
    await client.query(`analyze ${table}`)
    tables.set(view, table)
    return table
  }

  return readOnce
}
