/** Owns: what holds for every sequence of files: rows conserved, the order of arrival without effect, and every step repeatable and undoable. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { revertWord } from '../../src/cli/words/revert.ts'
import type { RunFlags } from '../../src/cli/words/run.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { ageLines, population } from '../support/exports.ts'
import { martContents, openHouse, type TestHouse } from '../support/house.ts'
import { fileOf, HEADING } from '../support/sickness.ts'
import { expectConservation } from '../support/states.ts'

const DEPTH = process.env.JOBMART_DEEP ? 10 : 1
const RUNS = 4 * DEPTH
const SECONDS = 4 * DEPTH
const TIMEOUT = 60_000 + 2000 * SECONDS
const PSEUDONYM_KEY = Buffer.alloc(32, 7).toString('base64')

interface Delivery {
  readonly feed: string
  readonly name: string
  readonly content: string
}

const AREAS = ['Viborg', 'Skive', 'Hele landet']

/** Sickness benefit for some areas and months; a file replaces the slices it touches. */
const figures = fc
  .uniqueArray(
    fc.record({
      area: fc.constantFrom(...AREAS),
      month: fc.constantFrom('2019M12', '2020M01'),
      value: fc.integer({ min: 1, max: 4 }),
    }),
    { selector: ({ area, month }) => area + month, minLength: 1, maxLength: 4 },
  )
  .map((cells) => cells.map(({ area, month, value }) => `${area};${month};${9 * value};${value}`))
  .map((lines) => fileOf(HEADING, ...lines))

/** How one of twelve spells stands: on which day it was changed last, and to what. */
interface SpellState {
  readonly changed: number
  readonly variant: Readonly<Record<string, string>>
}
const spell: fc.Arbitrary<SpellState> = fc.record({
  changed: fc.integer({ min: 2, max: 5 }),
  variant: fc.constantFrom<SpellState['variant']>({}, { Slutdato: '20-01-2020' }, { Status: 'S' }),
})
const spells = fc.array(spell, { minLength: 12, maxLength: 12 })
const lineOf = ({ changed, variant }: SpellState, id: number) =>
  line({ ForløbID: String(id + 1), Ændret: `0${changed}-01-2020 08:00`, ...variant })

/** A full snapshot lacks at most one spell, a delta gives half of them: never a loss that is refused. */
const given = (mode: string) =>
  fc
    .tuple(spells, fc.option(fc.nat({ max: 11 })))
    .map(([all, left]) =>
      all
        .map(lineOf)
        .filter((_, id) => (mode === 'F' ? id !== left : (id + (left ?? 0)) % 2 === 0)),
    )
    .map((lines) => file(lines))

/** A day's file, and what a first delivery of it might have said. */
type DayFile = fc.Arbitrary<Delivery & { readonly wrong: string }>
const figuresOn = (day: number): DayFile =>
  fc.record({
    feed: fc.constant('jobindsats'),
    name: fc.constant(`y07a02_2020020${day}.csv`),
    content: figures,
    wrong: figures,
  })
const spellsOn = (day: number): DayFile =>
  fc.constantFrom('F', 'D').chain((mode) =>
    fc.record({
      feed: fc.constant('fasit-spells'),
      name: fc.constant(`FASIT_Forloeb_${mode}_2020020${day}.csv`),
      content: given(mode),
      wrong: given(mode),
    }),
  )
const people: fc.Arbitrary<Delivery> = fc.integer({ min: 1, max: 9 }).map((thousands) => ({
  feed: 'statbank-population',
  name: 'FOLK1A.csv',
  content: population(ageLines('Viborg', '2020K1', 1000 * thousands)),
}))

/** Three files of one feed, in the order of their dates. */
const three = fc.oneof(
  fc.tuple(figuresOn(1), figuresOn(2), figuresOn(3)),
  fc.tuple(spellsOn(1), spellsOn(2), spellsOn(3)),
)

/** Lines with every kind of fault among good ones, repeats and contradictions too. */
const wildLine = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(spell, fc.nat({ max: 4 })).map(([state, id]) => lineOf(state, id)),
  },
  fc.constantFrom(
    line({ Startdato: '31-02-2020' }),
    line({ 'CPR-nr.': 'ABC' }),
    line({ ForløbID: '' }),
    line({ Ydelse: 'Lommepenge', Slutdato: '31-12-2019' }),
    'kun;tre;felter',
  ),
)
const wildFigure = fc.constantFrom(
  ...['Viborg;2020M01;1;1', 'Viborg;2020M01;2;2', 'Skive;2020M01;3;3', 'Vibrog;2020M01;1;1'],
  ...['Skive;2020M13;1;1', 'Skive;2019M12;tolv;1', 'Skive;2019M12'],
)
const many = { minLength: 1, maxLength: 14 }
const wild: fc.Arbitrary<Delivery> = fc.oneof(
  fc
    .tuple(fc.constantFrom('F', 'D'), fc.integer({ min: 1, max: 9 }), fc.array(wildLine, many))
    .map(([mode, day, lines]) => ({
      ...{ feed: 'fasit-spells', name: `FASIT_Forloeb_${mode}_2020020${day}.csv` },
      content: file(lines),
    })),
  fc.array(wildFigure, many).map((lines) => ({
    ...{ feed: 'jobindsats', name: 'y07a02.csv', content: fileOf(HEADING, ...lines) },
  })),
)

