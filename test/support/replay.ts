/** Owns random sequences of files and what a house comes to after them, for the tests of what holds for every one. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RunFlags } from '../../src/cli/words/run.ts'
import { file, line, type Spell } from '../connectors/fasit-file.ts'
import { AREA_HEADING, LABEL_HEADING, martContents, openHouse, type TestHouse } from './house.ts'
import { fileOf, HEADING } from './sickness.ts'

/** Runs and seconds of each property. */
const BUDGET = process.env.JOBMART_DEEP ? 40 : 2
const TIMEOUT = 60_000 + 2000 * BUDGET

/** A file on its way to a feed. */
export type Delivery = Readonly<Record<'feed' | 'name' | 'content', string>>

/** So many, no more and no fewer. */
export const exactly = (count: number) => ({ minLength: count, maxLength: count })
/** The areas of the random figures. */
export const AREAS = ['Viborg', 'Skive', 'Hele landet']

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
export const spell = fc.record({
  changed: fc.integer({ min: 2, max: 5 }),
  variant: fc.constantFrom<Spell>({}, { Slutdato: '20-01-2020' }, { Status: 'S' }),
})
/** The line of a spell in some state. */
export const lineOf = (state: { changed: number; variant: Spell }, id: number) =>
  line({ ForløbID: String(id + 1), Ændret: `0${state.changed}-01-2020 08:00`, ...state.variant })

/** Spells that every file gives as they always were, so that one lacking beside them is never a loss that is refused. */
const STEADY = Array.from({ length: 6 }, (_, index) => line({ ForløbID: String(101 + index) }))
/** A full snapshot lacks at most one of the twelve spells, a delta gives half of them. */
const given = (mode: string) =>
  fc
    .tuple(fc.array(spell, exactly(12)), fc.constantFrom(undefined, 1, 1, 2))
    .map(([all, left = -1]) => {
      const isGiven = (id: number) => (mode === 'F' ? id !== left : (id + left) % 2 === 0)
      return file([...STEADY, ...all.map(lineOf).filter((_, id) => isGiven(id))])
    })

/** A day's file, and what a first delivery of it might have said. */
export const dayFile = (feed: string, name: string, content: fc.Arbitrary<string>) =>
  fc.record({ feed: fc.constant(feed), name: fc.constant(name), content, wrong: content })
/** A file of figures stamped with that day of February 2020. */
export const figuresOn = (day: number) => dayFile('jobindsats', `y07a02_2020020${day}.csv`, figures)
/** A full snapshot or a delta of spells stamped with that day. */
export const spellsOn = (day: number) =>
  fc
    .constantFrom('F', 'D')
    .chain((mode) =>
      dayFile('fasit-spells', `FASIT_Forloeb_${mode}_2020020${day}.csv`, given(mode)),
    )
/** Three files of one feed, in the order of their dates. */
export const three = fc.oneof(
  fc.tuple(figuresOn(1), figuresOn(2), figuresOn(3)),
  fc.tuple(spellsOn(1), spellsOn(2), spellsOn(3)),
)

/** Files in which every fifth line, counted on from some, has a word that nobody knows until it is taught. */
export const withUnknown = <Files extends readonly Delivery[]>(files: fc.Arbitrary<Files>) =>
  fc.tuple(files, fc.nat({ max: 4 })).map(
    ([all, from]) =>
      all.map((each) => ({
        ...each,
        content: each.content
          .split('\n')
          .map((text, index) => (index > 0 && (index + from) % 5 === 0 ? unknown(text) : text))
          .join('\n'),
      })) as unknown as Files,
  )

function unknown(text: string): string {
  return text.replace('Kontanthjælp', 'Ny ydelse').replace(/^(Viborg|Skive)/, 'Nyby')
}

/** Tells the house what the unknown words mean. */
export async function teach(house: TestHouse): Promise<void> {
  await house.overlay('label.csv', LABEL_HEADING, 'target_group,fasit,Ny ydelse,UDH,,')
  await house.overlay('area.csv', AREA_HEADING, '740,municipality,Silkeborg,740,740,Nyby')
}

/** A test that some random sequences pass, each in an empty house; past its time it lets the rest be. */
export function property<T>(
  title: string,
  sequences: fc.Arbitrary<T>,
  holds: (sequence: T, house: TestHouse) => Promise<void>,
): void {
  const check = async () => {
    const house = await openHouse({ pseudonymKey: Buffer.alloc(32, 7).toString('base64') })
    const end = Date.now() + 1000 * BUDGET
    const one = fc.asyncProperty(sequences, async (sequence) => {
      if (Date.now() > end) return
      await reset(house)
      await holds(sequence, house)
    })
    await fc.assert(one, { numRuns: BUDGET })
  }
  test(title, check, TIMEOUT)
}

/** Delivers a file, runs its feed and publishes; anything but exit 0 fails the test. */
export async function load(house: TestHouse, delivery: Delivery, flags: Partial<RunFlags> = {}) {
  await house.deliver(delivery.name, delivery.content)
  const result = await house.run(delivery.feed, flags)
  expect([result.exitCode, result.text]).toEqual([0, result.text])
  return result
}

/** Empties the house as if nothing had ever been loaded. */
export async function reset(house: TestHouse): Promise<void> {
  const tables = await house.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_name !~ '^(schema_file|kysely)'
       and (table_schema in ('core', 'stage', 'ops') or (table_schema = 'mart' and table_name !~ '^dim_'))`,
  )
  await house.query(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  for (const folder of ['inbox', 'archive', 'failed'])
    await rm(join(house.config.home, folder), { recursive: true, force: true })
}

/** What an empty house comes to by these files in this order, published at once. */
export async function stateAfter(house: TestHouse, files: readonly Delivery[]) {
  await reset(house)
  for (const each of files) await load(house, each, { publish: false })
  await house.publish()
  return stateOf(house)
}

const CORE = ['external_measure', 'population', 'benefit_spell', 'snapshot_absence']
const OF_VERSION = `'{recorded_from,opened_by,closed_by,origin_run,source_line}'::text[]`

/** Core's open rows without what tells their runs, and mart. */
export async function stateOf(house: TestHouse) {
  const tables = CORE.map(
    (table) =>
      `select '${table}' as name, (to_jsonb(c) - ${OF_VERSION})::text as row
       from core.${table} as c where recorded_to = 'infinity'`,
  )
  const core = await house.query(`${tables.join(' union all ')} order by 1, 2`)
  return { core, mart: await martContents(house) }
}
