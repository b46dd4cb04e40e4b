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
  /** Checksums of the files that the word may move. */
  readonly delivered: readonly string[]
  /** Whole states between the two that a word of several steps may leave; a migration has some. */
  readonly between: readonly Facts[]
}

export type Side = 'before' | 'after' | 'same' | 'torn'

/** Which of the two states something is: both when the word does not touch it. */
function sideOf<T>(seen: T, before: T, after: T): Side {
  const isBefore = isDeepStrictEqual(seen, before)
  const isAfter = isDeepStrictEqual(seen, after)
  if (isBefore && isAfter) return 'same'
  return isBefore ? 'before' : isAfter ? 'after' : 'torn'
}

/** Which side of the crash mart and core are on. */
export function sidesOf(seen: Facts, { before, after }: Undisturbed): { mart: Side; core: Side } {
  return {
    mart: sideOf([seen.mart, seen.shape], [before.mart, before.shape], [after.mart, after.shape]),
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

function checkMart(seen: Facts, { before, after, between }: Undisturbed): readonly Violation[] {
  const isWhole = [before, after, ...between].some(
    ({ mart, shape }) => isDeepStrictEqual(mart, seen.mart) && isDeepStrictEqual(shape, seen.shape),
  )
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
  return rows === records || rows === 'same' || rows === 'torn' || records === 'same'
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
export function checkRecovered(seen: Facts, { after }: Undisturbed): readonly Violation[] {
  const found = [
    ...(isDeepStrictEqual(seen.shape, after.shape) ? [] : ['the relations differ']),
    ...(isDeepStrictEqual(seen.mart, after.mart) ? [] : [`mart: ${said(seen.mart, after.mart)}`]),
    ...(isDeepStrictEqual(seen.core, after.core) ? [] : [`core: ${said(seen.core, after.core)}`]),
    ...(isDeepStrictEqual(seen.reference, after.reference) ? [] : ['the reference data differ']),
    ...(isDeepStrictEqual(seen.waiting, after.waiting) ? [] : [`inbox: ${seen.waiting.join()}`]),
    ...seen.running.map((feed) => `a record of ${feed} is still running`),
    ...seen.staged,
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
