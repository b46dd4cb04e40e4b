/** Owns goals held against the full-time persons on one benefit, a figure that a test can set to any decimal, many cases to a house. */
import { benefits, groupLines, type PlanGoal } from './exports.ts'
import type { TestHouse } from './house.ts'

/** Full-time persons on a-dagpenge by period, as lines of PTV_A02 for one area. */
export function personLines(
  area: string,
  figures: Readonly<Record<string, string>>,
): readonly (readonly string[])[] {
  return Object.entries(figures).map(([period, value]) =>
    groupLines(area, period, { 'A-dagpenge': value }),
  )
}

/** Viborg's full-time persons on a-dagpenge by period; every goal below may be held against them. */
export function persons(figures: Readonly<Record<string, string>>): string {
  return benefits(...personLines('Viborg', figures))
}

/** A goal for the full-time persons on a-dagpenge. */
export function goal(no: string, operator: string, target: string, baseline = ''): PlanGoal {
  return { no, kpi: 'fulltime_persons', group: 'Forsikrede', operator, target, baseline }
}

/** Figures of one area, and the goals that are held against them. */
export interface GoalCase {
  readonly figures: Readonly<Record<string, string>>
  readonly goals: readonly PlanGoal[]
  /** Their statuses for 2020, by goal number. */
  readonly expected: Readonly<Record<string, string>>
}

/** Municipalities for cases, each its own; none is in the comparison set of eastern Jutland, and Viborg is left free. */
const AREAS = [
  ...['Skive', 'Holstebro', 'Herning', 'Vejle', 'Aalborg', 'Esbjerg', 'Odense', 'Kolding'],
  ...['Thisted', 'Struer', 'Lemvig', 'Varde', 'Billund', 'Fredericia', 'Middelfart', 'Assens'],
]

/** The plan and the figures of all cases, one municipality each. */
export function caseFiles(cases: readonly GoalCase[]): {
  readonly goals: readonly PlanGoal[]
  readonly lines: readonly (readonly string[])[]
} {
  if (cases.length > AREAS.length) throw new Error('more cases than municipalities')
  const placed = cases.map((each, index) => ({ ...each, area: AREAS[index] ?? '' }))
  return {
    goals: placed.flatMap(({ goals, area }) => goals.map((each) => ({ ...each, area }))),
    lines: placed.flatMap(({ figures, area }) => personLines(area, figures)),
  }
}

/** The statuses that the cases have come to, in their order. */
export async function caseStatuses(
  house: TestHouse,
  cases: readonly GoalCase[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  const rows = await house.query<{ area: string; goal_no: string; status: string }>(
    `select a.area, g.goal_no, g.status from mart.goal as g
     inner join mart.dim_area as a on a.area_code = g.area_code where g.year = 2020`,
  )
  return cases.map((_, index) =>
    Object.fromEntries(
      rows
        .filter(({ area }) => area === AREAS[index])
        .map(({ goal_no, status }) => [goal_no, status]),
    ),
  )
}
