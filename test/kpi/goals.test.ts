/** Owns the proof of mart.goal: which figure a goal is held against, and what its status comes to; each case has its own area. */
import { beforeAll, expect, test } from '@jest/globals'
import { refreshWord } from '../../src/cli/words/run.ts'
import {
  ageLines,
  benefits,
  groupLines,
  type PlanGoal,
  plan,
  population,
} from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import { caseFiles, caseStatuses, type GoalCase, goal, personLines } from '../support/goals.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

/** Cases by what they show: each has a municipality, and all of them one house. */
const CASES: Readonly<Record<string, readonly GoalCase[]>> = {
  'each operator holds as it is written, at its edge too': [
    {
      figures: { '2020M12': '100' },
      goals: ['<=', '<', '>=', '>'].flatMap((operator) =>
        ['99', '100', '101'].map((target) => goal(`${operator}${target}`, operator, target)),
      ),
      expected: {
        ...{ '<=99': 'off_track', '<=100': 'achieved', '<=101': 'achieved' },
        ...{ '<99': 'off_track', '<100': 'off_track', '<101': 'achieved' },
        ...{ '>=99': 'achieved', '>=100': 'achieved', '>=101': 'off_track' },
        ...{ '>99': 'achieved', '>100': 'off_track', '>101': 'off_track' },
      },
    },
  ],
  "a figure is rounded half up to the target's own decimals before it is compared": [
    {
      figures: { '2020M12': '7,5180' },
      goals: [
        goal('7,5', '<=', '7,5'),
        goal('7,50', '<=', '7,50'),
        goal('7,52', '<=', '7,52'),
        goal('8', '<=', '8'),
        goal('7', '<=', '7'),
        goal('7,5 %', '<=', '7,5 %'),
      ],
      expected: {
        ...{ '7,5': 'achieved', '7,50': 'off_track', '7,52': 'achieved' },
        ...{ '8': 'achieved', '7': 'off_track', '7,5 %': 'achieved' },
      },
    },
    {
      figures: { '2020M12': '2,0560' },
      goals: [goal('5', '<=', '2,0')],
      expected: { '5': 'off_track' },
    },
    // Half goes up, to the even digit or from it.
    {
      figures: { '2020M12': '7,45' },
      goals: [goal('a', '<=', '7,4'), goal('b', '>=', '7,5')],
      expected: { a: 'off_track', b: 'achieved' },
    },
  ],
  'a ceiling above the baseline is reached from below it': (
    [
      ['10,74', 'achieved'],
      ['10,3', 'achieved'],
      // 10.75 is 10.8: over the target, within its 2 percent.
      ['10,75', 'on_track'],
    ] as const
  ).map(([figure, status]) => ({
    figures: { '2020M12': figure },
    goals: [goal('3', '<=', '10,7', '10,3')],
    expected: { '3': status },
  })),
}
const ALL_CASES = Object.values(CASES).flat()

const upTo100 = (no: string, more: Partial<PlanGoal> = {}): PlanGoal => ({
  ...goal(no, '<=', '100'),
  ...more,
})
const SHARE = {
  kpi: 'share_public_support',
  target: '2,0',
  group: 'Sygedagpenge',
  area: 'Ikast-Brande',
}
const OWN = { type: 'fokusmål', setBy: 'Forvaltning', team: 'Team Syg' }

const GOALS: readonly PlanGoal[] = [
  upTo100('clock', { area: 'Ringkøbing-Skjern' }),
  upTo100('one day', { area: 'Tønder' }),
  upTo100('country', { area: 'Hele landet' }),
  upTo100('elsewhere', { area: 'Sønderborg' }),
  upTo100('where values are'),
  upTo100('own', { basis: 'own' }),
  upTo100('primary', { kpi: 'share_youth_temporary_support' }),
  upTo100('share', SHARE),
  upTo100('share of a team', { ...SHARE, ...OWN }),
]
const CORRECTABLE = ['1', '2', '3'].map((no) => goal(no, '<=', '100'))

let house: TestHouse
let goals: Awaited<ReturnType<typeof goalsOf>>

