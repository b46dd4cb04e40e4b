/** Owns what is drawn for a random history: days near the edges of the definitions, spells that nearly hang together, and changes told later. */
import fc from 'fast-check'
import { type Day, dayOf, LABELS, monthEnd } from './history.ts'

/** The last day of the newest month. */
export const END = dayOf('2020-01-31')

/** So many days a band of duration goes to; 364 is a year's weeks. */
const EDGES = [28, 56, 91, 182, 273, 364, 364, 364, 364, 728, 1092]
/** Ages at which one moves to another band or group. */
const AGES = [16, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 67]
const GROUPS = Object.keys(LABELS)

const between = (min: number, max: number) => fc.integer({ min, max })
const rarely = <T>(arb: fc.Arbitrary<T>, freq = 7) =>
  fc.oneof({ weight: freq, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: arb })
const weighed = <T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** A day from which, at the end of some month, just so many days have gone as an edge allows, or one more. */
const onAnEdge = fc
  .tuple(between(0, 18), fc.constantFrom(...EDGES), between(0, 1))
  .map(([months, edge, over]) => monthEnd(END - 30 * months) - edge + 1 - over)
const day = weighed<Day>([3, onAnEdge], [2, between(END - 200, END + 5)], [1, between(500, END)])

/** Days between one spell and the next: around what a chain bears, none, a day shared, an overlap, or far. */
const gap = weighed(
  [5, between(2, 5)],
  [3, between(-1, 1)],
  [2, between(-60, -2)],
  [2, between(6, 60)],
)
const length = weighed(
  [3, between(0, 20)],
  [3, between(20, 120)],
  [2, between(120, 250)],
  [2, between(300, 420)],
)
const open = fc.constantFrom('', '31-12-9999', '01-01-1900')
const team = fc.constantFrom('A', 'A', 'B', 'C', '')
const readiness = fc.constantFrom('JP', 'AP', 'KAT2', 'UOPLYST', 'UKENDT')

/** What a later file says of a spell. */
const change = fc.record({
  what: fc.constantFrom(
    'team',
    'team',
    'team',
    'close',
    'reopen',
    'delete',
    'restore',
    'group',
    'from',
  ),
  on: between(-20, 300),
  days: between(0, 60),
  team,
  readiness,
  group: fc.constantFrom('SDP', 'JAF', ...GROUPS),
})
export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const link = fc.record({
  gap,
  // From the same day as the one before, and on the same benefit.
  isAgain: between(1, 10).map((one) => one === 1),
  length,
  isOpen: between(1, 6).map((one) => one === 1),
  open,
  group: fc.constantFrom('same', 'same', 'partner', ...GROUPS),
  team,
  readiness,
  absence: rarely(weighed([2, between(-60, 3)], [1, between(-900, 0)]), 1),
  isLate: between(1, 8).map((one) => one === 1),
  changes: fc.array(change, { maxLength: 2 }),
})
export type Link = typeof link extends fc.Arbitrary<infer T> ? T : never

const hours = fc.record({
  offset: weighed([1, between(0, 20)], [2, between(0, 250)]),
  length: rarely(between(0, 90), 1),
  // Many end with a month, or on the day before.
  end: fc.constantFrom('any', 'any', 'month', 'eve'),
  absent: fc.constantFrom(0, 3.99, 4, 9.5, 12.25, 18.5, 27, 36.99, 37, 40),
  working: fc.constantFrom(0, 0.99, 1, 10, 18.5, 25),
  isDeleted: between(1, 3).map((one) => one === 1),
})
export type DrawnHours = typeof hours extends fc.Arbitrary<infer T> ? T : never

const sickCase = fc.record({
  spell: fc.nat({ max: 3 }),
  offset: weighed([2, between(-40, 0)], [1, between(-3, 3)], [2, between(1, 150)]),
  absence: rarely(onAnEdge, 4),
  // Absent since the same day as in the first of the cases.
  isTwin: between(1, 5).map((one) => one === 1),
  // As long as its spell, shorter, longer, or not at an end.
  end: fc.constantFrom('spell', 'spell', 'short', 'long', 'open'),
  length: weighed([2, between(0, 6)], [1, between(0, 90)]),
  type: fc.constantFrom('11', '11', '11', '43', '17', '24', '07'),
  firstBenefit: rarely(weighed([2, between(0, 8)], [1, between(0, 40)]), 1),
  isRecovered: fc.boolean(),
  own: rarely(hours, 2),
  returns: fc.array(hours, { maxLength: 3 }),
  change: rarely(fc.constantFrom('delete', 'extend', 'type'), 4),
})
export type DrawnCase = typeof sickCase extends fc.Arbitrary<infer T> ? T : never

const near = fc.record({ spell: fc.nat({ max: 3 }), isEnd: fc.boolean(), days: between(-4, 4) })
export type Near = typeof near extends fc.Arbitrary<infer T> ? T : never
/** A day near the first or last of some spell, mostly none. */
const someday = rarely(near)

/** How a person is told of in the citizens' file and in the spells. */
const identity = weighed(
  [8, fc.constant('listed')],
  [
    3,
    fc.constantFrom(
      'unlisted',
      'renumbered',
      'merged',
      'corrected',
      'gone',
      'known',
      'stranger',
      'nobody',
    ),
  ],
)

/** Everything drawn for one story. */
export const drawnStory = fc.record({
  identity,
  start: day,
  group: weighed([5, fc.constant('SDP')], [2, fc.constant('JAF')], [4, fc.constantFrom(...GROUPS)]),
  links: fc.array(link, { minLength: 1, maxLength: 4 }),
  // Spells beside those, most of them of another benefit.
  beside: fc.array(fc.record({ after: between(-40, 80), link }), { maxLength: 1 }),
  cases: fc.array(sickCase, { maxLength: 3 }),
  birthday: fc.record({ near, age: fc.constantFrom(...AGES), isLeapDay: between(1, 20) }),
  isWoman: fc.boolean(),
  origin: fc.constantFrom('DANSK', 'IND_VEST', 'EFT_IKKEVEST', 'UOPLYST', 'UKENDT'),
  died: someday,
  movedOut: someday,
  // So many days after they left.
  isBackAfter: rarely(between(1, 150), 1),
  movedIn: rarely(weighed([3, between(-6, 2)], [1, between(-400, 400)]), 2),
})
export type DrawnStory = typeof drawnStory extends fc.Arbitrary<infer T> ? T : never

/** What is drawn for the town as a whole. */
export const drawnTown = fc.record({
  // Ages that a quarter's population lacks.
  lacking: fc.array(fc.record({ quarter: fc.nat({ max: 8 }), age: between(16, 66) }), {
    maxLength: 2,
  }),
  // Before, on and after the newest month's last day.
  extractedOn: fc.constantFrom('2020-01-30', '2020-01-31', '2020-02-03', '2020-02-03'),
  // Other than those in force at first.
  rules: fc.record({
    clock: fc.constantFrom<'fravaer' | 'refusion'>('fravaer', 'fravaer', 'fravaer', 'refusion'),
    gapDays: fc.constantFrom(0, 1, 2, 4, 5),
    leaveEnds: fc.constant(false),
    absenceHours: fc.constantFrom(3.5, 10, 37),
    workingHours: fc.constantFrom(0, 10),
    ownMonths: between(6, 30),
    preliminary: fc.constantFrom(0, 1, 3),
    preliminarySickness: fc.constantFrom(0, 2, 4),
  }),
})
