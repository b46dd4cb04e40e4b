/** Owns: whoever reads mart while publications run sees one whole state after another, never half of one. */
import { expect, test } from '@jest/globals'
import pg from 'pg'
import { openHouse, type TestHouse } from '../support/house.ts'
import { fileOf, SEX_HEADING } from '../support/sickness.ts'

const PUBLICATIONS = 20
const MONTHS = ['2019M10', '2019M11', '2019M12', '2020M01']

test('a reader beside twenty publications sees only whole states, each newer than the last, and no error', async () => {
  const house = await openHouse()
  await publishVersion(house, 1)
  const reading = { isOver: false }
  const reader = readAgainAndAgain(house, reading)
  for (let version = 2; version <= PUBLICATIONS; version += 1) await publishVersion(house, version)
  reading.isOver = true
  const seen = await reader
  expect(seen.at(-1)).toBe(PUBLICATIONS)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(new Set(seen).size).toBeGreaterThan(2)
})

/** Every figure of a version tells its number: women `version`, men twice that, in every area and month. */
async function publishVersion(house: TestHouse, version: number): Promise<void> {
  const lines = ['Viborg', 'Hele landet'].flatMap((area) =>
    MONTHS.flatMap((month) => [
      `${area};${month};Køn i alt;${3 * version};${3 * version}`,
      `${area};${month};Kvinder;${version};${version}`,
      `${area};${month};Mænd;${2 * version};${2 * version}`,
    ]),
  )
  await house.deliver('y07a02.csv', fileOf(SEX_HEADING, ...lines))
  const { exitCode, json } = await house.run('jobindsats')
  expect([exitCode, json.publication?.published]).toEqual([0, true])
}

/** The versions that a connection of its own saw, by turns in one statement and in a transaction over several. */
async function readAgainAndAgain(
  house: TestHouse,
  reading: { readonly isOver: boolean },
): Promise<number[]> {
  const client = new pg.Client({ connectionString: house.config.databaseUrl })
  await client.connect()
  const seen: number[] = []
  try {
    let isLast = false
    while (!isLast) {
      isLast = reading.isOver
      seen.push(await versionInOneStatement(client), await versionInOneTransaction(client))
    }
  } finally {
    await client.end()
  }
  return seen
}

const FIGURES = `
  select
    count(*)::integer as cells,
    min(value / case dimensions when '' then 3 when 'Køn=Mænd' then 2 else 1 end)::integer as lowest,
    max(value / case dimensions when '' then 3 when 'Køn=Mænd' then 2 else 1 end)::integer as highest
  from mart.external_measure`

const KPIS = `
  select count(*)::integer as cells, min(value / 3)::integer as lowest, max(value / 3)::integer as highest
  from mart.kpi where kpi = 'fulltime_persons' and target_group = 'SDP'`

interface Seen {
  readonly cells: number
  readonly lowest: number
  readonly highest: number
}

async function versionInOneStatement(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ figures: Seen; kpis: Seen }>(
    `select to_jsonb(f) as figures, to_jsonb(k) as kpis from (${FIGURES}) as f, (${KPIS}) as k`,
  )
  return wholeVersion(rows[0]?.figures, rows[0]?.kpis)
}

async function versionInOneTransaction(client: pg.Client): Promise<number> {
  await client.query('begin isolation level repeatable read read only')
  const figures = await client.query<Seen>(FIGURES)
  const kpis = await client.query<Seen>(KPIS)
  await client.query('commit')
  return wholeVersion(figures.rows[0], kpis.rows[0])
}

function wholeVersion(figures: Seen | undefined, kpis: Seen | undefined): number {
  const version = figures?.lowest ?? 0
  // Two areas, four months, three rows of two measures; a KPI per area and month.
  expect(figures).toEqual({ cells: 48, lowest: version, highest: version })
  expect(kpis).toEqual({ cells: 8, lowest: version, highest: version })
  return version
}
