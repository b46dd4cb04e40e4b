/** Owns finding what one file says twice without a database, by the same rules as sql/merge: repetitions and contradictions. */
import { createHash } from 'node:crypto'
import { TARGETS, type Target, type TargetName } from '../core/target.ts'
import type { AnyTargetRow } from '../core/target-row.ts'

export interface Repeats {
  /** Rows that only say again what another one says, or that a newer change in the file has overtaken. */
  repeated: number
  /** The lines that give one key different values, each with the line it was first met on. */
  readonly contradictions: Map<number, number>
  /** False when the file has more rows than are compared. */
  isAll: boolean
}

interface Seen {
  readonly line: number
  readonly value: string
  readonly changedAt: string
}

type Meeting = 'new' | 'repeated' | { readonly contradicts: number }

const MOST_KEYS = 1_000_000

/** A watch over the rows of one file: give it each good record's rows, and read what it found. */
export function watchRepeats(name: TargetName): {
  readonly found: Repeats
  see(rows: readonly AnyTargetRow[], line: number): void
} {
  const target: Target = TARGETS[name]
  const seen = new Map<string, Seen>()
  const found: Repeats = { repeated: 0, contradictions: new Map(), isAll: true }
  const see = (rows: readonly AnyTargetRow[], line: number) => {
    const meetings = rows.map((row) => meet(target, seen, found, row, line))
    const against = meetings.find((meeting) => typeof meeting === 'object')
    if (against) {
      found.contradictions.set(against.contradicts, against.contradicts)
      found.contradictions.set(line, against.contradicts)
    } else if (meetings.length > 0 && meetings.every((meeting) => meeting === 'repeated')) {
      found.repeated += 1
    }
  }
  return { found, see }
}

function meet(
  target: Target,
  seen: Map<string, Seen>,
  found: Repeats,
  row: AnyTargetRow,
  line: number,
): Meeting {
  const key = digest(row, Object.keys(target.key))
  const changedAt = target.changedAt ? String(row[target.changedAt] ?? '') : ''
  const now = { line, value: digest(row, Object.keys(target.values)), changedAt }
  const earlier = seen.get(key)
  if (!earlier) {
    if (seen.size < MOST_KEYS) seen.set(key, now)
    else found.isAll = false
    return 'new'
  }
  if (earlier.value === now.value || now.changedAt < earlier.changedAt) return 'repeated'
  if (now.changedAt === earlier.changedAt) return { contradicts: earlier.line }
  // The row changed last counts; what came before it, contradictions included, is the source's own history.
  for (const [each, first] of found.contradictions) {
    if (first === earlier.line) found.contradictions.delete(each)
  }
  seen.set(key, now)
  return 'repeated'
}

// Short, so that a million of them fit in memory; two of them never meet by chance.
function digest(row: AnyTargetRow, columns: readonly string[]): string {
  const cells = JSON.stringify(columns.map((column) => row[column] ?? null))
  return createHash('md5').update(cells).digest('base64url')
}
