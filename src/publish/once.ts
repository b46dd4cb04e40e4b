/** Owns the views that many models read: a publication computes each of them once, into a temporary table. */
import type { Client } from '../db/connect.ts'
import { readSqlFolder } from '../db/sql-folder.ts'

/** A query with such views replaced by the tables that hold them. */
export type ReadOnce = (query: string) => Promise<string>

interface Marked {
  readonly view: string
  /** `view`: no table of its own, for it would be large and read once; it only reads the tables of those below it. */
  readonly as: 'table' | 'view'
}

let marked: Promise<readonly Marked[]> | undefined

/** The views that their files mark with `-- once: core.a, core.b` or `-- through: core.c`; read once per process. */
function markedViews(): Promise<readonly Marked[]> {
  const named = (names: string | undefined, as: Marked['as']) =>
    names?.split(', ').map((view) => ({ view, as })) ?? []
  marked ??= readSqlFolder('view').then((files) =>
    files.flatMap(({ header }) => [
      ...named(header.once, 'table'),
      ...named(header.through, 'view'),
    ]),
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
    for (const { view, as } of await markedViews()) {
      if (!text.includes(view)) continue
      const name = new RegExp(`\\b${view.replace('.', '\\.')}\\b`, 'g')
      if (text.search(name) >= 0) text = text.replaceAll(name, await standIn(view, as))
    }
    return text
  }

  async function standIn(view: string, as: Marked['as']): Promise<string> {
    const known = tables.get(view)
    if (known) return known
    // Of the view's own name: where a query gives it no alias, its columns are told by that.
    const table = `pg_temp.${view.replace(/^core\./, '')}`
    const { rows } = await client.query<{ query: string }>(
      'select pg_get_viewdef($1::regclass) as query',
      [view],
    )
    const text = await readOnce(rows[0]?.query ?? '')
    if (as === 'view') {
      // It goes with the tables it reads.
      await client.query(`create temp view ${table} as ${text}`)
    } else {
      await client.query(`create temp table ${table} on commit drop as ${text}`)
      await client.query(`analyze ${table}`)
    }
    tables.set(view, table)
    return table
  }

  return readOnce
}
