/** Owns the proof of goals that are held against something else than a figure of their own: a year before, a KPI, a baseline. */
import { expect, test } from '@jest/globals'
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
import { goal, persons, statuses } from '../support/goals.ts'
import { openHouse } from '../support/house.ts'

test('a goal by reference to the year before is held against that value, both rounded alike', async () => {
  const house = await openHouse({ businessDate: '2021-06-01' })
  const year = (no: string, operator: string): PlanGoal => ({
    ...goal(no, operator, '', '500'),
    reference: 'prev_year',
  })
  await load(house, {
    'plan_maal_2020.csv': plan(2020, year('1', '<'), year('2', '<='), year('3', '>')),
    'ptv_a02.csv': persons({
      ...{ '2018M10': '10', '2019M09': '90', '2019M10': '100,2', '2020M10': '99' },
      // A quarter begins on the same day; it is no October.
      ...{ '2019Q04': '80' },
    }),
  })
  const goals = await goalsOf(house)
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

test('a goal by reference to another KPI shows what that resolves to; unresolved it has no data', async () => {
  const house = await openHouse()
  const share = { kpi: 'share_sickness_benefit', baseline: '9,0' }
  const temporary = { ...share, reference: 'kpi:share_temporary_support' }
  const rank = { ...share, reference: 'kpi:benchmark_expected_rank' }
  await load(house, {
    'plan_maal_2020.csv': plan(
      2020,
      { no: '1', operator: '<', ...temporary },
      { no: '2', operator: '>', ...temporary },
      { no: '3', operator: '<', ...rank },
      { no: '4', operator: '<', ...share, reference: 'prev_year' },
    ),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', S4)),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 61_464)),
  })
  const goals = await goalsOf(house)
  const resolved = { target: 7.518222, actual: 2.056488 }
  expect(goals['plan_maal 2020 1']).toMatchObject({ ...resolved, status: 'achieved' })
  expect(goals['plan_maal 2020 2']).toMatchObject({ ...resolved, status: 'off_track' })
  const unresolved = { target: null, actual: 2.056488, status: 'no_data' }
  expect(goals['plan_maal 2020 3']).toMatchObject(unresolved)
  expect(goals['plan_maal 2020 4']).toMatchObject(unresolved)
})

test('a goal without a figure of its own is held against its baseline, and has no path', async () => {
  const goals = [goal('11', '>', '', '33,3'), goal('12', '<', '', '33,3'), goal('13', '<=', '')]
  const noFigure = { '13': 'no_data' }
  expect(await statuses({ '2020M12': '34' }, goals)).toEqual({
    ...{ '11': 'achieved', '12': 'off_track', ...noFigure },
  })
  expect(await statuses({ '2020M12': '33' }, goals)).toMatchObject({
    '11': 'off_track',
    ...noFigure,
  })
})
