/** Owns how a file's headings compare with those of the feed's last file: matched under another name, new, or gone. */
import { type Kysely, sql } from 'kysely'
import type { Feed } from '../core/feed.ts'
import { maskPersonal } from '../core/mask.ts'
import { normaliseText } from '../core/text.ts'
import type { DB } from '../db/types.ts'
import { inSequence } from './sequence.ts'

/** A heading of a file, with the declared field it was read as; null for one nobody declared. */
export interface FileHeading {
  readonly heading: string
  readonly field: string | null
}

/** How a file's headings differ from what is declared and from the last file. */
export interface HeadingDrift {
  /** Declared columns that the file calls something else than their first name. */
  readonly aliases: readonly { readonly declared: string; readonly heading: string }[]
  /** Columns that the last file called something else. */
  readonly renamed: readonly { readonly before: string; readonly heading: string }[]
  /** Columns the last file did not have. */
  readonly added: readonly string[]
  /** Columns only the last file had. */
  readonly gone: readonly string[]
}

/** A file's headings in its order, each with its field; a nameless column is none. */
export function fileHeadings(
  cells: readonly string[],
  positions: ReadonlyMap<string, number>,
): readonly FileHeading[] {
  const fields = new Map([...positions].map(([field, index]) => [index, field]))
  return cells
    .map((cell, index) => ({ heading: maskPersonal(cell), field: fields.get(index) ?? null }))
    .filter(({ heading }) => heading.trim() !== '')
}

/**
 * The headings of the newest load in force of a feed, or of one part of it.
 * @returns undefined when there is none whose record holds them
 */
export async function lastHeadings(
  db: Kysely<DB>,
  municipality: string,
  feed: Feed,
  part: string | undefined,
): Promise<readonly FileHeading[] | undefined> {
  const last = await db
    .selectFrom('ops.run')
    .select(sql<readonly FileHeading[]>`headings`.as('headings'))
    .where(inSequence(feed, municipality))
    .where('state', '=', 'done')
    .where('headings', 'is not', null)
    .where((where) => (part === undefined ? where('part', 'is', null) : where('part', '=', part)))
    .orderBy('run_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.headings
}

/** What is different about a file's headings; without a last file only against what is declared. */
export function headingDrift(
  feed: Feed,
  now: readonly FileHeading[],
  last: readonly FileHeading[] | undefined,
): HeadingDrift {
  const aliases = now.flatMap(({ heading, field }) => {
    const declared = feed.columns[field ?? '']?.heading
    return declared === undefined || isSame(declared, heading) ? [] : [{ declared, heading }]
  })
  if (!last) return { aliases, renamed: [], added: [], gone: [] }
  const twinOf = ({ heading, field }: FileHeading, others: readonly FileHeading[]) =>
    others.find((other) =>
      field === null || other.field === null
        ? isSame(heading, other.heading)
        : field === other.field,
    )
  return {
    aliases,
    renamed: now.flatMap((each) => {
      const before = twinOf(each, last)?.heading
      return before === undefined || isSame(before, each.heading)
        ? []
        : [{ before, heading: each.heading }]
    }),
    added: now.filter((each) => !twinOf(each, last)).map(({ heading }) => heading),
    gone: last.filter((each) => !twinOf(each, now)).map(({ heading }) => heading),
  }
}

function isSame(one: string, other: string): boolean {
  return normaliseText(one) === normaliseText(other)
}
