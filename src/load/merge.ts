/** Owns the merge of one staged file into its versioned core table, by the readable templates in sql/merge. */
import type { FileMode } from '../core/feed.ts'
import type { Target } from '../core/target.ts'
import type { Client } from '../db/connect.ts'
import { bindNamed, readSql, readSqlFolder } from '../db/sql-folder.ts'

/** What a merge did: core rows opened, closed and closed because the file lacks them; source lines loaded and repeated. */
export interface MergeCounts {
  readonly opened: number
  readonly closed: number
  readonly gone: number
  readonly linesLoaded: number
}

/** Two or more lines of one file that contradict each other. */
export interface Contradiction {
  readonly line: number
  /** The first lines of the group, for the message. */
  readonly lines: string
}

// A merge compares whole sets: on rows staged a moment ago the planner knows no better than to loop, and the keys of a file
// of some hundred thousand rows fit in memory, where it would else sort them on disk.
const PLANNER = "set local enable_nestloop = off; set local work_mem = '64MB'"

/** Holds back the lines of a file that contradict each other, and drops those that repeat one another. */
export async function settleRepeats(
  client: Client,
  target: Target,
  runId: string,
): Promise<{ contradictions: readonly Contradiction[]; repeatedLines: number }> {
  await client.query(PLANNER)
  const [repeated] = await run<{ keys: number }>(client, 'find_repeated_keys', target, runId)
  if (!repeated?.keys) return { contradictions: [], repeatedLines: 0 }
  if (target.keepsHistory) {
    const [same] = await run<{ lines: number }>(client, 'drop_same', target, runId)
    return { contradictions: [], repeatedLines: same?.lines ?? 0 }
  }
  const [overtaken] = target.changedAt
    ? await run<{ lines: number }>(client, 'keep_newest', target, runId)
    : []
  const contradictions = await run<Contradiction>(client, 'hold_contradictions', target, runId)
  const [dropped] = await run<{ lines: number }>(client, 'drop_repeats', target, runId)
  return { contradictions, repeatedLines: (dropped?.lines ?? 0) + (overtaken?.lines ?? 0) }
}

/**
 * Drops staged rows of an earlier file that later ones have answered; returns their lines.
 * @param answered whether a file answers for the slices it touches, and whether later snapshots lack every row not in core
 */
export async function dropOvertaken(
  client: Client,
  target: Target,
  runId: string,
  originRun: string,
  answered: { readonly bySlice: boolean; readonly areGone: boolean },
): Promise<readonly number[]> {
  const rows = await run<{ line: number }>(client, 'drop_overtaken', target, runId, {
    origin_run: originRun,
    replaces_slices: answered.bySlice,
    are_gone: answered.areGone,
  })
  return rows.map((row) => row.line)
}

/**
 * Marks the rejected rows of earlier files that a load has answered.
 * @param told the days that its rows tell of, as a PostgreSQL daterange; whether it gives all there is
 */
export async function supersedeEarlier(
  client: Client,
  runId: string,
  { covers, isFull }: { readonly covers: string | null; readonly isFull: boolean },
): Promise<void> {
  const { text } = await readSql('merge/supersede.sql')
  const bound = bindNamed(text, { run_id: runId, covers, is_full: isFull })
  await client.query(bound.text, bound.values)
}

/**
 * Notes rows that a release opened as absent from the newest full snapshot.
 * @param absentOn its day, ISO date
 */
export async function noteReleased(
  client: Client,
  target: Target,
  runId: string,
  absentOn: string,
): Promise<void> {
  const at = await recordedTime(client)
  await run(client, 'note_released', target, runId, { at, absent_on: absentOn })
}

/** What is odd about the staged rows as a whole, as Danish sentences; sql/merge/warnings has a query for some targets. */
export async function stageWarnings(
  client: Client,
  target: Target,
  runId: string,
): Promise<readonly string[]> {
  const query = (await readSqlFolder('merge/warnings')).find((file) => file.name === target.table)
  if (!query) return []
  const { text, values } = bindNamed(query.text, { run_id: runId })
  const { rows } = await client.query<{ message: string }>(text, values)
  return rows.map((row) => row.message)
}

/** How a file's rows meet those in core. */
export interface MergeMode {
  /** `slices`: the file replaces the slices it touches; `full`: all rows of the municipality; `delta`: the rows it gives. */
  readonly kind: 'slices' | FileMode
  readonly municipality: string
  /** ISO date. */
  readonly extractedOn: string | undefined
  /** False when a rejected row's key could not be read: nothing is then closed as missing. */
  readonly closesMissing: boolean
}

/**
 * Closes what the file corrects or lacks and opens what is new, in the caller's transaction, once what the file says twice
 * is settled.
 */
export async function merge(
  client: Client,
  target: Target,
  runId: string,
  mode: MergeMode,
): Promise<MergeCounts> {
  await waitForOthers(client, target)
  if (target.namesPersons) await run(client, 'register_persons', target, runId)
  const history = target.keepsHistory ? await storeLines(client, target, runId, 'store_history') : 0
  const older = target.changedAt ? await storeLines(client, target, runId, 'store_older') : 0
  const at = await recordedTime(client)
  const [closed] = await run<{ closed: number; gone: number }>(client, 'close', target, runId, {
    closes_missing: mode.kind === 'slices' && mode.closesMissing,
    at,
  })
  const [opened] = await run<{ opened: number; lines: number }>(client, 'open', target, runId, {
    at,
  })
  const gone = mode.kind === 'slices' ? 0 : await settleAbsence(client, target, runId, mode)
  return {
    opened: opened?.opened ?? 0,
    closed: (closed?.closed ?? 0) + gone,
    gone: (closed?.gone ?? 0) + gone,
    linesLoaded: (opened?.lines ?? 0) + older + history,
  }
}

