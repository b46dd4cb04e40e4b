/** Owns what a random history is: persons as they truly are, and what the case system has written of them, file after file. */

/** Days are counted from 1 January 2015 on; a first and a last day both count, and an end that is undefined is open. */
export type Day = number

const MILLISECONDS = 86_400_000
const FIRST = Date.UTC(2015, 0, 1)

/** A day as `2020-01-31`. */
export const isoOf = (day: Day): string =>
  new Date(FIRST + day * MILLISECONDS).toISOString().slice(0, 10)

export const dayOf = (iso: string): Day => (Date.parse(iso) - FIRST) / MILLISECONDS

/** The last day of the month that a day lies in. */
export function monthEnd(day: Day): Day {
  const date = new Date(FIRST + day * MILLISECONDS)
  return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) - FIRST) / MILLISECONDS
}

/** Somebody, as everything told of them comes to; what is undefined nobody knows. */
export interface Person {
  readonly birth: string | undefined
  readonly sex: 'M' | 'K' | undefined
  readonly origin: string
  readonly died: Day | undefined
  readonly movedIn: Day | undefined
  readonly movedOut: Day | undefined
}

/** A CPR number before its last digits are drawn. */
export interface NumberOf {
  readonly birth: string
  readonly sex: 'M' | 'K'
  readonly isSubstitute: boolean
}

/** A citizen's line in one of the three snapshots; `number` counts in the story's numbers. */
export interface CitizenLine {
  readonly snapshot: number
  readonly citizen: number
  readonly number: number
  readonly person: Person
}

/** Something the source says of a row, changed at that minute of that day; no two of a story share it. */
interface Said {
  readonly changedOn: Day
  readonly minute: number
  readonly isDeleted: boolean
  /** The file it comes with: the full one (0) or a later delta. */
  readonly file: number
}

/** What one file says of a spell. An undefined number is written `0000000000`, an undefined citizen not at all. */
export interface SpellVersion extends Said {
  readonly group: string
  readonly from: Day
  readonly to: Day | undefined
  /** How an open end is written. */
  readonly open: string
  readonly team: string
  readonly readiness: string
  readonly absence: Day | undefined
  readonly number: number | undefined
  readonly citizen: number | undefined
}

/** A spell of the person `who`, in the order its versions arrive. */
export interface Spell {
  readonly who: number
  readonly versions: readonly SpellVersion[]
}

export interface Hours {
  readonly from: Day
  readonly to: Day | undefined
  readonly working: number
  readonly absent: number
}

/** A sickness case; `own` are its own columns of partial return. */
export interface CaseVersion extends Said {
  readonly type: string
  readonly absence: Day
  readonly firstBenefit: Day | undefined
  readonly lastBenefit: Day | undefined
  readonly recovered: Day | undefined
  readonly own: Hours | undefined
}

/** A case of the story's first person, written with the first of the numbers, and the partial returns their own feed tells. */
export interface Case {
  readonly versions: readonly CaseVersion[]
  readonly returns: readonly (Hours & { readonly isDeleted: boolean })[]
}

/** One or a few persons who have only each other to do with. */
export interface Story {
  readonly people: readonly Person[]
  readonly numbers: readonly NumberOf[]
  readonly citizens: readonly CitizenLine[]
  readonly spells: readonly Spell[]
  readonly cases: readonly Case[]
}

/** The parameters of the definitions. */
export interface Rules {
  readonly clock: 'ydelse' | 'fravaer' | 'refusion'
  readonly gapDays: number
  readonly leaveEnds: boolean
  readonly absenceHours: number
  readonly workingHours: number
  readonly ownMonths: number
  readonly preliminary: number
  readonly preliminarySickness: number
}

/** Everything of one town: its stories, its population and the day of its last extract of spells. */
export interface History {
  readonly stories: readonly Story[]
  /** Persons by quarter (`2019K1`) and age; an age that the source does not give is absent. */
  readonly population: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly extractedOn: Day
  /** Another set of parameters than the one in force at first. */
  readonly rules: Rules
}

/** The parameters as they are delivered. */
export const RULES: Rules = {
  clock: 'ydelse',
  gapDays: 3,
  leaveEnds: true,
  absenceHours: 4,
  workingHours: 1,
  ownMonths: 36,
  preliminary: 2,
  preliminarySickness: 3,
}

/** The target groups by code, as FASIT writes their benefit. */
export const LABELS: Readonly<Record<string, string>> = {
  DP: 'A-dagpenge',
  KTH: 'Kontanthjælp',
  'KTH-U30': 'Kontanthjælp, under 30 år',
  'KTH-MIN': 'Kontanthjælp, mindstesats',
  UDH: 'Uddannelseshjælp',
  INT: 'Integrationsydelse',
  SHO: 'Selvforsørgelses- og hjemrejseydelse',
  SDP: 'Sygedagpenge',
  JAF: 'Jobafklaringsforløb',
  RES: 'Ressourceforløb',
  REV: 'Revalidering',
  FREV: 'Forrevalidering',
  FLX: 'Fleksjob',
  LY: 'Ledighedsydelse',
  FP: 'Førtidspension',
  EFT: 'Efterløn',
  BAR: 'Barselsdagpenge',
}

/** Of what was said of one row, what was changed last. */
export function newestOf<T extends Said>(said: readonly T[]): T {
  return said.reduce((newest, each) => (whenOf(each) > whenOf(newest) ? each : newest))
}

/** The minute something was changed. */
export const whenOf = ({ changedOn, minute }: Said): number => changedOn * 1440 + minute
