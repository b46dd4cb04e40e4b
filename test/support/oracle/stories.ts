/** Owns how what is drawn becomes a history: spells one after the other, cases upon them, and who is meant by whom. */
import fc from 'fast-check'
import {
  type Change,
  type DrawnCase,
  type DrawnHours,
  type DrawnStory,
  drawnStory,
  drawnTown,
  END,
  type Link,
  type Near,
} from './draws.ts'
import {
  type Case,
  type CaseVersion,
  type Day,
  dayOf,
  type History,
  type Hours,
  isoOf,
  monthEnd,
  type Person,
  type SpellVersion,
  type Story,
} from './history.ts'
import { identify } from './identity.ts'

/** The benefit that most often follows another. */
const PARTNERS: Readonly<Record<string, string>> = {
  SDP: 'JAF',
  JAF: 'SDP',
  INT: 'SHO',
  SHO: 'KTH-MIN',
  UDH: 'KTH-U30',
}
/** Every fifth story shares its teams. */
const TEAMS_APART = ['1', '2', '3', '4', '5']
const LEAVE = ['24', '07']
const QUARTERS = ['2018', '2019', '2020'].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}K${q}`))

/** Histories of so many stories. */
export function histories(stories: number): fc.Arbitrary<History> {
  const size = { minLength: stories, maxLength: stories, size: 'max' as const }
  return fc.tuple(fc.array(drawnStory, size), drawnTown).map(([drawn, town]) => ({
    stories: drawn.map((each, index) =>
      storyOf(each, TEAMS_APART[index % TEAMS_APART.length] ?? ''),
    ),
    population: populationOf(town.lacking),
    extractedOn: dayOf(town.extractedOn),
    rules: town.rules,
  }))
}

/** A few persons of every age in every quarter up to the newest. */
function populationOf(lacking: readonly { readonly quarter: number; readonly age: number }[]) {
  const ages = Array.from({ length: 51 }, (_, index) => 16 + index)
  const quarters = QUARTERS.slice(0, 9).map((quarter, position) => {
    const given = ages.filter(
      (age) => !lacking.some((hole) => hole.quarter === position && hole.age === age),
    )
    const counts = given.map((age) => [String(age), 5 + ((7 * age + 13 * position) % 11)] as const)
    return [quarter, Object.fromEntries(counts)] as const
  })
  return Object.fromEntries(quarters)
}

function storyOf(drawn: DrawnStory, place: string): Story {
  const spells = spellsOf(drawn).map((versions) =>
    versions.map((version) => ({ ...version, team: version.team && version.team + place })),
  )
  const firsts = spells.map(([first]) => first).filter((first) => first !== undefined)
  const cases: Case[] = []
  for (const each of drawn.cases) cases.push(...caseOf(each, cases, firsts))
  return identify(drawn.identity, personOf(drawn, firsts), spells, cases)
}

/** The versions of each spell: one after the other, and then those beside them. */
function spellsOf(drawn: DrawnStory): readonly (readonly SpellVersion[])[] {
  const all: SpellVersion[][] = []
  let [from, group] = [drawn.start, drawn.group]
  drawn.links.forEach((link, index) => {
    const before = drawn.links[index - 1]
    if (before && !link.isAgain) {
      from += before.length + 1 + link.gap
      group = groupAfter(group, link)
    }
    all.push(versionsOf(link, all.length, from, group))
  })
  for (const { after, link } of drawn.beside) {
    all.push(versionsOf(link, all.length, drawn.start + after, groupAfter('KTH', link)))
  }
  // A spell may be told a while before it begins, but never so long that it lies past the counted days.
  return all.filter(([first]) => first !== undefined && first.from <= END + 60)
}

function groupAfter(group: string, link: Link): string {
  if (link.group === 'same') return group
  return link.group === 'partner' ? (PARTNERS[group] ?? 'SDP') : link.group
}

function versionsOf(link: Link, spell: number, from: Day, group: string): SpellVersion[] {
  const first: SpellVersion = {
    ...{ group, from, to: link.isOpen ? undefined : from + link.length, open: link.open },
    ...{ team: link.team, readiness: link.readiness },
    absence: link.absence === undefined ? undefined : from + link.absence,
    ...{ changedOn: from, minute: 10 * spell, isDeleted: false, file: Number(link.isLate) },
    ...{ number: undefined, citizen: undefined },
  }
  const versions = [first]
  // There are three files, and each tells of a spell once.
  for (const change of link.changes.slice(0, 2 - first.file)) {
    versions.push(changed(versions.at(-1) ?? first, change, from))
  }
  return versions
}

function changed(before: SpellVersion, change: Change, begun: Day): SpellVersion {
  const { what, days } = change
  const after = {
    ...before,
    ...{ changedOn: begun + change.on, minute: before.minute + 1, file: before.file + 1 },
  }
  switch (what) {
    case 'team':
      return { ...after, team: change.team, readiness: change.readiness }
    case 'close':
      return { ...after, to: before.from + days }
    case 'reopen':
      return { ...after, to: undefined }
    case 'group':
      return { ...after, group: change.group }
    case 'from':
      return { ...after, from: before.from - days + (before.to === undefined ? 30 : 0) }
    default:
      return { ...after, isDeleted: what === 'delete' }
  }
}

function caseOf(
  drawn: DrawnCase,
  before: readonly Case[],
  spells: readonly SpellVersion[],
): readonly Case[] {
  const spell = spells[drawn.spell % spells.length]
  if (!spell) return []
  const isLeave = LEAVE.includes(drawn.type)
  // Leave is taken in the middle of being sick.
  const own = isLeave
    ? spell.from + 1 + Math.abs(drawn.offset)
    : (drawn.absence ?? spell.from + drawn.offset)
  const absence = (drawn.isTwin && before[0]?.versions[0]?.absence) || own
  const long = spell.to === undefined ? undefined : spell.to + drawn.length
  const ends = { spell: spell.to, short: absence + drawn.length, long, open: undefined }
  const end = ends[(isLeave && drawn.end === 'spell' ? 'short' : drawn.end) as keyof typeof ends]
  const last = end === undefined ? undefined : Math.max(absence, end)
  const firstBenefit = drawn.firstBenefit === undefined ? undefined : absence + drawn.firstBenefit
  const first: CaseVersion = {
    ...{ type: drawn.type, absence },
    firstBenefit: last !== undefined && (firstBenefit ?? 0) > last ? absence : firstBenefit,
    lastBenefit: drawn.isRecovered ? undefined : last,
    // Where the last day of benefit is told too, it is the one that counts.
    recovered: drawn.isRecovered || last === undefined ? last : last + 5,
    own: drawn.own === undefined ? undefined : hoursOf(drawn.own, absence),
    ...{ changedOn: absence, minute: 700 + 10 * before.length, isDeleted: false, file: 0 },
  }
  const returns = drawn.returns.map((each) => ({
    ...hoursOf(each, absence),
    isDeleted: each.isDeleted,
  }))
  const unlike = returns.filter(
    ({ from }, position) => returns.findIndex((other) => other.from === from) === position,
  )
  return [{ versions: [first, ...lateWord(drawn, first)], returns: unlike }]
}

function hoursOf({ offset, length, end, absent, working }: DrawnHours, absence: Day): Hours {
  const from = absence + offset
  if (length === undefined) return { from, to: undefined, working, absent }
  const last = monthEnd(from + length) - Number(end === 'eve')
  return { from, to: end === 'any' ? from + length : Math.max(from, last), working, absent }
}

/** What a delta says of a case, if anything. */
function lateWord({ change }: DrawnCase, first: CaseVersion): readonly CaseVersion[] {
  const after = { ...first, changedOn: first.changedOn + 30, minute: first.minute + 1, file: 1 }
  switch (change) {
    case undefined:
      return []
    case 'extend':
      return [{ ...after, lastBenefit: undefined, recovered: undefined }]
    case 'type':
      return [{ ...after, type: first.type === '24' ? '11' : '24' }]
    default:
      return [{ ...after, isDeleted: true }]
  }
}

function personOf(drawn: DrawnStory, spells: readonly SpellVersion[]): Person {
  const { near, age, isLeapDay } = drawn.birthday
  const birthday = isoOf(Math.min(END, nearTo(near, spells)))
  const born = `${Number(birthday.slice(0, 4)) - age}${birthday.slice(4)}`
  const [first] = spells
  const movedOut = drawn.movedOut && nearTo(drawn.movedOut, spells)
  const cameWith = drawn.movedIn === undefined || !first ? undefined : first.from + drawn.movedIn
  const isBack = movedOut !== undefined && drawn.isBackAfter !== undefined
  return {
    // Neither a day that year did not have nor 1 January, when numbers without a check digit were given out.
    birth:
      isLeapDay === 1 ? '1988-02-29' : born.replace('-02-29', '-02-28').replace('-01-01', '-01-02'),
    sex: drawn.isWoman ? 'K' : 'M',
    origin: drawn.origin,
    died: drawn.died && nearTo(drawn.died, spells),
    movedOut,
    movedIn: isBack ? movedOut + (drawn.isBackAfter ?? 0) : cameWith,
  }
}

function nearTo({ spell, isEnd, days }: Near, spells: readonly SpellVersion[]): Day {
  const chosen = spells[spell % spells.length]
  const day = isEnd ? (chosen?.to ?? END) : (chosen?.from ?? END)
  return day + days
}