// Two municipalities' files share the rows of the whole country: the second waits for the first to commit.
async function waitForOthers(client: Client, { table }: Pick<Target, 'table'>): Promise<void> {
  const lock = `jobmart:merge:${table}`
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [lock])
}

/** Stores staged rows that never come into force; returns their lines. */
async function storeLines(
  client: Client,
  target: Target,
  runId: string,
  template: 'store_older' | 'store_history',
): Promise<number> {
  const at = await recordedTime(client)
  const [stored] = await run<{ lines: number }>(client, template, target, runId, { at })
  return stored?.lines ?? 0
}

/**
 * The two-snapshot rule (domain A.5): what the file gives is alive; what two full snapshots in a row lack is closed.
 * @returns the rows closed
 */
async function settleAbsence(
  client: Client,
  target: Target,
  runId: string,
  { kind, municipality, extractedOn, closesMissing }: MergeMode,
): Promise<number> {
  const parameters = async () => ({
    at: await recordedTime(client),
    municipality,
    // Without a stamp the day of arrival stands in for the day of extraction.
    extracted_on: extractedOn ?? (await today(client)),
  })
  await run(client, 'forget_present', target, runId, await parameters())
  if (kind === 'delta' || !closesMissing) return 0
  const [gone] = await run<{ gone: number }>(
    client,
    'close_absent',
    target,
    runId,
    await parameters(),
  )
  await run(client, 'note_absent', target, runId, await parameters())
  return gone?.gone ?? 0
}

async function today(client: Client): Promise<string> {
  const { rows } = await client.query<{ today: string }>(
    "select (now() at time zone 'Europe/Copenhagen')::date as today",
  )
  return rows[0]?.today ?? ''
}

/** How many rows are open for the municipality, and how many of them the staged snapshot gives. */
export async function countOpen(
  client: Client,
  target: Target,
  runId: string,
  municipality: string,
): Promise<{ open: number; given: number }> {
  const [count] = await run<{ open: number; given: number }>(client, 'count_open', target, runId, {
    municipality,
  })
  return count ?? { open: 0, given: 0 }
}

/**
 * Undoes runs of one target in core, as if they had never been: closes what they opened, reopens what they closed.
 * @param undone every run of the feed from the first undone one on, earlier reverts among them
 * @param part only rows of this part of the feed; undefined: all
 * @returns versions closed and opened anew
 */
export async function undo(
  client: Client,
  target: Target,
  runId: string,
  undone: readonly string[],
  part: string | undefined,
): Promise<{ closed: number; opened: number }> {
  await waitForOthers(client, target)
  const at = await recordedTime(client)
  const parameters = { at, undone: [...undone], part: part ?? null }
  const [closed] = await run<{ closed: number }>(client, 'undo_close', target, runId, parameters)
  const [opened] = await run<{ opened: number }>(client, 'undo_open', target, runId, parameters)
  return { closed: closed?.closed ?? 0, opened: opened?.opened ?? 0 }
}

// One moment per step, later than the step before: a transaction may take several, and now() would be the same in all.
async function recordedTime(client: Client): Promise<string> {
  const { rows } = await client.query<{ at: string }>('select clock_timestamp()::text as at')
  return rows[0]?.at ?? ''
}

async function run<Row>(
  client: Client,
  name: string,
  target: Target,
  runId: string,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<Row[]> {
  const template = (await readSql(`merge/${name}.sql`)).text
  const { text, values } = bindNamed(fill(template, target), { run_id: runId, ...parameters })
  return (await client.query(text, values)).rows as Row[]
}

/** Fills a template's braces with the target's columns. */
function fill(template: string, target: Target): string {
  const key = Object.keys(target.key)
  const values = Object.keys(target.values)
  const of = (alias: string, columns: readonly string[]) =>
    columns.map((column) => `${alias}.${column}`).join(', ')
  const hasPeriod = values.includes('period_start')
  const parts: Readonly<Record<string, string>> = {
    table: target.table,
    key: key.join(', '),
    values: values.join(', '),
    's.values': of('s', values),
    'c.values': of('c', values),
    slice: target.slice.join(', '),
    's.slice': of('s', target.slice),
    'c.slice': of('c', target.slice),
    's.key = c.key': key.map((column) => `s.${column} = c.${column}`).join(' and '),
    columns: [...key, ...values].join(', '),
    // What tells the part of the mart to rebuild; of a large file anything more would be kept on disk for nothing.
    place: [
      ...new Set(['municipality_code', ...target.publishedBy]),
      ...(hasPeriod ? ['period_start', 'period_end'] : []),
    ].join(', '),
    changed_at: target.changedAt ?? '',
    's.changed <> c.changed': target.changedAt
      ? `coalesce(s.${target.changedAt} <> c.${target.changedAt}, false)`
      : 'false',
    not_deleted: target.deletedFlag ? `not c.${target.deletedFlag}` : 'true',
    's.not_deleted': target.deletedFlag ? `not s.${target.deletedFlag}` : 'true',
    of_part: target.part ? `(:part::text is null or c.${target.part} = :part)` : 'true',
    's.key': of('s', key),
    'c.key': of('c', key),
    published_slice: `concat_ws('|', ${target.publishedBy.join(', ')})`,
    period_bounds: hasPeriod ? 'min(period_start), max(period_end)' : 'null::date, null::date',
  }
  return template.replace(/\{([a-z_.=<> ]+)\}/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) throw new Error(`merge template has an unknown part {${name}}`)
    return part
  })
}
