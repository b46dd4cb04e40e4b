/** Owns what jobmart.yaml may say of feeds: how an export differs (`feeds:`), and which feed a fact is taken from (`sources:`). */
import { z } from 'zod'
import type { ColumnType } from '../core/column.ts'
import type { Columns, Feed, FeedOverride, FileMode, Words } from '../core/feed.ts'
import {
  cellKey,
  codesOf,
  isWordOf,
  namePattern,
  namesOfColumn,
  overridden,
} from '../core/override.ts'
import type { Reference } from '../core/reference.ts'
import { normaliseText } from '../core/text.ts'
import { DELIMITERS, type Delimiter, ENCODINGS, type Encoding } from '../core/text-format.ts'
import { keysOf, mayBeEmpty, oneOf } from './settings-file.ts'

/** The delimiters by the name they have in jobmart.yaml. */
const DELIMITER_NAMES: Readonly<Record<string, Delimiter>> = Object.fromEntries(
  DELIMITERS.map((delimiter) => [delimiterName(delimiter), delimiter]),
)

/** A delimiter as jobmart.yaml writes it. */
export function delimiterName(delimiter: Delimiter): string {
  return delimiter === '\t' ? 'tab' : delimiter
}

/**
 * The facts that one feed is to be believed on. Each has one feed that can tell of it, so another can not be chosen yet.
 */
const SOURCES = { spells: 'fasit-spells', sickness: 'fasit-sickness' } as const

/** `sources:`, which feed each fact is taken from. */
export const SOURCE_SETTINGS = mayBeEmpty(
  keysOf(
    'oplysningerne',
    Object.fromEntries(
      Object.entries(SOURCES).map(([fact, feed]) => [
        fact,
        z
          .literal(feed, {
            error: `${feed}, det eneste feed, der leverer oplysningen i denne version`,
          })
          .optional(),
      ]),
    ),
  ),
)

/**
 * `feeds:`, by feed the override that its lines come to.
 * @param reference the reference data whose codes the columns are held against; undefined: they are not
 */
export function feedSettings(feeds: readonly Feed[], reference: Reference | undefined) {
  const shape = Object.fromEntries(
    feeds.map((feed) => [feed.id, mayBeEmpty(feedSchema(feed, reference))]),
  )
  return mayBeEmpty(
    keysOf('feedene', shape)
      .transform(overridesIn)
      .superRefine((overrides, context) => refuseSharedNames(feeds, overrides, context)),
  )
}

type Overrides = ReadonlyMap<string, FeedOverride>

function overridesIn(settings: Readonly<Record<string, FeedOverride | undefined>>): Overrides {
  return new Map(
    Object.entries(settings).flatMap(([id, each]) =>
      each && Object.keys(each).length > 0 ? [[id, each]] : [],
    ),
  )
}

/** A file that two feeds take would be left in the inbox. */
function refuseSharedNames(
  feeds: readonly Feed[],
  overrides: Overrides,
  context: z.RefinementCtx,
): void {
  const all = feeds.map((feed) => overridden(feed, overrides.get(feed.id) ?? {}))
  for (const [id, override] of overrides) {
    for (const [key, names] of FILE_KEYS) {
      const patterns = (override[names] ?? []).map(namePattern)
      const isTaken = (name: string) => patterns.some((pattern) => pattern.test(name))
      const other = all.find((each) => each.id !== id && each.takes.some(isTaken))
      if (!other) continue
      const message = `filnavne, som intet andet feed tager; ${other.id} tager ${other.takes.find(isTaken)}`
      context.addIssue({ code: 'custom', path: [id, key], message })
    }
  }
}

/** The keys for file names, and what an override calls them. */
const FILE_KEYS = [
  ['files', 'files'],
  ['full_files', 'fullFiles'],
  ['delta_files', 'deltaFiles'],
] as const

/** A feed's lines as they stand in jobmart.yaml, columns by their declared heading. */
interface FeedLines {
  readonly files?: readonly string[] | undefined
  readonly full_files?: readonly string[] | undefined
  readonly delta_files?: readonly string[] | undefined
  readonly encoding?: Encoding | undefined
  readonly delimiter?: string | undefined
  readonly headings?: ByHeading<readonly string[]> | undefined
  readonly codes?: ByHeading<Words> | undefined
}

type ByHeading<T> = Readonly<Record<string, T | undefined>>

function feedSchema(feed: Feed, reference: Reference | undefined) {
  const modes = new Set(feed.takes.map((name) => feed.mode?.(name)))
  const ofMode = (['full', 'delta'] satisfies FileMode[])
    .filter((mode) => modes.has(mode))
    .map((mode) => [`${mode}_files`, FILE_NAMES.optional()])
  const names = Object.keys(DELIMITER_NAMES)
  return keysOf('nøglerne', {
    files: FILE_NAMES.optional(),
    ...Object.fromEntries(ofMode),
    encoding: word('tegnsættene', ENCODINGS).optional(),
    delimiter: word('skilletegnene', names).optional(),
    headings: mayBeEmpty(headingSettings(feed)),
    codes: mayBeEmpty(codeSettings(feed, reference)),
  }).transform((lines) => overrideOf(feed, lines as FeedLines))
}

