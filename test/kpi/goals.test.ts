/** Owns the proof of mart.goal: S4's twelve goals, which figure each is held against, and what its status comes to. */
import { expect, test } from '@jest/globals'
import { publishOnly } from '../../src/cli/words/run.ts'
import { deliverExample } from '../support/example.ts'
import {
  ageLines,
  benefits,
  groupLines,
  type PlanGoal,
  plan,
  population,
} from '../support/exports.ts'
import { goalsOf, load } from '../support/figures.ts'
import { goal, persons, statuses } from '../support/goals.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { differences } from '../support/states.ts'

/** What every goal of S4's plan has before any figure is known: number, KPI, who sets it, type, basis, area, target, baseline. */
const S4_GOALS = [
  ['1', 'benchmark_rank', 'Byråd/udvalg', 'resultatmål', 'national', '791', null, 48],
  ['2', 'share_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 7.5, 8],
  ['3', 'share_permanent_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 10.7, 10.3],
  ['4a', 'share_youth_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 10.4, 10.9],
  ['4b', 'ftp_youth_temporary_support', 'Byråd/udvalg', 'resultatmål', 'own', '791', 1373, 1440],
  ['5', 'share_sickness_benefit', 'Byråd/udvalg', 'resultatmål', 'own', '791', 2, 2.1],
  ['6', 'sickness_over_52w_count', 'Byråd/udvalg', 'resultatmål', 'own', '791', 315, 355],
  ['7', 'cooperation_degree', 'Byråd/udvalg', 'resultatmål', 'national', '791', 44, 43.3],
  ['8', 'nonwestern_women_progress_share', 'Byråd/udvalg', 'effektmål', 'own', '791', 11.5, 9.2],
  [
    '9',
    'failed_recruitment_count',
    'Staten',
    'effektmål',
    'national',
    'RAR:Østjylland',
    null,
    null,
  ],
  ['10', 'refugee_employment_share', 'Staten', 'effektmål', 'national', '791', 41, 35.9],
  ['11', 'disability_employment_share', 'Staten', 'effektmål', 'manual', 'DK', null, 33.3],
] as const

test("S4's twelve goals stand before any figure is known, and with the example's figures after", async () => {
  const { house } = await deliverExample()
  await house.run('plan-targets')
  const unmeasured = { actual: null, period: null, status: 'no_data', is_preliminary: false }
  expect(await goalsOf(house)).toEqual(expectedGoals(() => unmeasured))

  await house.nightly()
  // 4,621, 6,569 and 1,264 of 61,464; 1,440 of 13,206; number 48 where number 58 is expected.
  const january = { basis: 'national', period: '2020-01', is_preliminary: true }
  const typed = { basis: 'manual', is_preliminary: false }
  const measured: Record<string, object> = {
    '1': {
      ...{ ...january, is_preliminary: false },
      ...{ target: 58, actual: 48, period: '2019-Q2R', status: 'achieved' },
    },
    '4a': { ...january, actual: 10.904134, status: 'on_track' },
    '4b': { ...january, actual: 1440, status: 'on_track' },
    '2': { ...january, actual: 7.518222, status: 'achieved' },
    '3': { ...january, actual: 10.687557, status: 'achieved' },
    '5': { ...january, actual: 2.056488, status: 'on_track' },
    '7': { ...typed, actual: 43.3, period: '2019-12', status: 'on_track' },
    '8': { ...typed, actual: 9.2, period: '2019', status: 'on_track' },
    '9': { ...typed, target: 7240, actual: 6930, period: '2019-H2', status: 'achieved' },
    '10': { ...typed, actual: 35.9, period: '2019-12', status: 'on_track' },
    // The share of 2016 is the baseline itself: no larger share yet.
    '11': { ...typed, actual: 33.3, period: '2016', status: 'off_track' },
  }
  expect(await goalsOf(house)).toEqual(expectedGoals((no) => measured[no] ?? unmeasured))
})

/** The rows of mart.goal for S4's plan, column by column; `found` gives what depends on the figures. */
function expectedGoals(found: (no: string) => object): Record<string, object> {
  const operators: Record<string, string> = {
    '1': '<',
    '7': '>=',
    '8': '>=',
    '9': '<',
    '10': '>=',
    '11': '>',
  }
  return Object.fromEntries(
    S4_GOALS.map(([no, kpi, setBy, type, basis, area, target, baseline]) => [
      `beskaeftigelsesplan_maal 2020 ${no}`,
      {
        municipality_code: '791',
        year: 2020,
        plan: 'beskaeftigelsesplan_maal',
        goal_no: no,
        kpi,
        basis,
        team: 'ALL',
        target_group: 'ALL',
        area_code: area,
        name: expect.stringMatching(/^\p{Lu}/u),
        goal_type: type,
        set_by: setBy,
        operator: operators[no] ?? '<=',
        target,
        baseline,
        ...found(no),
      },
    ]),
  )
}

test('each operator holds as it is written, at its edge too', async () => {
  const goals = ['<=', '<', '>=', '>'].flatMap((operator) =>
    ['99', '100', '101'].map((target) => goal(`${operator}${target}`, operator, target)),
  )
  expect(await statuses({ '2020M12': '100' }, goals)).toEqual({
    ...{ '<=99': 'off_track', '<=100': 'achieved', '<=101': 'achieved' },
    ...{ '<99': 'off_track', '<100': 'off_track', '<101': 'achieved' },
    ...{ '>=99': 'achieved', '>=100': 'achieved', '>=101': 'off_track' },
    ...{ '>99': 'achieved', '>100': 'off_track', '>101': 'off_track' },
  })
})

test("a figure is rounded half up to the target's own decimals before it is compared", async () => {
  const rounded = { '2020M12': '7,518' }
  expect(
    await statuses(rounded, [
      goal('7,5', '<=', '7,5'),
      goal('7,50', '<=', '7,50'),
      goal('7,52', '<=', '7,52'),
      goal('8', '<=', '8'),
      goal('7', '<=', '7'),
      goal('7,5 %', '<=', '7,5 %'),
    ]),
  ).toEqual({
    ...{ '7,5': 'achieved', '7,50': 'off_track', '7,52': 'achieved' },
    ...{ '8': 'achieved', '7': 'off_track', '7,5 %': 'achieved' },
  })
  expect(await statuses({ '2020M12': '2,056' }, [goal('5', '<=', '2,0')])).toEqual({
    '5': 'off_track',
  })
  // Half goes up, to the even digit or from it.
  expect(
    await statuses({ '2020M12': '7,45' }, [goal('a', '<=', '7,4'), goal('b', '>=', '7,5')]),
  ).toEqual({
    a: 'off_track',
    b: 'achieved',
  })
})

test('a ceiling above the baseline is reached from below it', async () => {
  const goals = [goal('3', '<=', '10,7', '10,3')]
  expect(await statuses({ '2020M12': '10,74' }, goals)).toEqual({ '3': 'achieved' })
  expect(await statuses({ '2020M12': '10,3' }, goals)).toEqual({ '3': 'achieved' })
  // 10.75 is 10.8: over the target, within its 2 percent.
  expect(await statuses({ '2020M12': '10,75' }, goals)).toEqual({ '3': 'on_track' })
})

test("the newest period with a value counts, and only once it has ended by the house's clock", async () => {
  const house = await openHouse({ businessDate: '2020-01-31' })
  await load(house, {
    'plan_maal_2020.csv': plan(2020, goal('1', '<=', '100')),
    'ptv_a02.csv': persons({ '2019M12': '120', '2020M01': '90' }),
  })
  const december = { actual: 120, period: '2019-12', status: 'off_track' }
  expect((await goalsOf(house))['plan_maal 2020 1']).toMatchObject(december)
  await publishOnly({ ...house.config, businessDate: '2020-02-01' }, {}, () => undefined)
  const january = { actual: 90, period: '2020-01', status: 'achieved', is_preliminary: true }
  expect((await goalsOf(house))['plan_maal 2020 1']).toMatchObject(january)
})

test('of periods that end on one day the shortest is the newest, and a suppressed one is passed over', async () => {
  const house = await openHouse({ businessDate: '2021-06-01' })
  await load(house, {
    'plan_maal_2020.csv': plan(2020, goal('1', '<=', '100')),
    'ptv_a02.csv': persons({ '2020Y01': '90', '2020Q04': '91', '2020M12': '92', '2021M01': '' }),
  })
  const december = { actual: 92, period: '2020-12' }
  expect((await goalsOf(house))['plan_maal 2020 1']).toMatchObject(december)
})

test('a goal for an area that is no municipality is held against that area', async () => {
  const house = await openHouse()
  const forCountry: PlanGoal = { ...goal('1', '<=', '100'), area: 'Hele landet' }
  await load(house, {
    'plan_maal_2020.csv': plan(2020, forCountry, { ...goal('2', '<=', '100'), area: 'Randers' }),
    'ptv_a02.csv': benefits(
      groupLines('Hele landet', '2020M01', { 'A-dagpenge': 88 }),
      groupLines('Viborg', '2020M01', { 'A-dagpenge': 7 }),
    ),
  })
  const goals = await goalsOf(house)
  const country = { municipality_code: '791', area_code: 'DK', actual: 88, status: 'achieved' }
  expect(goals['plan_maal 2020 1']).toMatchObject(country)
  expect(goals['plan_maal 2020 2']).toMatchObject({ area_code: '730', status: 'no_data' })
})

test('the basis is the one the plan names, else where values are, else the primary one', async () => {
  const house = await openHouse()
  await load(house, {
    'plan_maal_2020.csv': plan(
      2020,
      goal('1', '<=', '100'),
      { ...goal('2', '<=', '100'), basis: 'own' },
      { ...goal('3', '<=', '100'), kpi: 'share_youth_temporary_support' },
    ),
    'ptv_a02.csv': persons({ '2020M01': '90' }),
  })
  const goals = await goalsOf(house)
  expect(goals['plan_maal 2020 1']).toMatchObject({ basis: 'national', status: 'achieved' })
  expect(goals['plan_maal 2020 2']).toMatchObject({ basis: 'own', actual: null, status: 'no_data' })
  expect(goals['plan_maal 2020 3']).toMatchObject({ basis: 'own', status: 'no_data' })
})

test('a corrected plan changes exactly the goals it corrects', async () => {
  const house = await openHouse()
  const goals = ['1', '2', '3'].map((no) => goal(no, '<=', '100'))
  await load(house, {
    'plan_maal_2020.csv': plan(2020, ...goals),
    'plan_maal_2021.csv': plan(2021, ...goals),
    'ptv_a02.csv': persons({ '2020M01': '90' }),
  })
  const before = await goalContents(house)
  await load(house, {
    'plan_maal_2020.csv': plan(2020, goal('1', '<=', '100'), goal('2', '<=', '80')),
  })
  const changes = differences(before, await goalContents(house))
  expect(changes.goal?.gone).toMatchObject([
    { year: 2020, goal_no: '2', target: 100, status: 'achieved' },
    { year: 2020, goal_no: '3' },
  ])
  expect(changes.goal?.come).toMatchObject([
    { year: 2020, goal_no: '2', target: 80, status: 'off_track' },
  ])
  expect(Object.keys(await goalsOf(house))).toEqual([
    ...['plan_maal 2020 1', 'plan_maal 2020 2'],
    ...['plan_maal 2021 1', 'plan_maal 2021 2', 'plan_maal 2021 3'],
  ])
})

async function goalContents(house: TestHouse) {
  const { goal: rows = [], fact_goal = [] } = await martContents(house)
  return { goal: rows, fact_goal }
}

test('the share of a target group, with a type and a setter of its own, is a goal too', async () => {
  const house = await openHouse()
  const own = { type: 'fokusmål', setBy: 'Forvaltning', team: 'Team Syg' }
  const share = {
    kpi: 'share_public_support',
    operator: '<=',
    target: '2,0',
    group: 'Sygedagpenge',
  }
  await load(house, {
    'plan_maal_2020.csv': plan(2020, { no: '1', ...share }, { no: '2', ...share, ...own }),
    'ptv_a02.csv': benefits(groupLines('Viborg', '2020M01', { Sygedagpenge: 1200 })),
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 60_000)),
  })
  const goals = await goalsOf(house)
  const achieved = { target_group: 'SDP', team: 'ALL', actual: 2, status: 'achieved' }
  expect(goals['plan_maal 2020 1']).toMatchObject({ ...achieved, set_by: 'Byråd/udvalg' })
  expect(goals['plan_maal 2020 2']).toMatchObject({
    ...{ team: 'Team Syg', goal_type: 'fokusmål', set_by: 'Forvaltning' },
    // National figures know no teams.
    ...{ actual: null, status: 'no_data' },
  })
})
