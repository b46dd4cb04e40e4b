/** Owns goals held against the full-time persons on a-dagpenge in Viborg, a figure that a test can set to any decimal. */
import { benefits, groupLines, type PlanGoal, plan } from './exports.ts'
import { goalsOf, load } from './figures.ts'
import { openHouse } from './house.ts'

/** Viborg's full-time persons on a-dagpenge by period; every goal below may be held against them. */
export function persons(figures: Readonly<Record<string, string>>): string {
  const lines = Object.entries(figures).map(([period, value]) =>
    groupLines('Viborg', period, { 'A-dagpenge': value }),
  )
  return benefits(...lines)
}

/** A goal for the full-time persons on a-dagpenge. */
export function goal(no: string, operator: string, target: string, baseline = ''): PlanGoal {
  return { no, kpi: 'fulltime_persons', group: 'Forsikrede', operator, target, baseline }
}

/** The statuses of one plan for 2020, by goal number. */
export async function statuses(
  figures: Readonly<Record<string, string>>,
  goals: readonly PlanGoal[],
  businessDate = '2021-06-01',
): Promise<Record<string, string>> {
  const house = await openHouse({ businessDate })
  await load(house, { 'plan_maal_2020.csv': plan(2020, ...goals), 'ptv_a02.csv': persons(figures) })
  const rows = Object.values(await goalsOf(house))
  return Object.fromEntries(rows.map((row) => [row.goal_no, row.status]))
}
