/** Owns: what holds for every sequence of files: rows conserved, the order of arrival without effect, and every step repeatable and undoable. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { releaseWord } from '../../src/cli/words/quarantine.ts'
import { revertWord } from '../../src/cli/words/revert.ts'
import { file, line } from '../connectors/fasit-file.ts'
import { ageLines, population } from '../support/exports.ts'
import { openHouse } from '../support/house.ts'
import {
  AREAS,
  type Delivery,
  dayFile,
  exactly,
  figuresOn,
  lineOf,
  load,
  property,
  reset,
  spell,
  spellsOn,
  stateAfter,
  stateOf,
  teach,
  three,
  withUnknown,
} from '../support/replay.ts'
import { fileOf, HEADING } from '../support/sickness.ts'
import { expectConservation } from '../support/states.ts'

const count = fc.integer({ min: 1000, max: 9000 })
const ages = count.map((all) => population(ageLines('Viborg', '2020K1', all)))
const people = dayFile('statbank-population', 'FOLK1A.csv', ages)

/** Lines with every kind of fault among good ones, repeats and contradictions too. */
const wildSpell = fc.oneof(
  fc.tuple(spell, fc.nat({ max: 4 })).map(([state, id]) => lineOf(state, id)),
  fc.constantFrom(
    ...[{ Startdato: '31-02-2020' }, { 'CPR-nr.': 'ABC' }, { ForløbID: '' }].map(line),
    ...[line({ Ydelse: 'Lommepenge', Slutdato: '31-12-2019' }), 'kun;tre;felter'],
  ),
)
const wildFigure = fc.constantFrom(
  ...['Viborg;2020M01;1;1', 'Viborg;2020M01;2;2', 'Skive;2020M01;3;3', 'Vibrog;2020M01;1;1'],
  ...['Skive;2020M13;1;1', 'Skive;2019M12;tolv;1', 'Skive;2019M12'],
)
const [many, day] = [{ minLength: 1, maxLength: 14 }, fc.integer({ min: 1, max: 4 })] as const
const wild = fc.oneof(
  fc
    .tuple(day.chain(spellsOn), fc.array(wildSpell, many))
    .map(([named, lines]): Delivery => ({ ...named, content: file(lines) })),
  fc
    .tuple(day.chain(figuresOn), fc.array(wildFigure, many))
    .map(([named, lines]): Delivery => ({ ...named, content: fileOf(HEADING, ...lines) })),
)

property('no run loses a row', fc.array(wild, exactly(4)), async (files, house) => {
  for (const { name, content, feed } of files) {
    await house.deliver(name, content)
    expect((await house.run(feed, { publish: false })).exitCode).toBeLessThanOrEqual(2)
  }
  await expectConservation(house)
})

property('a file loaded again by force changes nothing', three, async (files, house) => {
  const before = await stateAfter(house, files)
  for (const each of files) await load(house, each, { force: true, publish: false })
  await house.publish()
  expect(await stateOf(house)).toEqual(before)
  const again = { force: true, publish: false }
  const { rows } = (await load(house, files[2], again)).json.loads[0] ?? {}
  expect(rows).toMatchObject({ loaded: 0, closed: 0 })
})

