/** Owns the proof of goals that are held against something else than a figure of their own: a year before, a KPI, a baseline. */
import { beforeAll, expect, test } from '@jest/globals'
import {
  ageLines,
  benefits,
  groupLines,
  type PlanGoal,
  plan,
  population,
  S4,
} from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import {
  caseFiles,
  caseStatuses,
  type GoalCase,
  goal,
  personLines,
  persons,
} from '../support/goals.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const aYearBefore = (no: string, operator: string): PlanGoal => ({
  ...goal(no, operator, '', '500'),
  reference: 'prev_year',
})

const SHARE = { kpi: 'share_sickness_benefit', baseline: '9,0', area: 'Randers' }
const TEMPORARY = { ...SHARE, reference: 'kpi:share_temporary_support' }

const NO_FIGURE = [goal('11', '>', '', '33,3'), goal('12', '<', '', '33,3'), goal('13', '<=', '')]
const CASES: readonly GoalCase[] = [
  {
    figures: { '2020M12': '34' },
    goals: NO_FIGURE,
    expected: { '11': 'achieved', '12': 'off_track', '13': 'no_data' },
  },
  {
    figures: { '2020M12': '33' },
    goals: NO_FIGURE,
    // In whole persons the baseline is 33 too.
    expected: { '11': 'off_track', '12': 'off_track', '13': 'no_data' },
  },
]

let house: TestHouse
let goals: Awaited<ReturnType<typeof goalsOf>>

beforeAll(async () => {
  house = await openHouse({ businessDate: '2021-06-01' })
  const cases = caseFiles(CASES)
  await load(house, {
    'plan_maal_2020.csv': plan(
      2020,
      ...[aYearBefore('1', '<'), aYearBefore('2', '<='), aYearBefore('3', '>')],
      { no: '4', operator: '<', ...TEMPORARY },
      { no: '5', operator: '>', ...TEMPORARY },
      { no: '6', operator: '<', ...SHARE, reference: 'kpi:benchmark_expected_rank' },
      { no: '7', operator: '<', ...SHARE, reference: 'prev_year' },
      ...cases.goals,
    ),
    'ptv_a02.csv': benefits(
      ...personLines('Viborg', {
        ...{ '2018M10': '10', '2019M09': '90', '2019M10': '100,2', '2020M10': '99' },
        // A quarter begins on the same day; it is no October.
        ...{ '2019Q04': '80' },
      }),
      groupLines('Randers', '2020M01', S4),
      ...cases.lines,
    ),
    'FOLK1A.csv': population(ageLines('Randers', '2020K1', 61_464)),
  })
  goals = await goalsOf(house)
})

test('a goal by reference to another KPI shows what that resolves to; unresolved it has no data', () => {
  const resolved = { target: 7.518222, actual: 2.056488 }
  expect(goals['plan_maal 2020 4']).toMatchObject({ ...resolved, status: 'achieved' })
  expect(goals['plan_maal 2020 5']).toMatchObject({ ...resolved, status: 'off_track' })
  const unresolved = { target: null, actual: 2.056488, status: 'no_data' }
  expect(goals['plan_maal 2020 6']).toMatchObject(unresolved)
  expect(goals['plan_maal 2020 7']).toMatchObject(unresolved)
})

test('a goal without a figure of its own is held against its baseline, and has no path', async () => {
  const found = await caseStatuses(house, CASES)
  expect(found).toEqual(CASES.map(({ expected }) => expected))
})

test('a goal by reference to the year before is held against that value, both rounded alike', async () => {
  const figures = { actual: 99, period: '2020-10', target: 100.2, baseline: 500 }
  expect(goals['plan_maal 2020 1']).toMatchObject({ ...figures, status: 'achieved' })
  expect(goals['plan_maal 2020 2']).toMatchObject({ ...figures, status: 'achieved' })
  // Far below the path from 500, and still off track: a reference has no path.
  expect(goals['plan_maal 2020 3']).toMatchObject({ ...figures, status: 'off_track' })

  // 100.4 is more than 100.2, but both are 100 full-time persons: neither fewer nor more.
  await load(house, { 'ptv_a02.csv': persons({ '2020M10': '100,4' }) })
  const after = await goalsOf(house)
  const equal = { actual: 100.4, target: 100.2 }
  expect(after['plan_maal 2020 1']).toMatchObject({ ...equal, status: 'off_track' })
  expect(after['plan_maal 2020 2']).toMatchObject({ ...equal, status: 'achieved' })
  expect(after['plan_maal 2020 3']).toMatchObject({ ...equal, status: 'off_track' })
})
