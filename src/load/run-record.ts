/** Owns ops.run: opening a run's record before its work and closing it with what came of it. */
import { type Kysely, sql } from 'kysely'
import { EXIT, type ExitCode, MartError } from '../core/errors.ts'
import type { DB } from '../db/types.ts'
import type { LoadOptions } from './context.ts'
import type { FileHeading } from './headings.ts'

export type RunState = 'done' | 'refused' | 'failed'
export type Trigger = 'hand' | 'nightly' | 'example' | 'schedule'

/** Source rows by what became of them; for a closed load read = loaded + unchanged + quarantined + ignored. */
export interface RowCounts {
  readonly read: number
  readonly loaded: number
  readonly unchanged: number
  /** Core rows closed because the file no longer gives them; no source row, so outside the sum. */
  readonly closed: number
  readonly quarantined: number
  readonly ignored: number
}

export const NO_ROWS: RowCounts = {
  read: 0,
  loaded: 0,
  unchanged: 0,
  closed: 0,
  quarantined: 0,
  ignored: 0,
}

export interface RunOpening {
  readonly municipality: string
  readonly feed: string
  readonly trigger: Trigger
  readonly fileName?: string
  readonly sha256?: string
  /** The business date when one is set; of a file that is taken. */
  readonly takenOn?: string | undefined
  readonly part?: string | undefined
  readonly extractedOn?: string | undefined
  readonly definitionHash?: string
  /** The load whose rejected rows are read again; of a release. */
  readonly releasedFrom?: string
  /** What the load was told beside its file. */
  readonly options?: LoadOptions
}

const danishDay = sql<string>`(now() at time zone 'Europe/Copenhagen')::date`

/** Opens a record in state running; it is visible at once. */
export async function openRun(db: Kysely<DB>, opening: RunOpening): Promise<string> {
  const row = await db
    .insertInto('ops.run')
    .values({
      municipality_code: opening.municipality,
      feed: opening.feed,
      trigger: opening.trigger,
      state: 'running',
      file_name: opening.fileName ?? null,
      sha256: opening.sha256 ?? null,
      taken_on: opening.fileName === undefined ? null : (opening.takenOn ?? danishDay),
      part: opening.part ?? null,
      extracted_on: opening.extractedOn ?? null,
      definition_hash: opening.definitionHash ?? null,
      released_from: opening.releasedFrom ?? null,
      load_options: opening.options ? JSON.stringify(repeatable(opening.options)) : null,
    })
    .returning('run_id')
    .executeTakeFirstOrThrow()
  return row.run_id
}

// What a later repetition must be told; waiting and the date are the call's and the record's own.
function repeatable({ table, dimensions, mode, force }: LoadOptions): LoadOptions {
  return { table, ...(dimensions && { dimensions }), mode, ...(force && { force }) }
}

export interface RunClosing {
  readonly state: RunState
  readonly exitCode: ExitCode
  readonly counts: RowCounts
  /** Danish, for status and runs. */
  readonly message: string
  readonly dataUntil?: string | null
  /** First to last day the rows tell of, as a PostgreSQL daterange. */
  readonly covers?: string | null
  /** Where the file lies afterwards, from the home. */
  readonly archivedPath?: string
  readonly headings?: readonly FileHeading[] | undefined
}

/** Closes a record; within the load's own transaction when it succeeds, so data and record cannot part. */
export async function closeRun(db: Kysely<DB>, runId: string, closing: RunClosing): Promise<void> {
  const { counts } = closing
  await db
    .updateTable('ops.run')
    .set({
      state: closing.state,
      exit_code: closing.exitCode,
      finished_at: sql`clock_timestamp()`,
      rows_read: String(counts.read),
      rows_loaded: String(counts.loaded),
      rows_unchanged: String(counts.unchanged),
      rows_closed: String(counts.closed),
      rows_quarantined: String(counts.quarantined),
      rows_ignored: String(counts.ignored),
      message: closing.message,
      data_until: closing.dataUntil ?? null,
      covers: closing.covers ?? null,
      archived_path: closing.archivedPath ?? null,
      headings: closing.headings ? JSON.stringify(closing.headings) : null,
    })
    .where('run_id', '=', runId)
    .execute()
}

/** Closes the record of a run that broke off: refused when the contract was broken, else failed. */
export async function closeBroken(db: Kysely<DB>, runId: string, error: unknown): Promise<void> {
  const exitCode = error instanceof MartError ? error.exitCode : EXIT.defect
  await closeRun(db, runId, {
    state: exitCode === EXIT.refused ? 'refused' : 'failed',
    exitCode,
    counts: NO_ROWS,
    message: error instanceof MartError ? error.message : 'Uventet fejl; se loggen.',
    // The database may be what failed: then the record stays running, and the next run marks it interrupted.
  }).catch(() => undefined)
}

/**
 * Marks the records of runs that died: the caller holds their lock, so nobody else is running.
 * @param municipality undefined: of all, where one lock is for all of them
 */
export async function markOrphans(
  db: Kysely<DB>,
  feed: string,
  municipality: string | undefined,
): Promise<number> {
  const result = await db
    .updateTable('ops.run')
    .set({
      state: 'interrupted',
      exit_code: EXIT.interrupted,
      finished_at: sql`clock_timestamp()`,
      message: 'Kørslen blev afbrudt, før den blev færdig; intet af den blev gemt.',
    })
    .where('feed', '=', feed)
    .where('state', '=', 'running')
    .$if(municipality !== undefined, (update) =>
      update.where('municipality_code', '=', municipality ?? ''),
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
