/** Owns what each of a person's days was: which benefits, whose they were, which sickness case, and which chain the day belongs to. */
import {
  type Case,
  type CaseVersion,
  type Day,
  dayOf,
  type Hours,
  newestOf,
  type Person,
  type Rules,
  type Spell,
  type SpellVersion,
  type Story,
  whenOf,
} from './history.ts'

/** A day past all that any file tells: what still goes on then is open, and no later day can change a clock. */
const HORIZON = dayOf('2021-12-31')
const SICK = ['SDP', 'JAF']
/** Of the cases here, those of leave. */
const LEAVE = ['24', '07']

/** One benefit of one day: its owner, and since when the person has been on it without a day between. */
export interface Benefit {
  readonly group: string
  readonly team: string
  readonly readiness: string
  readonly begun: Day
  /** The first day of absence that the spells of the same unbroken stay give. */
  readonly absence: Day | undefined
}

/** The benefits of every day that has one. */
export type Calendar = ReadonlyMap<Day, readonly Benefit[]>

interface Standing {
  readonly version: SpellVersion
  /** Everything that was ever said of the spell, the earliest change first. */
  readonly words: readonly SpellVersion[]
  readonly to: Day
}

/** A person's days. */
export function calendarOf(story: Story, who: number): Calendar {
  const person = story.people[who]
  const spells = person ? story.spells.filter((spell) => spell.who === who) : []
  const standing = spells.flatMap((spell) => (person ? standingOf(spell, person) : []))
  const groups = [...new Set(standing.map(({ version }) => version.group))].sort()
  const calendar = new Map<Day, Benefit[]>()
  for (const group of groups) {
    for (const benefit of daysOn(standing.filter(({ version }) => version.group === group))) {
      push(calendar, benefit.day, benefit)
    }
  }
  return new Map([...calendar].sort(([a], [b]) => a - b))
}

function push<K, T>(lists: Map<K, T[]>, key: K, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}

/** The spell as it was last told, unless it is deleted or only begins when the person is gone. */
function standingOf(spell: Spell, { died, movedOut, movedIn }: Person): readonly Standing[] {
  const version = newestOf(spell.versions)
  let to = Math.min(version.to ?? HORIZON, HORIZON)
  const lasts = version.to ?? Number.POSITIVE_INFINITY
  const isBack = movedIn !== undefined && movedIn > (movedOut ?? movedIn) && lasts >= movedIn
  if (movedOut !== undefined && !isBack) to = Math.min(to, movedOut)
  if (died !== undefined) to = Math.min(to, died)
  const words = [...spell.versions].sort((a, b) => whenOf(a) - whenOf(b))
  return version.isDeleted || version.from > to ? [] : [{ version, words, to }]
}

/** Every day on which one of the spells, all of one benefit, holds. */
function daysOn(spells: readonly Standing[]): readonly (Benefit & { readonly day: Day })[] {
  const days: (Benefit & { readonly day: Day })[] = []
  const first = Math.min(...spells.map(({ version }) => version.from))
  for (let day = first; day <= HORIZON; day++) {
    const holding = spells.filter(({ version, to }) => version.from <= day && day <= to)
    const [owner] = holding.map((each) => ({ each, word: wordOn(each, day) })).sort(laterBegun)
    if (!owner) continue
    const yesterday = days.at(-1)
    const begun = yesterday?.day === day - 1 ? yesterday.begun : day
    const { team, readiness, group } = { ...owner.word, group: owner.each.version.group }
    days.push({ day, group, team, readiness, begun, absence: undefined })
  }
  const begunOn = new Map(days.map(({ day, begun }) => [day, begun]))
  return days.map((benefit) => {
    const absences = spells
      .filter(({ version }) => begunOn.get(version.from) === benefit.begun)
      .flatMap(({ version }) => version.absence ?? [])
    return { ...benefit, absence: absences.length > 0 ? Math.min(...absences) : undefined }
  })
}

/** What held of a spell on a day: the first word from its start, each later one from the day of the change. */
function wordOn({ words, version }: Standing, day: Day): SpellVersion {
  return words.findLast(({ changedOn }, index) => index === 0 || changedOn <= day) ?? version
}

type Word = { readonly each: Standing; readonly word: SpellVersion }

const laterBegun = (a: Word, b: Word) =>
  b.each.version.from - a.each.version.from || whenOf(b.word) - whenOf(a.word)

