/** Owns what FASIT's feeds have in common: how their names tell full from delta, their status, and their lists of codes. */
import {
  bad,
  type CodeList,
  choice,
  codeList,
  type Fault,
  labelText,
  openDate,
  type Person,
} from '../../src/connector.ts'

const FULL_OR_DELTA = /^(?:FASIT|SYG)_[a-z]+_([FD])_/i

/** `F` is a full snapshot, `D` a delta: `FASIT_Forloeb_D_20200203.csv`. */
export function fasitMode(fileName: string): 'full' | 'delta' | undefined {
  const letter = FULL_OR_DELTA.exec(fileName)?.[1]?.toUpperCase()
  return letter === 'F' ? 'full' : letter === 'D' ? 'delta' : undefined
}

/** The headings a CPR number comes under, beside `CPR-nr.`. */
export const CPR_ALIASES = ['CPR', 'CPRnr', 'CPR-nummer', 'Personnummer']

/** Aktiv, Lukket, Slettet. */
export const status = choice({ A: ['A', 'Aktiv'], L: ['L', 'Lukket'], S: ['S', 'Slettet'] })

/** A day that may be open and stands beside names or initials: a loose semicolon would move those into its column. */
export const hiddenDate = { ...openDate(), personal: true } as const

/** A row's person as core keeps it; nobody (null) when the source does not know who it is, or the cell could not be read. */
export function personFacts(person: Person | null) {
  if (person === null || person.isUnknown) {
    return { person_key: null, birth_date: null, sex: null, is_substitute: null }
  }
  const { key, birthDate, sex, isSubstitute } = person
  return { person_key: key, birth_date: birthDate, sex, is_substitute: isSubstitute }
}

/** The fault of dates in the wrong order, when both are given and they are. */
export function endsBeforeStart(
  what: string,
  start: string | null,
  end: string | null,
): readonly Fault[] {
  if (start === null || end === null || end >= start) return []
  const outcome = bad('END_BEFORE_START', `${what} fra ${start} eller senere`, end)
  return outcome.ok ? [] : outcome.faults
}

/** The code that a list has for a label that only describes: one that nobody knows has none, and its row loads all the same. */
export function codeOf(list: CodeList, text: string | null): string | null {
  return list.codeOf(text ?? '') ?? null
}

export const READINESS = codeList({
  JP: ['Jobparat'],
  AP: ['Aktivitetsparat'],
  UP: ['Uddannelsesparat'],
  AUP: ['Åbenlys uddannelsesparat'],
  UOPLYST: ['Uoplyst visitationskategori'],
  KAT1: ['Kategori 1'],
  KAT2: ['Kategori 2'],
  KAT3: ['Kategori 3'],
})

/** Visitationskategori: kept as it is written, with the code that {@link READINESS} has for it. */
export const readiness = { ...labelText(), codes: READINESS } as const
