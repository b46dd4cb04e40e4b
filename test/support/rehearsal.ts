/** Owns what tests hold `plan` to: that the run then does what it has told. */
import { expect } from '@jest/globals'
import { plan, type RunFlags } from '../../src/cli/words/run.ts'
import { TARGETS, type TargetName } from '../../src/core/target.ts'
import type { HeadingDrift } from '../../src/load/headings.ts'
import type { RunJson, TestHouse } from './house.ts'

/** The part of `plan --json` that tests look at. */
export interface PlanJson {
  readonly state: string
  readonly source_rows: RunJson['loads'][number]['rows']
  readonly rows: { readonly new: number; readonly changed: number; readonly gone: number }
  readonly slices: { readonly model: string; readonly reason: string; readonly slices: number }[]
  readonly kpis: Readonly<Record<string, string | null>>[]
  readonly headings: HeadingDrift | null
  readonly audits: {
    readonly audit: string
    readonly severity: string
    readonly bad_rows: number
  }[]
  readonly error?: { readonly code: string }
}

/** What `plan` tells of a file. */
export async function planOf(house: TestHouse, feed: string, flags: RunFlags) {
  const result = await plan(house.config, feed, flags, () => undefined)
  return result as typeof result & { json: PlanJson }
}

/** Runs the file, and expects what the plan has told of it: rows, slices, audits and KPIs. */
export async function expectRunAsPlanned(
  house: TestHouse,
  { feed, target }: { readonly feed: string; readonly target: TargetName },
  flags: RunFlags,
  { json: told, exitCode }: Awaited<ReturnType<typeof planOf>>,
) {
  const before = { rows: await openRows(house, target), kpis: await kpis(house) }
  const run = await house.run(feed, flags)
  const [load] = run.json.loads
  const after = { rows: await openRows(house, target), kpis: await kpis(house) }
  expect(run.exitCode).toBe(exitCode)
  expect(load).toMatchObject({ state: told.state, rows: told.source_rows })
  expect(load?.error?.code).toBe(told.error?.code)
  expect(counted(before.rows, after.rows)).toEqual(told.rows)
  const stops = told.audits.some(({ severity, bad_rows }) => severity === 'stop' && bad_rows > 0)
  expect(run.json.publish_error?.error.code).toBe(stops ? 'AUDIT_STOPPED' : undefined)
  if (stops) {
    expect(after.kpis).toEqual(before.kpis)
    return
  }
  expect(told.slices).toEqual(run.json.publication?.changes ?? [])
  expect(told.kpis.map(kpiText).sort()).toEqual(changesOf(before.kpis, after.kpis).sort())
}

function counted(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  const keys = [...after.keys()]
  return {
    new: keys.filter((key) => !before.has(key)).length,
    changed: keys.filter((key) => before.has(key) && before.get(key) !== after.get(key)).length,
    gone: [...before.keys()].filter((key) => !after.has(key)).length,
  }
}

function kpiText(change: PlanJson['kpis'][number]): string {
  const { before, after, status_before, status_after, ...kpi } = change
  const [was, becomes] = [valueText(before, status_before), valueText(after, status_after)]
  return `${Object.values(kpi).join(' ')}: ${was} → ${becomes}`
}

function valueText(value: string | null | undefined, status: string | null | undefined): string {
  return status ? `${value ?? '-'} ${status}` : '-'
}

function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key}: ${before.get(key) ?? '-'} → ${after.get(key) ?? '-'}`)
}

async function openRows(house: TestHouse, target: TargetName): Promise<Map<string, string>> {
  const { table, key, values } = TARGETS[target]
  const rows = await house.query<{ key: string; content: string }>(
    `select row(${Object.keys(key).join(', ')})::text as key, row(${Object.keys(values).join(', ')})::text as content
     from core.${table} where recorded_to = 'infinity'`,
  )
  return new Map(rows.map((row) => [row.key, row.content]))
}

async function kpis(house: TestHouse): Promise<Map<string, string>> {
  const rows = await house.query<{ key: string; value: string }>(
    `select concat_ws(' ', kpi, basis, period, area, target_group, team, age_group, breakdown) as key,
       coalesce(value::text, '-') || ' ' || status as value
     from mart.kpi`,
  )
  return new Map(rows.map(({ key, value }) => [key, value]))
}
