/** Owns the types of the rows that go to core: their columns by the target's declaration. */
import type { ColumnKind, PERSON_FACTS, TARGETS, TargetName } from './target.ts'

interface KindTypes {
  text: string
  pseudonym: string
  /** Exact decimal text, never a float. */
  numeric: string
  integer: number
  /** ISO date. */
  date: string
  /** `yyyy-mm-dd hh:mm:ss`, local time. */
  timestamp: string
  boolean: boolean
}

type Cells<C extends Readonly<Record<string, ColumnKind>>> = {
  readonly [K in keyof C]: KindTypes[C[K]]
}
type NullableCells<C extends Readonly<Record<string, ColumnKind>>> = {
  readonly [K in keyof C]: KindTypes[C[K]] | null
}

/** A typed row for one core table: every key column, and value columns that may be null. */
export type TargetRow<T extends TargetName> = Cells<(typeof TARGETS)[T]['key']> &
  NullableCells<(typeof TARGETS)[T]['values']> &
  ((typeof TARGETS)[T] extends { readonly namesPersons: true }
    ? NullableCells<typeof PERSON_FACTS>
    : unknown)

/** A row of any target, as the loader sees it. */
export type AnyTargetRow = Readonly<Record<string, string | number | boolean | null>>
