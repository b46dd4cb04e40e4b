/** Owns the repository as the architecture's rules see it: its files, feeds and error codes, and made-up changes to them. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { feeds } from '../../../connectors/index.ts'
import { ERROR_CODES } from '../../../src/core/errors.ts'
import { PACKAGE_ROOT } from '../../../src/db/root.ts'

export interface Repository {
  /** Text by path from the root, with `/`. */
  readonly files: ReadonlyMap<string, string>
  readonly feeds: readonly { readonly id: string; readonly connector: string }[]
  readonly errorCodes: readonly string[]
}

/** Says what breaks a rule, each breach beginning with its place; empty when all is well. */
export type Rule = (repository: Repository) => readonly string[]

/** Something made up that a test does to the repository, to see a rule fire. */
export type Change = (repository: Repository) => Repository

// What no commit holds, and the lockfile: its hashes look like anything.
const IGNORED = /^(node_modules|\.git|\.jobmart|coverage)$|^package-lock\.json$|\.log$/

/** Reads every file of the checkout that could be committed. */
export async function readRepository(): Promise<Repository> {
  const files = new Map<string, string>()
  await readInto(files, '')
  return { files, feeds, errorCodes: Object.keys(ERROR_CODES) }
}

async function readInto(files: Map<string, string>, folder: string): Promise<void> {
  const entries = await readdir(join(PACKAGE_ROOT, folder), { withFileTypes: true })
  for (const entry of entries) {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (IGNORED.test(entry.name)) continue
    if (entry.isDirectory()) await readInto(files, path)
    else if (entry.isFile()) files.set(path, await readFile(join(PACKAGE_ROOT, path), 'utf8'))
  }
}

/** With a file written, or written over. */
export function withFile(path: string, text: string): Change {
  return ({ files, ...rest }) => ({ ...rest, files: new Map(files).set(path, text) })
}

/** With a text in a file replaced by another; a text that is not there is an error, for the change would show nothing. */
export function withEdit(path: string, from: string, to: string): Change {
  return (repository) => {
    const text = repository.files.get(path) ?? ''
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`)
    return withFile(path, text.replaceAll(from, to))(repository)
  }
}

/** With a feed that brings nothing along but its name. */
export function withFeed(feed: Repository['feeds'][number]): Change {
  return (repository) => ({ ...repository, feeds: [...repository.feeds, feed] })
}

/** With an error code that nobody knows. */
export function withErrorCode(code: string): Change {
  return (repository) => ({ ...repository, errorCodes: [...repository.errorCodes, code] })
}

/** The files whose path matches, as path and text. */
export function filesAt(repository: Repository, pattern: RegExp): readonly [string, string][] {
  return [...repository.files].filter(([path]) => pattern.test(path))
}
