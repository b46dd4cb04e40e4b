/** Owns how the goals are read and shown on a terminal. */
import type { Database } from '../db/connect.ts'
import { table } from './output.ts'

const STATUS: Readonly<Record<string, string>> = {
  achieved: '✔ nået',
  on_track: '→ på vej',
  off_track: '✖ ikke på vej',
  no_data: '– ingen data',
}

const BASIS: Readonly<Record<string, string>> = {
  own: 'egne',
  national: 'nationale',
  manual: 'indtastet',
}

/** The goals as mart.goal has them, with what a display needs of their KPI. */
export async function readGoals({ db }: Database) {
  const goals = await db
    .selectFrom('mart.goal as g')
    .innerJoin('mart.dim_kpi as k', 'k.kpi', 'g.kpi')
    .selectAll('g')
    .select(['k.unit', 'k.decimals', 'k.feeds'])
    .execute()
  const order = (goal: { year: number | null; plan: string | null; goal_no: string | null }) =>
    `${goal.year} ${goal.plan} ${(goal.goal_no ?? '').replace(/\d+/g, (digits) => digits.padStart(4, '0'))}`
  return goals.sort((a, b) => (order(a) < order(b) ? -1 : 1))
}

/** The goals as a table; one without a figure names the feeds that could give it. */
export function goalsText(goals: Awaited<ReturnType<typeof readGoals>>): string {
  if (goals.length === 0) return 'Ingen mål endnu: indlæs planens mål (feed plan-targets).'
  const rows = goals.map((goal) => {
    const number = (value: string | null) => figureText(value, goal)
    return [
      goal.goal_no,
      goal.name,
      `${goal.operator} ${goal.target === null ? '–' : number(goal.target)}`,
      number(goal.baseline),
      number(goal.actual),
      [goal.period, goal.is_preliminary && 'foreløbig'].filter(Boolean).join(', '),
      BASIS[goal.basis ?? ''] ?? goal.basis,
      STATUS[goal.status ?? ''] ?? goal.status,
      goal.status === 'no_data'
        ? `feed: ${(goal.feeds ?? 'intet endnu').replaceAll('|', ', ')}`
        : '',
    ]
  })
  return table(['mål', 'navn', 'mål', 'udgangspunkt', 'nu', 'periode', 'tal', 'status', ''], rows)
}

/** A KPI's value as Danes write it, `18,2 %`; `–` when there is none. */
export function figureText(
  value: string | null | undefined,
  { unit, decimals }: { readonly unit: string; readonly decimals: number },
): string {
  if (value === null || value === undefined) return '–'
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  return `${Number(value).toLocaleString('da-DK', digits)}${unit === 'percent' ? ' %' : ''}`
}