property(
  'no run loses a row',
  fc.array(wild, { minLength: 1, maxLength: 4 }),
  async (files, house) => {
    for (const each of files) expect((await load(house, each)).exitCode).toBeLessThanOrEqual(2)
    await expectConservation(house)
  },
)

property('a file loaded again by force changes nothing', three, async (files, house) => {
  for (const each of files) await load(house, each)
  const before = await stateOf(house)
  for (const each of files) await load(house, each, { force: true })
  expect(await stateOf(house)).toEqual(before)
  const versions = await versionsOf(house)
  await load(house, files[2], { force: true })
  expect(await versionsOf(house)).toEqual(versions)
})

property(
  'the order between feeds has no effect',
  fc.tuple(
    fc.tuple(figuresOn(1), figuresOn(2)),
    fc.tuple(spellsOn(1), spellsOn(2)),
    people,
    fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }),
  ),
  async ([first, second, third, turns], house) => {
    const right = await stateAfter(house, [...first, ...second, third])
    const queues: Delivery[][] = [[...first], [...second], [third]]
    const taken = turns.flatMap((turn) => queues[turn]?.shift() ?? [])
    expect(await stateAfter(house, [...taken, ...queues.flat()])).toEqual(right)
  },
)

property(
  'twelve monthly files give what one yearly file gives',
  fc.array(fc.array(fc.nat({ max: 999 }), { minLength: 3, maxLength: 3 }), {
    minLength: 12,
    maxLength: 12,
  }),
  async (months, house) => {
    const lines = months.map((values, index) =>
      values.map(
        (value, area) =>
          `${AREAS[area]};2019M${String(index + 1).padStart(2, '0')};${value};${value}`,
      ),
    )
    const fileWith = (name: string, part: readonly string[]) =>
      ({ feed: 'jobindsats', name, content: fileOf(HEADING, ...part) }) as const
    const yearly = await stateAfter(house, [fileWith('y07a02.csv', lines.flat())])
    await reset(house)
    for (const [index, part] of lines.entries()) {
      const { name, content } = fileWith(
        `y07a02_2020${String(index + 1).padStart(2, '0')}01.csv`,
        part,
      )
      await house.deliver(name, content)
    }
    expect((await house.run('jobindsats')).json.loads).toHaveLength(12)
    expect(await stateOf(house)).toEqual(yearly)
  },
)

/** The tables that a feed's files may not touch. */
const UNTOUCHED: Readonly<Record<string, readonly string[]>> = {
  jobindsats: [
    'core.population',
    'core.benefit_spell',
    'core.snapshot_absence',
    'mart.fact_population',
  ],
  'fasit-spells': [
    'core.population',
    'core.external_measure',
    'mart.fact_population',
    'mart.fact_kpi',
  ],
}

property(
  'loading one feed leaves the rows of the others untouched, in core and in mart',
  fc.tuple(three, figuresOn(1), spellsOn(1), people),
  async ([files, ...others], house) => {
    const [first, ...later] = files
    for (const each of others.filter(({ feed }) => feed !== first.feed)) await load(house, each)
    await load(house, first)
    const tables = UNTOUCHED[first.feed] ?? []
    const before = await rowsWithTransaction(house, tables)
    for (const each of later) await load(house, each, { force: true })
    expect(await rowsWithTransaction(house, tables)).toEqual(before)
  },
)

property(
  'a reverted run has never been',
  fc.tuple(three, fc.nat({ max: 2 })),
  async ([files, wrong], house) => {
    await house.publish()
    const states = [await stateOf(house)]
    const runs: string[] = []
    for (const each of files) {
      runs.push((await load(house, each)).json.loads[0]?.run_id ?? '')
      states.push(await stateOf(house))
    }
    const flags = { yes: true, publish: true }
    await revertWord(house.config, runs[wrong] ?? '', flags, () => undefined)
    expect(await stateOf(house)).toEqual(states[wrong])
    // The later files wait again: loaded without the wrong one, they give what they would have given without it.
    const feed = files[wrong]?.feed ?? ''
    if (wrong < 2) await house.run(feed)
    const again = await stateOf(house)
    expect(again).toEqual(
      await stateAfter(
        house,
        files.filter((_, index) => index !== wrong),
      ),
    )
  },
)

property(
  'a late file and a re-delivery give what the right order gives',
  fc.tuple(three, fc.nat({ max: 2 }), fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 4 })),
  async ([files, mended, ranks], house) => {
    const right = await stateAfter(house, files)
    const arrivals: Delivery[] = files
      .map((each, index) => (index === mended ? { ...each, content: each.wrong } : each))
      .map((each, index) => ({ each, rank: ranks[index] ?? 0 }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ each }) => each)
    const { feed, name, content } = files[mended] ?? files[0]
    const place = arrivals.findIndex((each) => each.name === name) + 1
    const delivery = { feed, name: name.replace('.csv', '_2.csv'), content }
    arrivals.splice(place + ((ranks[3] ?? 0) % (4 - place)), 0, delivery)
    expect(await stateAfter(house, arrivals)).toEqual(right)
  },
)

