/** Owns the result of a pure step that can fail on its input: a value, or the faults that explain why there is none. */
import type { ErrorCode } from './errors.ts'

/** One thing wrong with one cell or row; `got` is masked before it is stored when its column is personal. */
export interface Fault {
  readonly code: ErrorCode
  readonly expected: string
  readonly got: string
  /** The heading as it stands in the file; absent when the whole row is at fault. */
  readonly column?: string
  /** What to do about it, a Danish sentence, when the code alone does not say it. */
  readonly todo?: string
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** A good outcome. */
export function good<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

/** A bad outcome with one fault: its code, what was expected and what the cell held. */
export function bad(code: ErrorCode, expected: string, got: string, todo?: string): Outcome<never> {
  return { ok: false, faults: [{ code, expected, got, ...(todo && { todo }) }] }
}