function overrideOf(feed: Feed, lines: FeedLines): FeedOverride {
  const { encoding, delimiter, headings, codes } = lines
  const parts = [
    ...FILE_KEYS.map(([key, own]) => [own, lines[key]] as const),
    ['encoding', encoding],
    ['delimiter', delimiter && DELIMITER_NAMES[delimiter]],
    ['headings', byField(feed, headings)],
    ['codes', byField(feed, codes)],
  ]
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined))
}

/** The lines of columns by field; undefined when there are none. */
function byField<T>(feed: Feed, lines: ByHeading<T> = {}): Record<string, T> | undefined {
  const given = Object.entries(feed.columns).flatMap(([field, { heading }]) => {
    const line = lines[heading]
    return line === undefined ? [] : [[field, line] as const]
  })
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

function word<const W extends string>(what: string, words: readonly W[]) {
  return z.enum(words, { error: ({ input }) => oneOf(what, words, String(input)) })
}

/** One text, or a list of them. */
function texts(error: string) {
  const text = z.string({ error }).trim().min(1, { error })
  const list = z.array(text, { error }).min(1, { error })
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), list)
}

const IS_FILE_NAME = /^[^/\\]*[\p{L}\p{N}][^/\\]*$/u
const FILE_NAME = 'et filnavn uden mappe, hvor * er hvad som helst, fx "Forloeb_*.csv", eller flere'
const FILE_NAMES = texts(FILE_NAME).refine(
  (names) => names.every((name) => IS_FILE_NAME.test(name)),
  FILE_NAME,
)

/** `headings:`, by a column's declared heading what it is called. A heading with a changing part cannot be renamed. */
function headingSettings({ columns }: Feed) {
  const names = texts('en overskrift eller en liste af overskrifter')
  const shape = Object.values(columns)
    .filter(({ pattern }) => !pattern)
    .map(({ heading }) => [heading, mayBeEmpty(names)] as const)
  return keysOf('kolonnerne', Object.fromEntries(shape)).superRefine((lines, context) => {
    for (const [heading, given = []] of Object.entries(lines)) {
      const taken = given.map((name) => claimFault(columns, lines, heading, name)).find(Boolean)
      if (taken) context.addIssue({ code: 'custom', path: [heading], message: taken })
    }
  })
}

/** Why a column cannot be called that, if it cannot: every heading is one column's. */
function claimFault(
  columns: Columns,
  lines: ByHeading<readonly string[]>,
  heading: string,
  name: string,
): string | undefined {
  if (normaliseText(name) === '') return 'en overskrift med bogstaver'
  const other = Object.values(columns).find(
    (column) =>
      column.heading !== heading &&
      (lines[column.heading] ?? namesOfColumn(column)).some((each) => isSame(each, name)),
  )
  return other
    ? `en overskrift, som kun denne kolonne har; "${name}" er også kolonnen "${other.heading}", så skriv også, hvad den hedder i filen`
    : undefined
}

function isSame(one: string, other: string): boolean {
  return normaliseText(one) === normaliseText(other)
}

/** `codes:`, by a column's declared heading what its cells say, and the code or word of ours that it means. */
function codeSettings({ columns }: Feed, reference: Reference | undefined) {
  const shape = Object.values(columns)
    .filter(({ type }) => type.codes ?? type.lookup)
    .map(({ heading, type }) => [heading, mayBeEmpty(wordSettings(type, reference))] as const)
  return keysOf('kolonnerne med koder', Object.fromEntries(shape))
}

function wordSettings(type: ColumnType<unknown>, reference: Reference | undefined) {
  const error = 'filens ord og vores kode, fx "1": A'
  const code = z.string({ error }).trim().min(1, { error })
  return z.record(z.string(), code, { error }).superRefine((words, context) => {
    for (const [cell, given] of Object.entries(words)) {
      const message = cellFault(cell, Object.keys(words)) ?? wordFault(type, given, reference)
      if (message) context.addIssue({ code: 'custom', path: [cell], message })
    }
  })
}

function cellFault(cell: string, cells: readonly string[]): string | undefined {
  if (cellKey(cell) === '') return 'et ord fra filen; en tom celle har ingen kode'
  const twin = cells.find((other) => other !== cell && cellKey(other) === cellKey(cell))
  return twin === undefined ? undefined : `hvert ord én gang; "${cell}" og "${twin}" læses ens`
}

function wordFault(
  type: ColumnType<unknown>,
  given: string,
  reference: Reference | undefined,
): string | undefined {
  if (!reference || isWordOf(type, given, reference)) return undefined
  const { codes, words } = codesOf(type, reference)
  return oneOf('koderne', codes, given, words)
}
