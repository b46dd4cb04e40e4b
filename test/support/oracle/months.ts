/** Owns how a person's days stand in each month: benefits by owner and age, and chains with their clocks. */
import {
  type Benefit,
  type Calendar,
  type Chain,
  type ChainDay,
  calendarOf,
  chainsOf,
  isOpen,
  returnOn,
} from './days.ts'
import {
  type Day,
  dayOf,
  type History,
  isoOf,
  monthEnd,
  type Person,
  type Rules,
  type Story,
} from './history.ts'

/** STAR's order; of those it knows as one, the order of their introduction. */
const PRIORITY = 'DP KTH INT SHO KTH-MIN KTH-U30 UDH REV FREV RES JAF SDP FLX LY FP EFT BAR'.split(
  ' ',
)
const BANDS =
  '00-15 16-17 18-19 20-24 25-29 30-34 35-39 40-44 45-49 50-54 55-59 60-64 65-66 67+'.split(' ')
const FULL_WEEK = 37

export interface Month {
  readonly month: string
  readonly first: Day
  readonly last: Day
  /** Whole months that come after it. */
  readonly after: number
}

/** One owner's part of a person's month on a benefit. */
export interface BenefitRow {
  readonly month: Month
  readonly person: string
  readonly group: string
  readonly team: string
  readonly readiness: string
  readonly band: string
  readonly sex: string
  readonly origin: string
  readonly days: number
  readonly overlapDays: number
  readonly hoursDays: number
  /** Whether the month's last day on the benefit is among these. */
  readonly isLast: boolean
  readonly inflow: number
  readonly outflow: number
}

/** A chain in a month in which it has a day, as it stands on the last of them. */
export interface ChainRow {
  readonly month: Month
  readonly kind: string
  readonly group: string
  readonly team: string
  readonly band: string
  readonly isActive: boolean
  readonly hasJaf: boolean
  readonly isReturned: boolean
  readonly isTruncated: boolean
  readonly daysOfBenefit: number
  readonly daysOfAbsence: number
}

export interface Rows {
  readonly months: readonly Month[]
  readonly benefits: readonly BenefitRow[]
  readonly chains: readonly ChainRow[]
}

interface Course {
  readonly key: string
  readonly person: Person
  readonly calendar: Calendar
  readonly chains: readonly Chain[]
  readonly sickDays: ReadonlyMap<Day, ChainDay>
}

/** Every row of every person and month that figures are given for. */
export function rowsOf(history: History, rules: Rules): Rows {
  const courses = history.stories.flatMap((story, index) =>
    story.people.map((person, who) => courseOf(story, who, person, `${index}/${who}`, rules)),
  )
  const months = monthsOf(courses, history.extractedOn, rules)
  return {
    months,
    benefits: months.flatMap((month) => courses.flatMap((one) => benefitRows(one, month, rules))),
    chains: months.flatMap((month) => courses.flatMap((one) => chainRows(one, month, rules))),
  }
}

function courseOf(story: Story, who: number, person: Person, key: string, rules: Rules): Course {
  const calendar = calendarOf(story, who)
  const chains = chainsOf(story, who, calendar, rules)
  const sick = chains.filter(({ kind }) => kind === 'SICK').flatMap(({ days }) => days)
  const sickDays = new Map(sick.map((each) => [each.day, each]))
  return { key, person, calendar, chains, sickDays }
}

/** Whole months, by the clock and by the newest extract, from anybody's first day on. */
function monthsOf(courses: readonly Course[], extractedOn: Day, rules: Rules): Month[] {
  const firsts = courses.flatMap(({ calendar }) => [...calendar.keys()].slice(0, 1))
  const today = dayOf('2020-02-15')
  const months: Omit<Month, 'after'>[] = []
  for (let first = dayOf('2015-01-01'); monthEnd(first) < today; first = monthEnd(first) + 1) {
    const last = monthEnd(first)
    if (last <= extractedOn && last >= Math.min(...firsts)) {
      months.push({ month: isoOf(first).slice(0, 7), first, last })
    }
  }
  const counted = months.map((month, index) => ({ ...month, after: months.length - 1 - index }))
  return counted.filter(({ after }) => after < rules.ownMonths)
}

function bandOn({ birth }: Person, day: Day): string {
  if (birth === undefined) return 'UKENDT'
  const date = isoOf(day)
  const years = Number(date.slice(0, 4)) - Number(birth.slice(0, 4))
  const age = date.slice(5) < birth.slice(5) ? years - 1 : years
  return BANDS.findLast((band) => Number.parseInt(band, 10) <= age) ?? 'UKENDT'
}

