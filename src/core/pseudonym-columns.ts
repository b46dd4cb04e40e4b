/** Owns the list of all columns that hold pseudonyms: what a new key changes. */
import { SNAPSHOT_ABSENCE, TARGETS, type Target } from './target.ts'

/** A table with its columns of pseudonyms. */
export interface PseudonymColumns {
  readonly table: string
  readonly columns: readonly string[]
  /** Whether `key_version` tells which key its pseudonyms are of; 0 is a member that is nobody's. */
  readonly tellsVersion?: boolean
}

/** Rows of a table that are named within a text: its key columns joined by `|`, one of them a pseudonym. */
export interface NamedRows {
  readonly coreTable: string
  /** Which part of the text is the pseudonym, from 1. */
  readonly part: number
  readonly parts: number
}

/** Columns of a kind, by a target's declaration. */
function pseudonymsOf(columns: Target['key']): readonly string[] {
  return Object.keys(columns).filter((name) => columns[name] === 'pseudonym')
}

const targets: readonly Target[] = Object.values(TARGETS)

/** Every table with pseudonyms: those of the targets, core.person, which loads fill beside them, and what leaders are shown. */
export const PSEUDONYM_COLUMNS: readonly PseudonymColumns[] = [
  { table: 'core.person', columns: ['person_key'] },
  ...targets.flatMap(({ table, key, values }) => {
    const columns = [...pseudonymsOf(key), ...pseudonymsOf(values)]
    if (columns.length === 0) return []
    return ['core', 'stage'].map((schema) => ({ table: `${schema}.${table}`, columns }))
  }),
  { table: 'mart_restricted.dim_caseworker', columns: ['caseworker'], tellsVersion: true },
  {
    table: 'mart_restricted.early_warning',
    columns: ['spell_pseudonym', 'person_pseudonym', 'case_pseudonym'],
    tellsVersion: true,
  },
]

/** The text that names rows in the notes of what snapshots lacked (sql/merge/note_absent.sql). */
export const ROW_NAME = { table: `core.${SNAPSHOT_ABSENCE.table}`, column: 'row_key' } as const

/** What such a text may name. */
export const NAMED_ROWS: readonly NamedRows[] = targets.flatMap(({ table, key }) => {
  const names = Object.keys(key)
  return pseudonymsOf(key).map((column) => ({
    coreTable: table,
    part: names.indexOf(column) + 1,
    parts: names.length,
  }))
})
