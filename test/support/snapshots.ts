/** Owns small FASIT files of numbered spells, full and delta, and what core holds of them. */
import type { RunFlags } from '../../src/cli/words/run.ts'
import { file, line, type Spell } from '../connectors/fasit-file.ts'
import type { TestHouse } from './house.ts'

const FEED = 'fasit-spells'

/** A full snapshot of that day of February 2020. */
export const f = (day: number, delivery = '') => `FASIT_Forloeb_F_2020020${day}${delivery}.csv`
/** A delta of that day. */
export const d = (day: number) => `FASIT_Forloeb_D_2020020${day}.csv`

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

/** A spell that core tells by its label, for its id becomes a pseudonym. */
export function spell(id: number): Spell {
  return { ForløbID: String(id), Målgruppe: String(id) }
}

export function plain(ids: readonly number[]): Spell[] {
  return ids.map(spell)
}

/** The spell changed at that time, and ended on that day, so that its versions can be told apart. */
export function changed(id: number, at: string): Spell {
  return { ...spell(id), Ændret: at, Slutdato: at.slice(0, 10) }
}

export async function load(
  house: TestHouse,
  name: string,
  spells: readonly Spell[],
  flags: Partial<RunFlags> = {},
) {
  const path = await house.deliver(name, file(spells.map(line)))
  return house.run(FEED, { publish: false, file: path, ...flags })
}

/** Last days of the open spells, by id. */
export async function openSpells(house: TestHouse): Promise<Record<string, string | null>> {
  const rows = await house.query<{ id: string; end_date: string | null }>(
    `select target_group_label as id, end_date from core.benefit_spell where recorded_to = 'infinity'`,
  )
  return Object.fromEntries(rows.map(({ id, end_date }) => [id, end_date]))
}

/** Since when spells are noted absent, by id. */
export async function absences(house: TestHouse): Promise<Record<string, string>> {
  const rows = await house.query<{ id: string; absent_on: string }>(
    `select distinct c.target_group_label as id, a.absent_on
     from core.snapshot_absence as a
     inner join core.benefit_spell as c on concat_ws('|', c.municipality_code, c.spell_key) = a.row_key
     where a.recorded_to = 'infinity'`,
  )
  return Object.fromEntries(rows.map(({ id, absent_on }) => [id, absent_on]))
}
