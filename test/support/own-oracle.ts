/** Owns counting the own figures day by day from spells, slowly and in the plainest way, to hold the SQL against; shares no code with it. */

/** A spell of the random histories; days are numbers from 1 January 2019 on, `to` undefined is open, both ends counted. */
export interface OracleSpell {
  readonly id: number
  readonly who: number
  readonly group: string
  readonly team: string
  readonly from: number
  readonly to: number | undefined
  readonly isDeleted: boolean
  /** From this day on the spell is the other team's. */
  readonly moved: { readonly on: number; readonly team: string } | undefined
}

export interface Person {
  readonly birth: string
}

const DAY = 86_400_000
const FIRST = Date.UTC(2019, 0, 1)

/** The date of a day's number, ISO. */
export const dateOf = (day: number): string =>
  new Date(FIRST + day * DAY).toISOString().slice(0, 10)

const dayOf = (iso: string): number => (Date.parse(iso) - FIRST) / DAY

/** STAR's order among the groups used here. */
const ORDER = ['KTH', 'UDH', 'RES', 'JAF', 'SDP', 'FLX']
const BANDS: readonly (readonly [string, number, number])[] = [
  ['00-15', 0, 15],
  ['16-17', 16, 17],
  ['18-19', 18, 19],
  ['20-24', 20, 24],
  ['25-29', 25, 29],
  ['30-34', 30, 34],
  ['35-39', 35, 39],
  ['40-44', 40, 44],
  ['45-49', 45, 49],
  ['50-54', 50, 54],
  ['55-59', 55, 59],
  ['60-64', 60, 64],
  ['65-66', 65, 66],
  ['67+', 67, 200],
]

function ageOn(birth: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4))
  return date.slice(5) < birth.slice(5) ? years - 1 : years
}

const bandOf = (age: number) => BANDS.find(([, from, to]) => age >= from && age <= to)?.[0] ?? '-'

/** The team that has a person's day on a benefit, undefined when it is none: that of the spell begun last. */
function teamOn(spells: readonly OracleSpell[], who: number, group: string, day: number) {
  const [owner] = spells
    .filter((s) => s.who === who && s.group === group && !s.isDeleted)
    .filter((s) => s.from <= day && day <= (s.to ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => b.from - a.from)
  if (owner === undefined) return undefined
  return owner.moved && day >= owner.moved.on ? owner.moved.team : owner.team
}

const chainOf = (group: string) => (group === 'SDP' || group === 'JAF' ? 'SICK' : group)

/** The days of a person on a chain's groups, in order. */
function daysOn(spells: readonly OracleSpell[], who: number, chain: string, end: number): number[] {
  const groups = ORDER.filter((group) => chainOf(group) === chain)
  return Array.from({ length: end }, (_, day) => day).filter((day) =>
    groups.some((group) => teamOn(spells, who, group, day) !== undefined),
  )
}

/** First and last days of a person's chains: days at most three apart hang together. */
function chainsOf(spells: readonly OracleSpell[], who: number, chain: string, end: number) {
  const chains: { from: number; to: number }[] = []
  for (const day of daysOn(spells, who, chain, end)) {
    const last = chains.at(-1)
    if (last && day - last.to <= 4) last.to = day
    else chains.push({ from: day, to: day })
  }
  return chains
}

const add = (sums: Map<string, number>, key: string, amount: number) =>
  sums.set(key, (sums.get(key) ?? 0) + amount)

/** Figures of one month: `days KTH A 30-34`, `overlap …`, `persons …`, `inAll`, `over52`, `active` by team. */
export function countMonth(
  spells: readonly OracleSpell[],
  people: readonly Person[],
  month: string,
): Readonly<Record<string, number>> {
  const first = dayOf(`${month}-01`)
  const [year = 0, number = 0] = month.split('-').map(Number)
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const days = Array.from({ length }, (_, index) => first + index)
  const sums = new Map<string, number>()
  people.forEach(({ birth }, who) => {
    const on = (group: string, day: number) => teamOn(spells, who, group, day)
    const isOnAny = days.some((day) => ORDER.some((group) => on(group, day) !== undefined))
    if (isOnAny) add(sums, 'distinct', 1)
    for (const group of ORDER) countGroup(sums, group, birth, days, on)
    countChains(sums, spells, who, first, first + length - 1, on)
  })
  return Object.fromEntries(sums)
}

type On = (group: string, day: number) => string | undefined

function countGroup(
  sums: Map<string, number>,
  group: string,
  birth: string,
  days: readonly number[],
  on: On,
): void {
  const mine = days.filter((day) => on(group, day) !== undefined)
  const last = mine.at(-1)
  if (last === undefined) return
  const band = bandOf(ageOn(birth, dateOf(last)))
  add(sums, `persons ${group} ${on(group, last)} ${band}`, 1)
  for (const day of mine) {
    const cell = `${group} ${on(group, day)} ${band}`
    add(sums, `days ${cell}`, 1)
    const isFirst = ORDER.slice(0, ORDER.indexOf(group)).every((o) => on(o, day) === undefined)
    if (isFirst) add(sums, `overlap ${cell}`, 1)
  }
}

function countChains(
  sums: Map<string, number>,
  spells: readonly OracleSpell[],
  who: number,
  first: number,
  last: number,
  on: On,
): void {
  for (const chain of new Set(ORDER.map(chainOf))) {
    // A good year past the month, so that an open end is no end.
    for (const { from, to } of chainsOf(spells, who, chain, last + 400)) {
      if (from >= first && from <= last) add(sums, 'inflow', 1)
      if (to >= first && to <= last) add(sums, 'outflow', 1)
      const team = on('SDP', last) ?? on('JAF', last)
      if (chain !== 'SICK' || from > last || to < last || team === undefined) continue
      add(sums, 'active', 1)
      if (last - from + 1 > 364) add(sums, 'over52', 1)
    }
  }
}