property(
  'the order between feeds has no effect',
  fc.tuple(
    fc.tuple(figuresOn(1), figuresOn(2)),
    fc.tuple(spellsOn(1), spellsOn(2)),
    people,
    fc.array(fc.nat({ max: 2 }), exactly(5)),
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
  fc.array(fc.array(fc.nat({ max: 999 }), exactly(3)), exactly(12)),
  async (values, house) => {
    const lines = values.map((each, index) => {
      const month = `2019M${String(index + 1).padStart(2, '0')}`
      return each.map((value, area) => `${AREAS[area]};${month};${value};${value}`)
    })
    const content = fileOf(HEADING, ...lines.flat())
    const yearly = await stateAfter(house, [{ feed: 'jobindsats', name: 'y07a02.csv', content }])
    await reset(house)
    for (const [index, month] of lines.entries()) {
      await house.deliver(`y07a02_202002${10 + index}.csv`, fileOf(HEADING, ...month))
    }
    expect((await house.run('jobindsats')).json.loads).toHaveLength(12)
    expect(await stateOf(house)).toEqual(yearly)
  },
)

/** The tables that a feed's files may not touch. */
const UNTOUCHED: Readonly<Record<string, readonly string[]>> = {
  jobindsats: ['benefit_spell', 'snapshot_absence', 'population'].map((table) => `core.${table}`),
  'fasit-spells': ['core.external_measure', 'core.population', 'mart.fact_kpi'],
}

property(
  'loading one feed leaves the rows of the others untouched, in core and in mart',
  fc.tuple(three, figuresOn(1), spellsOn(1), people),
  async ([files, ...others], house) => {
    const [first, ...later] = files
    for (const each of others.filter(({ feed }) => feed !== first.feed)) await load(house, each)
    await load(house, first)
    // A row written again, even the same, carries another transaction in xmin.
    const rows = ['mart.fact_population', ...(UNTOUCHED[first.feed] ?? [])]
      .map((table) => `select xmin::text, t::text as row from ${table} as t`)
      .join(' union all ')
    const before = await house.query(`${rows} order by 1, 2`)
    for (const each of later) await load(house, each, { force: true })
    expect(await house.query(`${rows} order by 1, 2`)).toEqual(before)
  },
)

property(
  'a reverted run has never been',
  fc.tuple(three, fc.nat({ max: 2 })),
  async ([files, wrong], house) => {
    const before = await stateAfter(house, files.slice(0, wrong))
    const [run] = (await load(house, files[wrong] ?? files[0])).json.loads
    for (const each of files.slice(wrong + 1)) await load(house, each, { publish: false })
    const flags = { yes: true, publish: true }
    await revertWord(house.config, run?.run_id ?? '', flags, () => undefined)
    expect(await stateOf(house)).toEqual(before)
    // The later files wait again: loaded, they give what they would have given without the wrong one.
    if (wrong < 2) await house.run(files[0].feed)
    const again = await stateOf(house)
    const others = files.filter((_, index) => index !== wrong)
    expect(again).toEqual(await stateAfter(house, others))
  },
)

property(
  'a late file and a re-delivery give what the right order gives',
  fc.tuple(three, fc.nat({ max: 2 }), fc.array(fc.nat({ max: 9 }), exactly(4))),
  async ([files, mended, ranks], house) => {
    const right = await stateAfter(house, files)
    const { feed, name, content, wrong } = files[mended] ?? files[0]
    const rank = new Map(files.map((each, index) => [each.name, ranks[index] ?? 0]))
    const arrivals: Delivery[] = files
      .map((each) => (each.name === name ? { feed, name, content: wrong } : each))
      .sort((a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0))
    const place = arrivals.findIndex((each) => each.name === name) + 1
    const delivery = { feed, name: name.replace('.csv', '_2.csv'), content }
    arrivals.splice(place + ((ranks[3] ?? 0) % (4 - place)), 0, delivery)
    expect(await stateAfter(house, arrivals)).toEqual(right)
  },
)

property(
  'rows that are released once their words are known give what they had given in their turn',
  fc.tuple(withUnknown(three), fc.integer({ min: 1, max: 3 })),
  async ([files, known], house) => {
    const reference = join(house.config.home, 'reference')
    await rm(reference, { recursive: true, force: true })
    for (const [index, each] of files.entries()) {
      await house.deliver(each.name, each.content)
      const { exitCode } = await house.run(each.feed, { publish: false })
      expect(exitCode).toBeLessThan(2)
      if (index + 1 !== known) continue
      await teach(house)
      await releaseWord(house.config, undefined, { publish: false }, () => undefined).catch(
        (error: { code?: string }) => expect(error.code).toBe('NOTHING_WAITING'),
      )
    }
    await house.publish()
    const state = await stateOf(house)
    expect(state).toEqual(await stateAfter(house, files))
  },
)

property(
  'a mart rebuilt from nothing equals the one built step by step',
  fc.tuple(three, figuresOn(4), people),
  async ([files, more, denominators], house) => {
    for (const each of [...files, denominators, more]) await load(house, each)
    const before = await stateOf(house)
    await house.query('delete from ops.published_slice')
    for (const table of ['external_measure', 'kpi', 'population'])
      await house.query(`delete from mart.fact_${table}`)
    await house.publish()
    expect(await stateOf(house)).toEqual(before)
  },
)

function figure(name: string, month: string, value: number): Delivery {
  return { feed: 'jobindsats', name, content: fileOf(HEADING, `Viborg;${month};${value};9`) }
}

test('a delivery that arrives after a later one of its file does not take its place', async () => {
  const house = await openHouse()
  const first = figure('y07a02_20200201.csv', '2020M01', 1)
  const second = figure('y07a02_20200201_2.csv', '2020M01', 2)
  const third = figure('y07a02_20200201_3.csv', '2020M01', 3)
  const right = await stateAfter(house, [third])
  expect(await stateAfter(house, [first, third, second])).toEqual(right)
  expect(await stateAfter(house, [second, third, first])).toEqual(right)
})

test('a re-delivery replaces the last file of its name, not every file that ever had it', async () => {
  const house = await openHouse()
  const december = figure('y07a02.csv', '2019M12', 1)
  const right = await stateAfter(house, [december, figure('y07a02.csv', '2020M01', 3)])
  const january = figure('y07a02.csv', '2020M01', 2)
  const mended = figure('y07a02_2.csv', '2020M01', 3)
  expect(await stateAfter(house, [december, january, mended])).toEqual(right)
})
