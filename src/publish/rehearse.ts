/** Owns the rehearsal of one file: load and publication as they would be, told and rolled back. */
import type { Feed } from '../core/feed.ts'
import { TARGETS } from '../core/target.ts'
import { inLockedSnapshot, type Transaction } from '../db/connect.ts'
import type { LoadOptions } from '../load/context.ts'
import type { HeadingDrift } from '../load/headings.ts'
import { rehearseLoad } from '../load/load-file.ts'
import type { LoadResult } from '../load/load-result.ts'
import { takeFeedLock, takePublishLock } from '../load/locks.ts'
import { openRun } from '../load/run-record.ts'
import type { AuditResult } from './audits.ts'
import type { SliceChange } from './changes.ts'
import { type PublishHouse, rebuildAll } from './publish.ts'

/** One KPI cell that would change. */
export interface KpiChange {
  readonly kpi: string
  readonly basis: string
  readonly period: string
  readonly area: string
  readonly target_group: string
  readonly team: string
  readonly age_group: string
  readonly breakdown: string
  /** Null when the cell is not there before. */
  readonly before: string | null
  /** Null when the cell is not there after, or has no value. */
  readonly after: string | null
  /** As in mart.kpi; null when the cell is not there. */
  readonly status_before: string | null
  readonly status_after: string | null
}

/** What a run of the file would do. */
export interface Rehearsal {
  readonly load: LoadResult
  /** How its headings differ from the last file's; undefined when the file was not read. */
  readonly headings: HeadingDrift | undefined
  /** Rows of core: not known before, with another content, and no longer given. */
  readonly rows: { readonly new: number; readonly changed: number; readonly gone: number }
  readonly slices: readonly SliceChange[]
  readonly kpis: readonly KpiChange[]
  readonly audits: readonly AuditResult[]
}

/**
 * Loads a file and publishes within one transaction that is rolled back: nothing is written, archived or moved.
 * @throws MartError LOCKED (exit 6) when a run or a publication is under way
 */
export async function rehearse(
  house: PublishHouse,
  feed: Feed,
  path: string,
  options: LoadOptions,
): Promise<Rehearsal> {
  const wait = options.wait ?? false
  return inLockedSnapshot(
    house.database.pool,
    async (client, holder) => {
      await takeFeedLock(client, house.municipality, feed, wait, holder)
      await takePublishLock(client, wait, holder)
    },
    async () => undefined,
    async (transaction) => {
      await keepCore(transaction, feed)
      const { load, drift } = await rehearseLoad(transaction, house, feed, path, options)
      const rows = await countRows(transaction, feed)
      const effect = load.state === 'done' ? await publishInside(transaction, house) : NOTHING
      return { result: { load, headings: drift, rows, ...effect }, end: 'rollback' }
    },
  )
}

const NOTHING: Pick<Rehearsal, 'slices' | 'kpis' | 'audits'> = { slices: [], kpis: [], audits: [] }

async function publishInside(
  transaction: Transaction,
  house: PublishHouse,
): Promise<Pick<Rehearsal, 'slices' | 'kpis' | 'audits'>> {
  const { client, db } = transaction
  await client.query('create temp table kpi_before on commit drop as select * from mart.kpi')
  const { municipality, trigger } = house
  const runId = await openRun(db, { municipality, feed: 'publish', trigger })
  const { changes, audits } = await rebuildAll(transaction, house, runId)
  return { slices: changes, audits, kpis: await changedKpis(transaction) }
}

async function changedKpis({ client }: Transaction): Promise<readonly KpiChange[]> {
  const { rows } = await client.query<KpiChange>(`
    select kpi, basis, period, area, target_group, team, age_group, breakdown,
      b.value::text as before, a.value::text as after, b.status as status_before, a.status as status_after
    from kpi_before as b
    full join mart.kpi as a
      using (municipality_code, kpi, basis, period, area_code, area, target_group, team, age_group, breakdown)
    where (a.value, a.status) is distinct from (b.value, b.status)
    order by kpi, basis, period, area, target_group, team, age_group, breakdown`)
  return rows
}

// A late file takes later ones off and puts them on again: only before and after tell what has changed.
async function keepCore({ client }: Transaction, feed: Feed): Promise<void> {
  const { table } = TARGETS[feed.target]
  await client.query(
    `create temp table core_before on commit drop as select * from core.${table} where recorded_to = 'infinity'`,
  )
}

async function countRows({ client }: Transaction, feed: Feed): Promise<Rehearsal['rows']> {
  const { table, key, values } = TARGETS[feed.target]
  const row = (alias: string) =>
    `row(${Object.keys(values)
      .map((column) => `${alias}.${column}`)
      .join(', ')})`
  const { rows } = await client.query<Rehearsal['rows']>(
    `select
       count(*) filter (where b.recorded_to is null)::integer as new,
       count(*) filter (
         where a.recorded_to is not null and b.recorded_to is not null and ${row('a')} is distinct from ${row('b')}
       )::integer as changed,
       count(*) filter (where a.recorded_to is null)::integer as gone
     from core_before as b
     full join (select * from core.${table} where recorded_to = 'infinity') as a
       using (${Object.keys(key).join(', ')})`,
  )
  return rows[0] ?? { new: 0, changed: 0, gone: 0 }
}
