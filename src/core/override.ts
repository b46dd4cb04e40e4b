/** Owns what a municipality may say of an export that differs, and the feed that comes of it: other names, headings and codes. */
import type { ColumnType } from './column.ts'
import {
  type Column,
  type Columns,
  type Feed,
  type FeedOverride,
  nameFor,
  type Words,
} from './feed.ts'
import type { Reference } from './reference.ts'
import { normaliseText } from './text.ts'

/** The feed as the override has it. Pure: the same feed and override give the same feed. */
export function overridden(feed: Feed, override: FeedOverride): Feed {
  const { headings = {}, codes = {} } = override
  const columns: Columns = Object.fromEntries(
    Object.entries(feed.columns).map(([field, column]) => [
      field,
      translated(renamed(column, headings[field]), codes[field]),
    ]),
  )
  return Object.freeze({ ...feed, ...namesOf(feed, override), columns, override })
}

/** Every heading a column is known by, its own first. */
export function namesOfColumn({ heading, aliases = [] }: Column<unknown>): readonly string[] {
  return [heading, ...aliases]
}

function renamed(column: Column<unknown>, names: readonly string[] | undefined): Column<unknown> {
  const [heading, ...aliases] = names ?? []
  if (heading === undefined) return column
  const { pattern: _, ...rest } = column
  return { ...rest, heading, aliases }
}

function translated(column: Column<unknown>, words: Words | undefined): Column<unknown> {
  return words ? { ...column, type: translating(column.type, words) } : column
}

/**
 * The same kind of column for cells that use other words: each is read as if the export had written ours.
 * @param words what a cell says → our code or word
 */
function translating<T>(type: ColumnType<T>, words: Words): ColumnType<T> {
  const ours = new Map(
    Object.entries(words).map(([cell, word]) => [cellKey(cell), ownWord(type, word)]),
  )
  const translate = (cell: string) => ours.get(cellKey(cell)) ?? cell
  const { codes } = type
  return {
    ...type,
    ...(codes && { codes: { ...codes, codeOf: (cell) => codes.codeOf(translate(cell)) } }),
    parse: (cell, context) => type.parse(translate(cell), context),
  }
}

/** How the cells of a column with codes are compared; signs alone (`+`, `-`) are compared as they are. */
export function cellKey(cell: string): string {
  return normaliseText(cell) || cell.trim()
}

/** A code as the column's cells write it: its first word. What is no code of the column is a word already. */
function ownWord({ codes }: ColumnType<unknown>, word: string): string {
  return (Object.hasOwn(codes?.words ?? {}, word) && codes?.words[word]?.[0]) || word
}

function namesOf(feed: Feed, override: FeedOverride): Partial<Feed> {
  const { files = [], fullFiles = [], deltaFiles = [] } = override
  const takes = [...files, ...fullFiles, ...deltaFiles]
  if (takes.length === 0) return {}
  const own = feed.mode
  const isFull = oneOfNames(fullFiles)
  const isDelta = oneOfNames(deltaFiles)
  return {
    files: takes.map(namePattern),
    takes,
    // A file that came under a declared name, before the export changed, is still what that name says.
    ...(own && {
      mode: (name) => (isFull(name) ? 'full' : isDelta(name) ? 'delta' : own(name)),
    }),
  }
}

function oneOfNames(names: readonly string[]): (name: string) => boolean {
  const files = names.map(namePattern)
  return (name) => nameFor({ files }, name) !== undefined
}

/** A file name with `*` (any text) and `?` (any one character) as the pattern of whole names; capitals do not matter. */
export function namePattern(name: string): RegExp {
  const text = name
    .normalize('NFC')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'i')
}

/** Whether a column reads that as one of its codes or words; a column without any reads none. */
export function isWordOf(type: ColumnType<unknown>, text: string, reference: Reference): boolean {
  const { codes, lookup } = type
  if (codes) return Object.hasOwn(codes.words, text) || codes.codeOf(text) !== undefined
  return lookup !== undefined && type.parse(text, { reference, pseudonyms: undefined }).ok
}

/** The codes of a column's list, and every other word it reads as one of them. */
export function codesOf(
  { codes, lookup }: ColumnType<unknown>,
  reference: Reference,
): { readonly codes: readonly string[]; readonly words: readonly string[] } {
  if (codes) return { codes: Object.keys(codes.words), words: Object.values(codes.words).flat() }
  if (lookup === undefined) return { codes: [], words: [] }
  const { list, source } = lookup
  if (list === 'area') return { codes: reference.areaNames, words: [] }
  const rows = reference.tables.get(list) ?? []
  return {
    codes: rows.map(({ code }) => code ?? ''),
    words: reference.labels(list, source),
  }
}
