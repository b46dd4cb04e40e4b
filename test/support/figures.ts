/** Owns loading files into a test's house and reading the figures of mart.kpi and mart.goal back, numbers as numbers. */
import type { Row, TestHouse } from './house.ts'

/** A row of mart.kpi, without what its key says. */
export interface Figure extends Row {
  readonly numerator: number | null
  readonly denominator: number | null
  readonly value: number | null
  readonly status: string
  readonly status_text: string | null
  readonly is_preliminary: boolean
  readonly is_suppressed: boolean
}

/** Delivers the files and runs what waits; a refusal or a row in quarantine is thrown, a warning is not. */
export async function load(
  house: TestHouse,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) await house.deliver(name, content)
  const result = await house.nightly()
  const isWhole = result.json.loads.every(({ rows }) => rows.quarantined === 0)
  if (result.exitCode > 1 || !isWhole) throw new Error(`exit ${result.exitCode}: ${result.text}`)
}

/** Every national row of one KPI under `area_code period target_group`, such as `791 2020-01 ALL`. */
export async function figuresOf(
  house: TestHouse,
  kpi: string,
): Promise<Readonly<Record<string, Figure>>> {
  const rows = await house.query<Figure & { key: string }>(
    `select concat_ws(' ', area_code, period, target_group) as key,
       numerator::float8, denominator::float8, value::float8, status, status_text,
       is_preliminary, is_suppressed
     from mart.kpi
     where kpi = $1 and basis = 'national' and team = 'ALL' and age_group = 'ALL' and breakdown = 'ALL'
     order by key`,
    [kpi],
  )
  return Object.fromEntries(rows.map(({ key, ...figure }) => [key, figure]))
}

/** The figures of one area, under `period target_group`. */
export function inArea(
  figures: Readonly<Record<string, Figure>>,
  code: string,
): Readonly<Record<string, Figure>> {
  const own = Object.entries(figures).filter(([key]) => key.startsWith(`${code} `))
  return Object.fromEntries(own.map(([key, figure]) => [key.slice(code.length + 1), figure]))
}

/** A row of mart.goal. */
export interface GoalRow extends Row {
  readonly goal_no: string
  readonly target: number | null
  readonly actual: number | null
  readonly period: string | null
  readonly status: string
}

/** Every goal under `plan year goal_no`, such as `plan_maal 2020 4a`; numbers as numbers. */
export async function goalsOf(house: TestHouse): Promise<Readonly<Record<string, GoalRow>>> {
  const rows = await house.query<GoalRow>('select * from mart.goal order by plan, year, goal_no')
  const number = (cell: unknown) => (cell === null ? null : Number(cell))
  return Object.fromEntries(
    rows.map((row) => [
      `${row.plan} ${row.year} ${row.goal_no}`,
      {
        ...row,
        target: number(row.target),
        baseline: number(row.baseline),
        actual: number(row.actual),
      },
    ]),
  )
}