/** A day of a chain; `case` is the one that applies. */
export interface ChainDay {
  readonly day: Day
  readonly group: string
  readonly case: AppliedCase | undefined
  readonly absence: Day | undefined
}

export interface AppliedCase extends CaseVersion {
  readonly returns: readonly Hours[]
}

export interface Chain {
  readonly kind: string
  readonly days: readonly ChainDay[]
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ SDP: 'SICK', JAF: 'SICK', UDH: 'KTH-U30', INT: 'KTH-MIN', SHO: 'KTH-MIN' },
}
/** Sickness benefit and jobafklaring are one course, and a benefit that a law renames goes on. */
const kindOf = (group: string): string => KINDS[group] ?? group

/** A person's chains. */
export function chainsOf(story: Story, who: number, calendar: Calendar, rules: Rules): Chain[] {
  const cases = who === 0 ? story.cases : []
  const byKind = new Map<string, ChainDay[]>()
  for (const [day, benefits] of calendar) {
    for (const kind of new Set(benefits.map(({ group }) => kindOf(group)))) {
      const ofKind = benefits.filter(({ group }) => kindOf(group) === kind)
      push(byKind, kind, chainDayOf(day, ofKind, cases))
    }
  }
  return [...byKind].flatMap(([kind, all]) => cut(all, rules).map((days) => ({ kind, days })))
}

/** Of two benefits of one course on a day the later begun says which it is. */
function chainDayOf(day: Day, benefits: readonly Benefit[], cases: readonly Case[]): ChainDay {
  const [main] = [...benefits].sort((a, b) => b.begun - a.begun || (a.group < b.group ? -1 : 1))
  const group = main?.group ?? ''
  const applied = SICK.includes(group) ? caseOn(cases, day) : undefined
  const told = SICK.includes(group) ? benefits.flatMap(({ absence }) => absence ?? []) : []
  const absence = told.length > 0 ? Math.min(...told) : undefined
  return { day, group, case: applied, absence: applied?.absence ?? absence }
}

/** Days with no more days between them than the rules bear hang together; days of leave are none, and part them. */
function cut(days: readonly ChainDay[], rules: Rules): readonly (readonly ChainDay[])[] {
  const chains: ChainDay[][] = []
  let leave = Number.NEGATIVE_INFINITY
  for (const each of days) {
    if (rules.leaveEnds && LEAVE.includes(each.case?.type ?? '')) {
      leave = each.day
      continue
    }
    const last = chains.at(-1)
    const before = last?.at(-1)?.day ?? Number.NEGATIVE_INFINITY
    // An absence before the leave was another's.
    const absence = each.absence === undefined ? undefined : Math.max(each.absence, leave + 1)
    if (last && each.day - before - 1 <= rules.gapDays && leave < before) {
      last.push({ ...each, absence })
    } else {
      chains.push([{ ...each, absence }])
    }
  }
  return chains
}

/** The case that a day belongs to: of those that cover it the one with the newest first day of absence. */
function caseOn(cases: readonly Case[], day: Day): AppliedCase | undefined {
  const [applied] = cases
    .map(({ versions, returns }) => ({
      ...newestOf(versions),
      returns: returnsOf(versions, returns),
    }))
    .filter((each) => !each.isDeleted && each.absence <= day)
    .filter(({ lastBenefit, recovered }) => day <= (lastBenefit ?? recovered ?? HORIZON))
    .sort((a, b) => b.absence - a.absence || whenOf(b) - whenOf(a))
  return applied
}

/** A case's partial returns: those of their own feed, else the case's own columns. */
function returnsOf(versions: Case['versions'], given: Case['returns']): readonly Hours[] {
  const kept = given.filter(({ isDeleted }) => !isDeleted)
  const { own } = newestOf(versions)
  return kept.length === 0 && own ? [own] : kept
}

/** The hours of the partial return that a day of a case has, undefined when it has none. */
export function returnOn(
  applied: AppliedCase | undefined,
  day: Day,
  rules: Rules,
): Hours | undefined {
  // A later interval takes the place of an earlier one, also when it is a full return or over again.
  const [newest] = (applied?.returns ?? [])
    .filter(({ from }) => from <= day)
    .sort((a, b) => b.from - a.from)
  if (!newest || day > (newest.to ?? HORIZON)) return undefined
  const { absent, working } = newest
  return absent >= rules.absenceHours && working >= rules.workingHours ? newest : undefined
}

/** What still goes on at the end of all days is open. */
export const isOpen = (day: Day): boolean => day === HORIZON
