/** Owns what the conformance suite must be told of a feed, because neither its declaration nor its sample says it. */
import type { AnyTargetRow } from '../../../src/core/target-row.ts'
import type { Row } from '../house.ts'

export interface Profile {
  /** The sample's file name, when the first .csv beside `expected.json` is not the one it tells of. */
  readonly sample?: string
  /** A row of core as `expected.json` shows it, when that is not under the columns' own names; undefined: not shown. */
  readonly shown?: (row: AnyTargetRow) => Row | undefined
  /** Headings of columns that look a text up, and keep one that is not found for what it is. */
  readonly takesTextToo?: readonly string[]
  /** Headings of columns that only describe, and keep of what they do not know how long it was: it may be a name. */
  readonly measuresUnknown?: readonly string[]
  /** Headings of columns that no row can do without, but that the feed's layout fills in with a warning when they are missing. */
  readonly filledIn?: readonly string[]
  /** Headings that the source never gives together with the sample's. */
  readonly notInSample?: readonly string[]
}

const PROFILES: Readonly<Record<string, Profile>> = {
  // An answer of the API that was not asked to split by area has none; a column of table ids is another tool's.
  jobindsats: { filledIn: ['Område'], notInSample: ['Tabel-id'] },
  // An open end is stored as an age that sorts last.
  'statbank-population': {
    shown: (row) => ({ ...row, age_to: row.age_to === 999 ? null : (row.age_to ?? null) }),
  },
  'fasit-citizens': { measuresUnknown: ['Køn', 'Kommunekode'] },
  // Expected as mart.kpi shows it: with a figure worked out from its numerator and denominator, and nothing deleted.
  'manual-entries': {
    shown: ({ numerator, value, ...row }) => (row.is_deleted ? undefined : row),
    takesTextToo: ['Område/Team'],
  },
  // The units of a line are persons only where its unit says so.
  'plan-budget': {
    shown: ({ units = null, ...row }) => ({
      ...row,
      full_time_persons: row.unit_type === 'fuldtidspersoner' ? units : null,
    }),
  },
}

/** A feed's profile; most need none. */
export function profileOf(feed: string): Profile {
  return PROFILES[feed] ?? {}
}
