/** Owns which loads of a feed are in force: the files that core stands on, in the order they were applied. */
import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Feed } from '../core/feed.ts'
import type { DB } from '../db/types.ts'
import type { LoadHouse, LoadOptions } from './context.ts'
import { definitionHash } from './current-file.ts'
import { partTold } from './read-file.ts'
import { inSequence } from './sequence.ts'
import { archivedFile, type SourceFile } from './source-file.ts'

/** A load in force, with what it takes to do it again. */
export interface LoadInForce {
  readonly runId: string
  /** Whose load it is. */
  readonly municipality: string
  readonly part: string | undefined
  readonly file: SourceFile
  /** What it was told, its day of extraction among it. */
  readonly options: LoadOptions
  readonly definition: string
  /** Whether it tells of the days that were asked for. */
  readonly isAsked: boolean
}

/** First and last day, ISO dates. */
export interface Days {
  readonly from: string
  readonly to: string
}

const REDELIVERY = /_\d{1,2}(?=\.[^.]+$)/
const ALL_DAYS: Days = { from: '-infinity', to: 'infinity' }

/** A delivered file's name without its delivery number: `X_20200203_2.csv` → `X_20200203.csv`. */
export function firstDeliveryName(name: string): string {
  // A stamp's own last digits are no delivery number: it has at most two, and follows an underscore of its own.
  return name.replace(REDELIVERY, '')
}

/** 1 for a first delivery, n for `_n`. */
export function deliveryNumber(name: string): number {
  return Number(REDELIVERY.exec(name)?.[0].slice(1) ?? 1)
}

/**
 * The loads in force of a feed, of all its parts, oldest first. A release is none: its file's own load gives its rows.
 * Nor is a delivery that a later one had already replaced when it came.
 */
export async function loadsInForce(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality' | 'home'>,
  feed: Feed,
  days: Days = ALL_DAYS,
): Promise<readonly LoadInForce[]> {
  const rows = await db
    .selectFrom('ops.run')
    .select(['run_id', 'part', 'file_name', 'sha256', 'archived_path', 'purged_on', 'extracted_on'])
    .select(['municipality_code', 'load_options', 'definition_hash'])
    .select(tellsOf(feed, days).as('is_asked'))
    .where(inSequence(feed, house.municipality))
    .where('state', '=', 'done')
    .where('file_name', 'is not', null)
    .where('definition_hash', 'is not', null)
    .orderBy('run_id')
    .execute()
  const loads = rows.map(
    (row): LoadInForce => ({
      runId: row.run_id,
      municipality: row.municipality_code,
      part: row.part ?? undefined,
      file: archivedFile(house.home, feed.id, row),
      options: {
        ...(row.load_options as LoadOptions | null),
        extractedOn: row.extracted_on ?? undefined,
      },
      definition: row.definition_hash ?? '',
      isAsked: row.is_asked === true,
    }),
  )
  return loads.filter((load) => !loads.some((other) => isReplacedBy(load, other)))
}

/**
 * Whether this very file, read as it would be now, is the last in force of its day of extraction: loading it again changes
 * nothing, however many came of later days. A file that nobody knows the day of belongs after all others.
 */
export async function stands(
  db: Kysely<DB>,
  house: Pick<LoadHouse, 'municipality' | 'home' | 'referenceHash'>,
  feed: Feed,
  file: SourceFile,
  options: LoadOptions,
): Promise<boolean> {
  if (options.extractedOn === undefined) return false
  const part = partTold(feed, file.name, options.table)
  const last = (await loadsInForce(db, house, feed)).findLast(
    (load) => load.part === part && load.options.extractedOn === options.extractedOn,
  )
  return (
    last?.file.sha256 === file.sha256 &&
    last.file.name === file.name &&
    last.options.mode === options.mode &&
    last.definition === (await definitionHash(feed, house.referenceHash, options.dimensions ?? []))
  )
}

/** By the days its rows tell of or it was extracted on; by its arrival when neither is known. */
function tellsOf(feed: Feed, { from, to }: Days) {
  const arrived = sql`(started_at at time zone 'Europe/Copenhagen')::date`
  const asked = sql`daterange(${from}::date, ${to}::date, '[]')`
  // A record from before the days were noted has the last one only; a snapshot tells of the day it was extracted.
  const known = feed.mode
    ? sql`null::boolean`
    : sql`coalesce(covers && ${asked}, data_until >= ${from}::date)`
  return sql<SqlBool>`coalesce(${known}, false) or (
    coalesce(extracted_on, case when ${known} is null then ${arrived} end) <@ ${asked}) is true`
}

// Names without a stamp are used again month after month, so there the newest arrival counts.
function isReplacedBy(load: LoadInForce, other: LoadInForce): boolean {
  return (
    load.options.extractedOn !== undefined &&
    load.options.extractedOn === other.options.extractedOn &&
    load.part === other.part &&
    load.municipality === other.municipality &&
    firstDeliveryName(load.file.name) === firstDeliveryName(other.file.name) &&
    deliveryNumber(load.file.name) < deliveryNumber(other.file.name)
  )
}
