/** Owns: whoever reads mart while publications run sees one whole state after another, never half of one, and no error. */
import { expect, test } from '@jest/globals'
import pg from 'pg'
import { blockWrites } from '../support/blocker.ts'
import { ageLines, benefits, groupLines, plan, population, S4 } from '../support/exports.ts'
import { load } from '../support/figures.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

const isDeep = process.env.JOBMART_DEEP === '1'
const PUBLICATIONS = isDeep ? 1000 : 20
const TIMEOUT = 60_000 + PUBLICATIONS * 2000
const MONTHS = ['2019M12', '2020M01']
const GROUPS = Object.keys(S4)

/** What one statement saw of a state: figures from the parts up to the goal that stands on them. */
interface Seen {
  readonly figures: number
  readonly lowest: number
  readonly highest: number
  readonly parts: number
  readonly kpi: number
  readonly share: number
  readonly goal: number
  readonly publication: number
}

// Of version v every group has v persons in every month, so that a row of another state shows in each of these.
const STATE = `
  select f.*, k.*, g.goal, p.publication
  from (
    select count(*)::integer as figures, min(value)::integer as lowest, max(value)::integer as highest
    from mart.external_measure
  ) as f, (
    select
      (sum(value) filter (where kpi = 'fulltime_persons' and target_group <> 'ALL'))::integer as parts,
      (sum(value) filter (where kpi = 'fulltime_persons' and target_group = 'ALL'))::integer as kpi,
      (sum(numerator) filter (where kpi = 'share_public_support' and target_group = 'ALL'))::integer as share
    from mart.kpi where area_code = '791'
  ) as k, (
    select max(actual)::integer as goal from mart.goal
  ) as g, (
    select max(publication_id)::integer as publication from mart.publication
  ) as p`

test(
  `a reader beside ${PUBLICATIONS} publications, with a transaction left open, sees only whole states and no error`,
  async () => {
    const house = await openHouse()
    await publishFirst(house)
    const idle = await connect(house)
    await idle.query('begin isolation level repeatable read read only')
    expect(await version(idle)).toBe(1)
    const reading = { isOver: false }
    const reader = readAgainAndAgain(house, reading)
    try {
      for (let next = 2; next <= PUBLICATIONS; next += 1) await publishVersion(house, next)
    } finally {
      reading.isOver = true
    }
    const { seen, waits } = await reader
    // The transaction has its own state to the end, and held nobody up.
    expect(await version(idle)).toBe(1)
    await idle.query('commit')
    await idle.end()
    expect(seen.at(-1)).toBe(PUBLICATIONS)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    const states = new Set(seen).size
    expect(states).toBeGreaterThan(PUBLICATIONS / 5)
    const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile(waits, share))
    process.stdout.write(
      `${PUBLICATIONS} publications beside a transaction left open, ${waits.length} readings: ${states} states seen, all whole; p50 ${p50} ms, p99 ${p99} ms, max ${max} ms\n`,
    )
    // A few readings tell nothing of the hundredth part, nor does a machine that is busy with other tests.
    if (isDeep) expect(p99).toBeLessThan(100)
  },
  TIMEOUT,
)

test('a file that loads while a publication is at work comes whole with the next one, and by no half with this', async () => {
  const house = await openHouse()
  await publishFirst(house)
  const loadVersion = async (next: number) => {
    await house.deliver('ptv_a02.csv', fileOf(next))
    expect((await house.run('jobindsats', { publish: false })).exitCode).toBe(0)
  }
  await loadVersion(2)
  const blocker = await blockWrites(house, 'mart.fact_kpi')
  const publication = house.publish()
  await blocker.waiters(1, 'relation')
  await loadVersion(3)
  await blocker.release()
  await publication
  const client = await connect(house)
  expect(await version(client)).toBe(2)
  await house.publish()
  expect(await version(client)).toBe(3)
  await client.end()
})

async function publishFirst(house: TestHouse): Promise<void> {
  await load(house, {
    'FOLK1A.csv': population(ageLines('Viborg', '2020K1', 900_000)),
    'plan_maal_2020.csv': plan(2020, {
      ...{ no: '1', kpi: 'fulltime_persons', operator: '<=', target: '100', area: 'Viborg' },
    }),
    'ptv_a02.csv': fileOf(1),
  })
}

async function publishVersion(house: TestHouse, version: number): Promise<void> {
  await house.deliver('ptv_a02.csv', fileOf(version))
  const { exitCode, json } = await house.run('jobindsats')
  expect([exitCode, json.publication?.published]).toEqual([0, true])
}

function fileOf(version: number): string {
  const groups = Object.fromEntries(GROUPS.map((label) => [label, version]))
  return benefits(...MONTHS.map((month) => groupLines('Viborg', month, groups)))
}

async function connect(house: TestHouse): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: house.config.databaseUrl })
  // A test that fails leaves it to be cut off with its database.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** The versions that a connection of its own saw, by turns in one statement and in a transaction over two. */
async function readAgainAndAgain(house: TestHouse, reading: { readonly isOver: boolean }) {
  const client = await connect(house)
  const seen: number[] = []
  const waits: number[] = []
  const read = async () => {
    const start = performance.now()
    seen.push(await version(client))
    waits.push(performance.now() - start)
  }
  let isLast = false
  while (!isLast) {
    isLast = reading.isOver
    await read()
    await client.query('begin isolation level repeatable read read only')
    await read()
    await read()
    await client.query('commit')
    expect(seen.at(-1)).toBe(seen.at(-2))
  }
  await client.end()
  return { seen, waits }
}

/** The version that a statement saw, held to be whole. */
async function version(client: pg.Client): Promise<number> {
  const { rows } = await client.query<Seen>(STATE)
  const [state] = rows
  const { lowest = 0, publication = 0 } = state ?? {}
  const all = GROUPS.length * lowest
  expect(state).toEqual({
    // Two months, eleven groups, two measures.
    ...{ figures: 2 * 2 * GROUPS.length, lowest, highest: lowest },
    ...{ parts: 2 * all, kpi: 2 * all, share: 2 * all, goal: all },
    publication,
  })
  expect(await publicationsUpTo(client, publication)).toBeGreaterThanOrEqual(lowest)
  return lowest
}

async function publicationsUpTo(client: pg.Client, publication: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::integer as count from mart.publication where publication_id <= $1',
    [publication],
  )
  return rows[0]?.count ?? 0
}

/** The wait that this share of the readings did not exceed, in milliseconds. */
function quantile(waits: readonly number[], share: number): number {
  const sorted = [...waits].sort((a, b) => a - b)
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 10) / 10
}