property(
  'a mart rebuilt from nothing equals the one built step by step',
  fc.tuple(three, figuresOn(4), people),
  async ([files, more, denominators], house) => {
    for (const each of [...files, denominators, more]) await load(house, each)
    const before = await stateOf(house)
    await house.query('delete from ops.published_slice')
    for (const table of ['external_measure', 'kpi', 'population']) {
      await house.query(`delete from mart.fact_${table}`)
    }
    await house.publish()
    expect(await stateOf(house)).toEqual(before)
  },
)

test('a first delivery that arrives after its re-delivery does not take its place', async () => {
  const house = await openHouse()
  const at = (name: string, value: number) => ({
    feed: 'jobindsats',
    name,
    content: fileOf(HEADING, `Viborg;2020M01;${value};${value}`),
  })
  const [wrong, mended, best] = ['', '_2', '_3'].map((delivery, index) =>
    at(`y07a02_20200201${delivery}.csv`, index),
  )
  if (!wrong || !mended || !best) throw new Error('three deliveries')
  const right = await stateAfter(house, [best])
  expect(await stateAfter(house, [mended, wrong, best])).toEqual(right)
  expect(await stateAfter(house, [mended, best, wrong])).toEqual(right)
  expect(await stateAfter(house, [wrong, best, mended])).toEqual(right)
})

test('a re-delivery replaces the last file of its name, not every file that ever had it', async () => {
  const house = await openHouse()
  const at = (name: string, month: string, value: number) => ({
    feed: 'jobindsats',
    name,
    content: fileOf(HEADING, `Viborg;${month};${value};${value}`),
  })
  const [old, wrong] = [at('y07a02.csv', '2019M12', 1), at('y07a02.csv', '2020M01', 2)]
  const right = await stateAfter(house, [old, at('y07a02.csv', '2020M01', 3)])
  expect(await stateAfter(house, [old, wrong, at('y07a02_2.csv', '2020M01', 3)])).toEqual(right)
})

/** A test that some random sequences pass, each in an empty house; past its time it lets the rest be. */
function property<T>(
  title: string,
  sequences: fc.Arbitrary<T>,
  holds: (sequence: T, house: TestHouse) => Promise<void>,
): void {
  const check = async () => {
    const house = await openHouse({ pseudonymKey: PSEUDONYM_KEY })
    const end = Date.now() + 1000 * SECONDS
    let runs = 0
    const one = fc.asyncProperty(sequences, async (sequence) => {
      runs += 1
      if (runs > 1 && Date.now() > end) return
      await reset(house)
      await holds(sequence, house)
    })
    await fc.assert(one, { numRuns: RUNS })
  }
  test(title, check, TIMEOUT)
}

async function load(house: TestHouse, delivery: Delivery, flags: Partial<RunFlags> = {}) {
  await house.deliver(delivery.name, delivery.content)
  return house.run(delivery.feed, flags)
}

/** Empties the house as if nothing had ever been loaded. */
async function reset(house: TestHouse): Promise<void> {
  const tables = await house.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_name <> 'schema_file'
       and (table_schema in ('core', 'stage', 'ops') or (table_schema = 'mart' and table_name !~ '^dim_'))`,
  )
  await house.query(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  for (const folder of ['inbox', 'archive', 'failed']) {
    await rm(join(house.config.home, folder), { recursive: true, force: true })
  }
}

async function stateAfter(house: TestHouse, files: readonly Delivery[]) {
  await reset(house)
  for (const each of files) await load(house, each)
  return stateOf(house)
}

const CORE = ['external_measure', 'population', 'benefit_spell', 'snapshot_absence']
const OF_VERSION = `'{recorded_from,opened_by,closed_by,origin_run,source_line}'::text[]`

/** Core's open rows without what tells their runs, and mart. */
async function stateOf(house: TestHouse) {
  const core: Record<string, unknown> = {}
  for (const table of CORE) {
    core[table] = await house.query(
      `select (to_jsonb(c) - ${OF_VERSION})::text as row from core.${table} as c
       where recorded_to = 'infinity' order by 1`,
    )
  }
  return { core, mart: await martContents(house) }
}

async function versionsOf(house: TestHouse): Promise<unknown> {
  const counts = CORE.map((table) => `(select count(*)::integer from core.${table}) as ${table}`)
  return house.query(`select ${counts.join(', ')}`)
}

/** Rows with the transaction that wrote them: a row written again, even the same, has another. */
async function rowsWithTransaction(house: TestHouse, tables: readonly string[]): Promise<unknown> {
  const each = tables.map((table) => `select xmin::text, t::text as row from ${table} as t`)
  return house.query(`${each.join(' union all ')} order by 1, 2`)
}