beforeAll(async () => {
  house = await openHouse({ businessDate: '2021-06-01' })
  const cases = caseFiles(ALL_CASES)
  await load(house, {
    'plan_maal_2020.csv': plan(2020, ...GOALS, ...cases.goals),
    'retteplan_maal_2020.csv': plan(2020, ...CORRECTABLE),
    'retteplan_maal_2021.csv': plan(2021, ...CORRECTABLE),
    'ptv_a02.csv': benefits(
      ...cases.lines,
      ...personLines('Ringkøbing-Skjern', { '2019M12': '120', '2020M01': '90' }),
      ...personLines('Tønder', {
        ...{ '2020Y01': '90', '2020Q04': '91', '2020M12': '92', '2021M01': '' },
      }),
      ...personLines('Hele landet', { '2020M01': '88' }),
      ...personLines('Viborg', { '2020M01': '90' }),
      groupLines('Ikast-Brande', '2020M01', { Sygedagpenge: 1200 }),
    ),
    'FOLK1A.csv': population(ageLines('Ikast-Brande', '2020K1', 60_000)),
  })
  goals = await goalsOf(house)
})

test.each(Object.entries(CASES))('%s', async (_, cases) => {
  const found = await caseStatuses(house, ALL_CASES)
  const own = cases.map((each) => found[ALL_CASES.indexOf(each)])
  expect(own).toEqual(cases.map(({ expected }) => expected))
})

test('of periods that end on one day the shortest is the newest, and a suppressed one is passed over', () => {
  expect(goals['plan_maal 2020 one day']).toMatchObject({ actual: 92, period: '2020-12' })
})

test('a goal for an area that is no municipality is held against that area', () => {
  const country = { municipality_code: '791', area_code: 'DK', actual: 88, status: 'achieved' }
  expect(goals['plan_maal 2020 country']).toMatchObject(country)
  const elsewhere = { area_code: '540', status: 'no_data' }
  expect(goals['plan_maal 2020 elsewhere']).toMatchObject(elsewhere)
})

test('the basis is the one the plan names, else where values are, else the primary one', () => {
  expect(goals['plan_maal 2020 where values are']).toMatchObject({
    ...{ basis: 'national', status: 'achieved' },
  })
  const unknown = { basis: 'own', actual: null, status: 'no_data' }
  expect(goals['plan_maal 2020 own']).toMatchObject(unknown)
  expect(goals['plan_maal 2020 primary']).toMatchObject(unknown)
})

test('the share of a target group, with a type and a setter of its own, is a goal too', () => {
  const achieved = { target_group: 'SDP', team: 'ALL', actual: 2, status: 'achieved' }
  expect(goals['plan_maal 2020 share']).toMatchObject({ ...achieved, set_by: 'Byråd/udvalg' })
  expect(goals['plan_maal 2020 share of a team']).toMatchObject({
    ...{ team: 'Team Syg', goal_type: 'fokusmål', set_by: 'Forvaltning' },
    // National figures know no teams.
    ...{ actual: null, status: 'no_data' },
  })
})

test('a corrected plan changes exactly the goals it corrects', async () => {
  const goalsIn = (condition: string) =>
    house.query(
      `select g.* from mart.goal as g where ${condition} order by g.plan, g.year, g.area_code, g.goal_no`,
    )
  const others = "g.plan <> 'retteplan_maal' or g.year <> 2020"
  const before = await goalsIn(others)
  const corrections = [goal('1', '<=', '100'), goal('2', '<=', '80')]
  await load(house, { 'retteplan_maal_2020.csv': plan(2020, ...corrections) })
  expect(await goalsIn(others)).toEqual(before)
  expect(before.length).toBeGreaterThan(GOALS.length)
  const unchanged = { goal_no: '1', target: '100.000000', status: 'achieved' }
  const corrected = { goal_no: '2', target: '80.000000', status: 'off_track' }
  expect(await goalsIn(`not (${others})`)).toMatchObject([unchanged, corrected])
})

test("the newest period with a value counts, and only once it has ended by the house's clock", async () => {
  const on = async (businessDate: string) => {
    await refreshWord({ ...house.config, businessDate }, {}, () => undefined)
    return (await goalsOf(house))['plan_maal 2020 clock']
  }
  const december = { actual: 120, period: '2019-12', status: 'off_track' }
  expect(await on('2020-01-31')).toMatchObject(december)
  const january = { actual: 90, period: '2020-01', status: 'achieved' }
  expect(await on('2020-02-01')).toMatchObject(january)
})
