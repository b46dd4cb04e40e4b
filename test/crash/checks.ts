/** Owns the five checks of the crash matrix: mart, core, records and files after a crash, and the house after the next run. */
import { isDeepStrictEqual } from 'node:util'
import { type Contents, differences } from '../support/states.ts'
import type { Facts } from './facts.ts'

export type Check = 'mart' | 'core' | 'records' | 'files' | 'recovery'

/** One check that does not hold, and what was seen. */
export interface Violation {
  readonly check: Check
  readonly seen: string
}

/** How things stood before the word, and how they stand when nothing disturbs it. */
export interface Undisturbed {
  readonly before: Facts
  readonly after: Facts
  /** How they stand once the word has been repeated: what it left to others is then done. */
  readonly settled: Facts
  /** Checksums of the files that the word may move. */
  readonly delivered: readonly string[]
  /** Whole states between the two that a word of several steps may leave; a migration has some. */
  readonly between: readonly Facts[]
}

export type Side = 'before' | 'after' | 'same' | 'between' | 'torn'

/** Which of the two states something is: both when the word does not touch it. */
function sideOf<T>(seen: T, before: T, after: T): Side {
  const isBefore = isDeepStrictEqual(seen, before)
  const isAfter = isDeepStrictEqual(seen, after)
  if (isBefore && isAfter) return 'same'
  return isBefore ? 'before' : isAfter ? 'after' : 'torn'
}

/** Which side of the crash mart and core are on. */
export function sidesOf(
  seen: Facts,
  { before, after, between }: Undisturbed,
): { mart: Side; core: Side } {
  const published = ({ mart, shape }: Facts) => [mart, shape]
  const mart = sideOf(published(seen), published(before), published(after))
  const isStep = between.some((step) => isDeepStrictEqual(published(step), published(seen)))
  return {
    mart: mart === 'torn' && isStep ? 'between' : mart,
    core: sideOf(seen.core, before.core, after.core),
  }
}

/** The checks (a)-(d), on a house whose process was killed. */
export function checkCrashed(seen: Facts, undisturbed: Undisturbed): readonly Violation[] {
  const { before, after } = undisturbed
  return [
    ...checkMart(seen, undisturbed),
    ...checkCore(seen, undisturbed),
    ...checkRecords(seen, undisturbed),
    ...lost(seen, undisturbed.delivered),
  ].map((violation) => ({ ...violation, seen: `${violation.seen}${hint(violation.check)}` }))

  function hint(check: Check): string {
    if (check === 'mart') return said(seen.mart, before.mart, after.mart)
    return check === 'core' ? said(seen.core, before.core, after.core) : ''
  }
}

function checkMart(seen: Facts, undisturbed: Undisturbed): readonly Violation[] {
  const isWhole = sidesOf(seen, undisturbed).mart !== 'torn'
  return isWhole ? [] : [{ check: 'mart', seen: 'mart is neither as before nor as after: ' }]
}

function checkCore(seen: Facts, undisturbed: Undisturbed): readonly Violation[] {
  const { core } = sidesOf(seen, undisturbed)
  const isWhole = core !== 'torn'
  return isWhole ? [] : [{ check: 'core', seen: 'core is neither as before nor as after: ' }]
}

/** A record says done exactly when its rows are there, and every closed record's rows add up. */
function checkRecords(seen: Facts, undisturbed: Undisturbed): readonly Violation[] {
  const { before, after } = undisturbed
  const { core, mart } = sidesOf(seen, undisturbed)
  const loads = sideOf(seen.loads, before.loads, after.loads)
  const publications = sideOf(seen.publications, before.publications, after.publications)
  const found = [
    ...(agree(core, loads) ? [] : [`core is ${core}, its records are ${loads}`]),
    ...(agree(mart, publications) ? [] : [`mart is ${mart}, its records are ${publications}`]),
    ...(mart === 'after' && core === 'before' ? ['mart shows what core does not have'] : []),
    ...seen.sums,
  ]
  return found.map((text) => ({ check: 'records', seen: text }))
}

// Torn rows are told by their own check; the records then must still be those of one side.
function agree(rows: Side, records: Side): boolean {
  if (records === 'torn') return false
  return rows === records || records === 'same' || (rows !== 'before' && rows !== 'after')
}

function lost(seen: Facts, delivered: readonly string[]): readonly Violation[] {
  const kept = new Set(seen.files)
  return [
    ...delivered
      .filter((sha256) => !kept.has(sha256))
      .map((sha256) => `the delivered file ${sha256.slice(0, 8)} is nowhere`),
    ...seen.missing.map((sha256) => `the archive lacks ${sha256.slice(0, 8)} of a load in force`),
  ].map((text) => ({ check: 'files', seen: text }))
}

/** Check (e), on a house whose word was repeated undisturbed. */
export function checkRecovered(seen: Facts, { settled }: Undisturbed): readonly Violation[] {
  const differ = (what: 'shape' | 'reference' | 'waiting') =>
    isDeepStrictEqual(seen[what], settled[what]) ? [] : [`${what} differs`]
  const rowsDiffer = (what: 'mart' | 'core') =>
    isDeepStrictEqual(seen[what], settled[what])
      ? []
      : [`${what} differs: ${said(seen[what], settled[what])}`]
  const found = [
    ...differ('shape'),
    ...differ('reference'),
    ...differ('waiting'),
    ...rowsDiffer('mart'),
    ...rowsDiffer('core'),
    ...seen.running.map((feed) => `a record of ${feed} is still running`),
    ...seen.sums,
    ...seen.staged,
    ...seen.missing.map((sha256) => `the archive lacks ${sha256.slice(0, 8)} of a load in force`),
    ...seen.copies.map((name) => `the copy ${name} is left`),
  ]
  return found.map((text) => ({ check: 'recovery', seen: text }))
}

/** Where a state differs from others, in short. */
function said(seen: Contents, ...others: readonly Contents[]): string {
  return others
    .map((other) => {
      const tables = Object.entries(differences(other, seen))
      return tables
        .map(([name, { gone, come }]) => `${name} -${gone.length} +${come.length}`)
        .join()
    })
    .join(' | ')
}
