/** Owns whether a file is already the current one, so that loading it again would change nothing. */
import type { Kysely } from 'kysely'
import type { Feed } from '../core/feed.ts'
import { sha256 } from '../db/sql-folder.ts'
import type { DB } from '../db/types.ts'

/** A hash over how a feed reads its files: its declaration with its functions, and the reference data it looks labels up in. */
export function definitionHash(
  feed: Feed,
  referenceHash: string,
  dimensions: readonly string[],
): string {
  const declaration = JSON.stringify(feed, (_, value: unknown) =>
    typeof value === 'function' || value instanceof RegExp ? String(value) : value,
  )
  return sha256(JSON.stringify([declaration, referenceHash, dimensions]))
}

interface Candidate {
  readonly house: { readonly municipality: string }
  readonly feed: Feed
  readonly file: { readonly sha256: string; readonly name: string }
  readonly part: string | undefined
}

/**
 * Whether the newest load of the feed (and part) is this very file, read by the same definition. Any load in between
 * may have changed what it gave, so then it is read again.
 */
export async function isCurrentFile(
  db: Kysely<DB>,
  { house, feed, file, part }: Candidate,
  definition: string,
): Promise<boolean> {
  const newest = await db
    .selectFrom('ops.run')
    .select(['sha256', 'file_name', 'definition_hash'])
    .where('feed', '=', feed.id)
    .where('municipality_code', '=', house.municipality)
    .where('state', '=', 'done')
    .where((where) => (part === undefined ? where('part', 'is', null) : where('part', '=', part)))
    .orderBy('run_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  // The name counts too: a plan's file name is the plan's name.
  return (
    newest?.sha256 === file.sha256 &&
    newest.file_name === file.name &&
    newest.definition_hash === definition
  )
}