const within = ({ first, last }: Month, day: Day | undefined) =>
  day !== undefined && day >= first && day <= last

function benefitRows(course: Course, month: Month, rules: Rules): BenefitRow[] {
  const { calendar, person, key } = course
  const lastDays = new Map<string, Day>()
  const cells = new Map<string, { readonly benefit: Benefit; readonly days: Day[] }>()
  for (let day = month.first; day <= month.last; day++) {
    for (const benefit of calendar.get(day) ?? []) {
      const { group, team, readiness } = benefit
      const cell = [group, team, readiness].join('|')
      cells.set(cell, { benefit, days: [...(cells.get(cell)?.days ?? []), day] })
      lastDays.set(group, day)
    }
  }
  return [...cells.values()].map(({ benefit: { group, team, readiness }, days }) => {
    const last = lastDays.get(group) ?? month.last
    const isLast = days.includes(last)
    return {
      ...{ month, person: key, group, team: team || 'UOPLYST', readiness, isLast },
      ...{ band: bandOn(person, last), sex: person.sex ?? 'UKENDT', origin: person.origin },
      days: days.length,
      overlapDays: days.filter((day) => firstOf(calendar.get(day)) === group).length,
      hoursDays: days.reduce((sum, day) => sum + weightOf(course, group, day, rules), 0),
      ...(isLast ? flowOf(course, month, group) : { inflow: 0, outflow: 0 }),
    }
  })
}

/** The benefit that a day counts on, when it counts on one only. */
const firstOf = (benefits: readonly Benefit[] = []) =>
  PRIORITY.find((group) => benefits.some((each) => each.group === group))

/** A day on which the person is partly back at work weighs what is left of the absence. */
function weightOf(course: Course, group: string, day: Day, rules: Rules): number {
  if (group !== 'SDP' && group !== 'JAF') return 1
  const hours = returnOn(course.sickDays.get(day)?.case, day, rules)
  return hours ? Math.min(1, hours.absent / FULL_WEEK) : 1
}

function flowOf({ chains }: Course, month: Month, group: string) {
  const ends = (days: readonly ChainDay[], at: 0 | -1) => {
    const end = days.at(at)
    return end?.group === group && within(month, end.day) && !isOpen(end.day)
  }
  return {
    inflow: chains.filter(({ days }) => ends(days, 0)).length,
    outflow: chains.filter(({ days }) => ends(days, -1)).length,
  }
}

function chainRows(course: Course, month: Month, rules: Rules): ChainRow[] {
  return course.chains.flatMap(({ kind, days }) => {
    const last = days.findLast(({ day }) => within(month, day))
    if (!last) return []
    const clocks = clocksOf(course.person, days, rules)
    const owner = (course.calendar.get(last.day) ?? []).find(({ group }) => group === last.group)
    // The clocks run on through a gap that the chain bears.
    const end = Math.min(month.last, days.at(-1)?.day ?? month.last)
    const isActive = last.day === month.last
    return {
      ...{ month, kind, group: last.group, team: owner?.team || 'UOPLYST' },
      ...{ band: bandOn(course.person, last.day), isActive },
      hasJaf: days.some(({ day, group }) => group === 'JAF' && day <= month.last),
      isReturned: isActive && returnOn(last.case, last.day, rules) !== undefined,
      isTruncated: clocks.isTruncated,
      daysOfBenefit: end - clocks.benefit + 1,
      daysOfAbsence: end - clocks.absence + 1,
    }
  })
}

/** From which days a chain's length is counted. */
function clocksOf({ movedIn }: Person, days: readonly ChainDay[], rules: Rules) {
  const start = days[0]?.day ?? 0
  const absence = Math.min(start, ...days.flatMap((each) => each.absence ?? []))
  if (movedIn === undefined || start < movedIn || start > movedIn + rules.gapDays) {
    return { benefit: start, absence, isTruncated: false }
  }
  // Came sick: what was before is told, or it is not.
  if (absence >= movedIn) return { benefit: start, absence, isTruncated: true }
  const firstBenefit = Math.min(...days.flatMap((each) => each.case?.firstBenefit ?? []))
  return { benefit: firstBenefit < movedIn ? firstBenefit : absence, absence, isTruncated: false }
}
