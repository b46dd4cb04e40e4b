/** Owns reading the .sql files: their text, their header comment as fields, and their checksum. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PACKAGE_ROOT } from './root.ts'

export interface SqlFile {
  /** File name without ending, which is also its name in messages and bookkeeping. */
  readonly name: string
  readonly text: string
  /** The `-- key: value` lines at the top. */
  readonly header: Readonly<Record<string, string>>
  readonly sha256: string
}

const folders = new Map<string, Promise<readonly SqlFile[]>>()
const files = new Map<string, Promise<SqlFile>>()

/** Reads every .sql file of one folder below `sql/`, in name order; once per process, for every publication asks for them. */
export function readSqlFolder(folder: string): Promise<readonly SqlFile[]> {
  const found = folders.get(folder) ?? readFolder(folder)
  folders.set(folder, found)
  return found
}

async function readFolder(folder: string): Promise<readonly SqlFile[]> {
  const directory = join(PACKAGE_ROOT, 'sql', folder)
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name) => readSqlFile(join(directory, name), name)))
}

/** Reads one .sql file, named as below `sql/`: `merge/close.sql`; once per process. */
export function readSql(path: string): Promise<SqlFile> {
  const found = files.get(path) ?? readSqlFile(join(PACKAGE_ROOT, 'sql', path), path)
  files.set(path, found)
  return found
}

async function readSqlFile(path: string, name: string): Promise<SqlFile> {
  const text = await readFile(path, 'utf8')
  return {
    name: name.replace(/\.sql$/, ''),
    text,
    header: headerOf(text),
    sha256: sha256(text),
  }
}

function headerOf(text: string): Record<string, string> {
  const header: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const field = /^-- ([a-z_]+):\s+(.*)$/.exec(line)
    if (field?.[1]) header[field[1]] = (field[2] ?? '').trim()
    else if (!line.startsWith('--')) break
  }
  return header
}

/** The sha256 of a text, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Turns the `:name` parameters of a .sql file into `$1 …` with their values, so that the file can also be run in psql
 * with `\set name value`. Casts (`::date`) are left alone.
 * @throws when the text names a parameter that is not given
 */
export function bindNamed(
  text: string,
  parameters: Readonly<Record<string, unknown>>,
): { text: string; values: unknown[] } {
  const order: string[] = []
  const bound = withoutComments(text).replace(/(?<!:):([a-z][a-z0-9_]*)/g, (_, name: string) => {
    if (!(name in parameters)) throw new Error(`SQL parameter :${name} is not given`)
    if (!order.includes(name)) order.push(name)
    return `$${order.indexOf(name) + 1}`
  })
  return { text: bound, values: order.map((name) => parameters[name]) }
}

// Comments may hold colons that are no parameters; markers (`/* … */`) stay.
function withoutComments(text: string): string {
  return text.replace(/^\s*--.*$/gm, '')
}
