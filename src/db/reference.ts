/** Owns the copy of the reference data in schema ref, which the SQL reads; the CSV files are the source. */
import type { Feed } from '../core/feed.ts'
import type { ReferenceTables } from '../core/reference.ts'
import type { Transaction } from './connect.ts'
import { CopyWriter } from './copy.ts'

/** Parameters that are no reference data: the set clock and the municipality of this home. */
export interface Setting {
  readonly name: 'business_date' | 'municipality'
  readonly value: string
  readonly note: string
}

/**
 * Replaces the contents of schema ref by the given rows, inside the caller's transaction.
 * Nothing outside the house reads ref, so a plain delete-and-copy is enough.
 */
export async function syncReference(
  transaction: Transaction,
  tables: ReferenceTables,
  feeds: readonly Feed[],
  settings: readonly Setting[],
): Promise<void> {
  for (const [name, rows] of tables) {
    const columns = Object.keys(rows[0] ?? {})
    const cells = rows.map((row) => columns.map((column) => row[column] ?? null))
    await refill(transaction, name, columns, cells)
  }
  const writer = new CopyWriter(transaction.client, 'ref.parameter', ['name', 'value', 'note'])
  for (const setting of settings) writer.add([setting.name, setting.value, setting.note])
  await writer.flush()
  await refill(
    transaction,
    'feed',
    ['feed', 'connector', 'title', 'fresh_days', 'sort'],
    feeds.map((feed, index) => [feed.id, feed.connector, feed.title, feed.freshDays, index + 1]),
  )
}

async function refill(
  { client }: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  await client.query(`delete from ref.${table}`)
  const writer = new CopyWriter(client, `ref.${table}`, columns)
  for (const row of rows) writer.add(row)
  await writer.flush()
}
