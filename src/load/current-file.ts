/** Owns whether a file is already the current one, so that loading it again would change nothing. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Feed } from '../core/feed.ts'
import { PACKAGE_ROOT } from '../db/root.ts'
import { sha256 } from '../db/sql-folder.ts'
import type { DB } from '../db/types.ts'
import { inSequence } from './sequence.ts'

// What reads a cell beside the connector itself: the kinds of column, the numbers and dates, the file formats.
const SHARED_SOURCES = ['src/connector.ts', 'src/core', 'src/read']

/**
 * A hash over how a feed reads its files: its declaration, the source it is made of (its functions are hashed there: their
 * own text shows no helper or constant they use, and differs by what compiled it), and the reference data it looks
 * labels up in.
 */
export async function definitionHash(
  feed: Feed,
  referenceHash: string,
  dimensions: readonly string[],
): Promise<string> {
  const declaration = JSON.stringify(feed, (_, value: unknown) =>
    value instanceof RegExp ? String(value) : value,
  )
  const sources = [`connectors/${feed.connector}`, ...SHARED_SOURCES]
  const source = await sourceHash(PACKAGE_ROOT, sources)
  return sha256(JSON.stringify([declaration, source, referenceHash, dimensions]))
}

const known = new Map<string, Promise<string>>()

/** A hash over the source files at some paths below a root, texts for people (.md) left out; read once per process. */
export function sourceHash(root: string, paths: readonly string[]): Promise<string> {
  const key = JSON.stringify([root, paths])
  const found = known.get(key) ?? readSources(root, paths)
  known.set(key, found)
  return found
}

async function readSources(root: string, paths: readonly string[]): Promise<string> {
  const files = (await Promise.all(paths.map((path) => filesBelow(root, path)))).flat()
  const texts = files.map(async (path) => [path, await readFile(join(root, path), 'utf8')])
  return sha256(JSON.stringify(await Promise.all(texts)))
}

/** The source files of a folder and the folders in it, in name order; a file is its own. */
async function filesBelow(root: string, path: string): Promise<readonly string[]> {
  if ((await stat(join(root, path))).isFile()) return path.endsWith('.md') ? [] : [path]
  const names = (await readdir(join(root, path))).sort()
  const found = await Promise.all(names.map((name) => filesBelow(root, `${path}/${name}`)))
  return found.flat()
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
    .where(inSequence(feed, house.municipality))
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
