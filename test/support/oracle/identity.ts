/** Owns how a random story's person is told of: with one CPR number or two, in the citizens' file or not, or as nobody. */
import type { Case, CitizenLine, NumberOf, Person, Spell, SpellVersion, Story } from './history.ts'

type Versions = readonly SpellVersion[]
type Told = Pick<Story, 'people' | 'numbers' | 'citizens'> & {
  /** Which person a spell is of; `-1` is that of a person of its own. */
  readonly who?: (spell: number) => number
  /** The number and citizen that a version of a spell is written with. */
  readonly as: (spell: number, version: number) => Partial<Pick<SpellVersion, 'number' | 'citizen'>>
}

const DAY = 86_400_000
const NOBODY: Person = {
  ...{ birth: undefined, sex: undefined, origin: 'UKENDT' },
  ...{ died: undefined, movedIn: undefined, movedOut: undefined },
}

/** A story of one person, or of the few that its identity makes of them. */
export function identify(
  identity: string,
  person: Person,
  all: readonly Versions[],
  cases: readonly Case[],
): Story {
  const told = (WAYS[identity] ?? listed)(person)
  const spells = all.map((versions, index) =>
    spellOf(told, withLastWord(identity, versions), index),
  )
  const nobodies = told.who ? spells.filter(({ who }) => who >= told.people.length) : []
  return {
    people: [...told.people, ...nobodies.map(() => NOBODY)],
    numbers: told.numbers,
    citizens: told.citizens,
    spells,
    // A case is written with the first of the numbers, and without one it is nobody's.
    cases: told.numbers.length === 0 ? [] : cases,
  }
}

function spellOf(told: Told, versions: Versions, index: number): Spell {
  const who = told.who?.(index) ?? 0
  return {
    who: who === -1 ? told.people.length + index : who,
    versions: versions.map((version, number) => ({ ...version, ...told.as(index, number) })),
  }
}

/** Where a spell goes over to another person, the newest word on it does, and in it the spell still is one. */
function withLastWord(identity: string, versions: Versions): Versions {
  const [first] = versions
  if (!first || (identity !== 'merged' && identity !== 'corrected')) return versions
  const moved = { ...first, changedOn: first.changedOn + 400, minute: first.minute + 9, file: 2 }
  return [{ ...first, file: 0 }, moved]
}

const numberOf = ({ birth = '', sex = 'M' }: Person): NumberOf => ({
  birth,
  sex,
  isSubstitute: false,
})

/** A number of other days and the other sex, as one has that is replaced. */
function otherNumber(person: Person, isSubstitute: boolean): NumberOf {
  const later = new Date(Date.parse(person.birth ?? '') + 500 * DAY).toISOString().slice(0, 10)
  return {
    birth: later.replace('-01-01', '-01-02'),
    sex: person.sex === 'M' ? 'K' : 'M',
    isSubstitute,
  }
}

/** The lines of a citizen in some of the snapshots. */
const lines = (
  citizen: number,
  number: number,
  person: Person,
  snapshots: readonly number[] = [0, 1, 2],
): readonly CitizenLine[] => snapshots.map((snapshot) => ({ snapshot, citizen, number, person }))

const listed = (person: Person): Told => ({
  people: [person],
  numbers: [numberOf(person)],
  citizens: lines(0, 0, person),
  as: () => ({ number: 0, citizen: 0 }),
})

/** Of two numbers the first has gone over to the second, which the person now has. */
const WAYS: Readonly<Record<string, (person: Person) => Told>> = {
  listed,
  unlisted: (person) => ({
    ...listed(person),
    people: [{ ...NOBODY, birth: person.birth, sex: person.sex }],
    citizens: [],
  }),
  // What the last snapshots lack, they still describe.
  gone: (person) => ({
    ...listed(person),
    people: [{ ...person, origin: person.origin === 'UOPLYST' ? 'UKENDT' : person.origin }],
    citizens: lines(0, 0, person, [0]),
  }),
  renumbered: (person) => ({
    people: [person],
    numbers: [otherNumber(person, true), numberOf(person)],
    citizens: [...lines(0, 0, person, [0]), ...lines(0, 1, person, [1, 2])],
    as: (spell) => ({ number: spell % 2, citizen: 0 }),
  }),
  merged: (person) => ({
    people: [person],
    numbers: [otherNumber(person, false), numberOf(person)],
    citizens: [...lines(0, 0, { ...person, died: 0 }, [0]), ...lines(1, 1, person)],
    as: (spell, version) =>
      (spell === 0 && version > 0) || spell % 2 === 1
        ? { number: 1, citizen: 1 }
        : { number: 0, citizen: 0 },
  }),
  // One spell was registered on the wrong person; the other spells stay whose they were.
  corrected: (person) => ({
    people: [
      person,
      { ...person, ...otherNumber(person, false), movedOut: undefined, died: undefined },
    ],
    numbers: [numberOf(person), otherNumber(person, false)],
    citizens: [
      ...lines(0, 0, person),
      ...lines(1, 1, { ...person, movedOut: undefined, died: undefined }),
    ],
    who: (spell) => (spell === 0 ? 1 : 0),
    as: (spell, version) => {
      const now = spell === 0 && version > 0 ? 1 : 0
      return { number: now, citizen: now }
    },
  }),
  known: (person) => ({
    ...listed(person),
    as: (spell) => (spell % 2 === 0 ? { citizen: 0 } : { number: 0, citizen: 0 }),
  }),
  stranger: () => ({ people: [NOBODY], numbers: [], citizens: [], as: () => ({ citizen: 0 }) }),
  nobody: () => ({ people: [], numbers: [], citizens: [], who: () => -1, as: () => ({}) }),
}
