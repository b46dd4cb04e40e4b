/** Owns the copy of the reference data in schema ref, which the SQL reads; the CSV files are the source. */
import type { Feed } from '../core/feed.ts'
import type { ReferenceTables } from '../core/reference.ts'
import type { Transaction } from './connect.ts'
import { CopyWriter } from './copy.ts'
import { sha256 } from './sql-folder.ts'

const HASH = 'reference_hash'

/** Parameters that are no reference data: the set clock and the municipality of this home. */
export interface Setting {
  readonly name: 'business_date' | 'municipality'
  readonly value: string
  readonly note: string
}

/** Everything that schema ref is to hold. */
export interface ReferenceContents {
  readonly tables: ReferenceTables
  readonly feeds: readonly Feed[]
  readonly settings: readonly Setting[]
}

/**
 * Brings schema ref to the given contents, inside the caller's transaction; what has not changed is left alone.
 * Nothing outside the house reads ref, so a plain delete-and-copy is enough.
 */
export async function syncReference(
  transaction: Transaction,
  { tables, feeds, settings }: ReferenceContents,
): Promise<void> {
  const feedRows = feeds.map((feed, index) => [
    feed.id,
    feed.connector,
    feed.title,
    feed.freshDays,
    index + 1,
  ])
  const hash = sha256(JSON.stringify([[...tables], feedRows]))
  if ((await storedHash(transaction)) !== hash) {
    for (const [name, rows] of tables) {
      const columns = Object.keys(rows[0] ?? {})
      const cells = rows.map((row) => columns.map((column) => row[column] ?? null))
      await refill(transaction, name, columns, cells)
    }
    await refill(
      transaction,
      'feed',
      ['feed', 'connector', 'title', 'fresh_days', 'sort'],
      feedRows,
    )
  }
  await storeSettings(transaction, [
    { name: HASH, value: hash, note: 'Kontrolsum af det indhold, ref sidst blev fyldt med' },
    ...settings,
  ])
}

async function storedHash({ db }: Transaction): Promise<string | undefined> {
  const row = await db
    .selectFrom('ref.parameter')
    .select('value')
    .where('name', '=', HASH)
    .executeTakeFirst()
  return row?.value
}

async function storeSettings(
  { db }: Transaction,
  settings: readonly { name: string; value: string; note: string }[],
): Promise<void> {
  await db
    .deleteFrom('ref.parameter')
    .where('name', 'in', [HASH, 'business_date', 'municipality'])
    .execute()
  await db
    .insertInto('ref.parameter')
    .values([...settings])
    .execute()
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
  // The models are planned in this very transaction, before autovacuum can have looked.
  await client.query(`analyze ref.${table}`)
}
