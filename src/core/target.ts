/** Owns what core keeps: per table the columns that identify a row, those that carry its value, and the slices it is replaced in. */

/** `pseudonym` is a text that a new key changes (src/core/pseudonym-columns.ts). */
export type ColumnKind =
  | 'text'
  | 'pseudonym'
  | 'numeric'
  | 'integer'
  | 'date'
  | 'timestamp'
  | 'boolean'

export interface Target {
  /** Table name in `stage` and `core`. */
  readonly table: string
  /** Columns that identify a row, municipality_code first. */
  readonly key: Readonly<Record<string, ColumnKind>>
  /** Columns a correction can change. */
  readonly values: Readonly<Record<string, ColumnKind>>
  /** Key columns that name the slice a file replaces: open rows of the slice that the file lacks are closed. */
  readonly slice: readonly string[]
  /** Key columns (after municipality_code) that name the part of the mart to rebuild when a row changes. */
  readonly publishedBy: readonly string[]
  /** Key column that holds the part, for feeds that come in parts. */
  readonly part?: string
  /** Column with the last day a row covers, for freshness. */
  readonly until?: string
  /** SQL over its columns: the first and the last day a row tells of. */
  readonly covers?: readonly [from: string, to: string]
  /** Value column that says the source has deleted the row: a snapshot need not give it. */
  readonly deletedFlag?: string
  /** Value column with the time the source changed the row: an older change never replaces a newer one. */
  readonly changedAt?: string
  /** Its rows are of persons (`person_key`): {@link PERSON_FACTS} is staged with each, and new persons go to core.person. */
  readonly namesPersons?: true
  /**
   * One file may give a key several times, as people append to a sheet: the row changed last counts, of equals the last line,
   * and the others are kept as versions that were never in force. Only with `changedAt`.
   */
  readonly keepsHistory?: true
}

/** What a CPR number itself tells of its person; staged beside a row, kept in core.person only (DESIGN §6). */
export const PERSON_FACTS = {
  birth_date: 'date',
  sex: 'text',
  is_substitute: 'boolean',
} as const satisfies Readonly<Record<string, ColumnKind>>

export const TARGETS = {
  external_measure: {
    table: 'external_measure',
    key: {
      municipality_code: 'text',
      source: 'text',
      table_id: 'text',
      period: 'text',
      area_code: 'text',
      dimension_names: 'text',
      dimensions: 'text',
      measure: 'text',
    },
    values: {
      period_type: 'text',
      period_start: 'date',
      period_end: 'date',
      value: 'numeric',
      is_suppressed: 'boolean',
    },
    // A totals-only file never erases a split: the set of dimension names belongs to the slice.
    slice: [
      'municipality_code',
      'source',
      'table_id',
      'period',
      'area_code',
      'dimension_names',
      'measure',
    ],
    publishedBy: ['table_id', 'period'],
    part: 'table_id',
    until: 'period_end',
    covers: ['period_start', 'period_end'],
  },
  population: {
    table: 'population',
    key: {
      municipality_code: 'text',
      table_id: 'text',
      period: 'text',
      area_code: 'text',
      dimension_names: 'text',
      sex: 'text',
      age_from: 'integer',
      age_to: 'integer',
      civil_status: 'text',
    },
    values: { period_start: 'date', period_end: 'date', persons: 'integer' },
    slice: ['municipality_code', 'table_id', 'period', 'area_code', 'dimension_names'],
    publishedBy: ['period'],
    part: 'table_id',
    until: 'period_end',
    covers: ['period_start', 'period_end'],
  },
  goal_target: {
    table: 'goal_target',
    key: {
      municipality_code: 'text',
      plan: 'text',
      year: 'integer',
      goal_no: 'text',
      team: 'text',
      target_group: 'text',
      area_code: 'text',
    },
    values: {
      kpi: 'text',
      name: 'text',
      goal_type: 'text',
      operator: 'text',
      target: 'numeric',
      target_decimals: 'integer',
      target_reference: 'text',
      baseline: 'numeric',
      baseline_text: 'text',
      unit: 'text',
      responsible: 'text',
      basis: 'text',
      set_by: 'text',
    },
    slice: ['municipality_code', 'plan', 'year'],
    publishedBy: ['plan', 'year'],
    covers: ['make_date(year, 1, 1)', 'make_date(year, 12, 31)'],
  },
  budget_line: {
    table: 'budget_line',
    key: { municipality_code: 'text', plan: 'text', year: 'integer', label: 'text' },
    values: {
      target_group: 'text',
      units: 'numeric',
      unit_type: 'text',
      net_cost_dkk: 'numeric',
      support_kind: 'text',
    },
    slice: ['municipality_code', 'plan', 'year'],
    publishedBy: ['plan', 'year'],
    covers: ['make_date(year, 1, 1)', 'make_date(year, 12, 31)'],
  },
  benefit_spell: {
    table: 'benefit_spell',
    key: { municipality_code: 'text', spell_key: 'pseudonym' },
    values: {
      person_key: 'pseudonym',
      citizen_key: 'pseudonym',
      benefit: 'text',
      lab_code: 'text',
      target_group_label: 'text',
      readiness: 'text',
      readiness_label: 'text',
      start_date: 'date',
      end_date: 'date',
      exit_reason: 'text',
      team_code: 'text',
      team_name: 'text',
      caseworker_key: 'pseudonym',
      first_absence_date: 'date',
      is_deleted: 'boolean',
      source_created_at: 'timestamp',
      source_changed_at: 'timestamp',
      correction: 'boolean',
    },
    // A delta says nothing of the spells it leaves out; what a full snapshot lacks is another rule's (sql/merge/close_absent).
    slice: ['municipality_code', 'spell_key'],
    // One note per municipality: which months a changed spell touches is read from its versions.
    publishedBy: ['municipality_code'],
    changedAt: 'source_changed_at',
    deletedFlag: 'is_deleted',
    namesPersons: true,
  },
  citizen: {
    table: 'citizen',
    key: { municipality_code: 'text', citizen_key: 'pseudonym' },
    values: {
      person_key: 'pseudonym',
      sex_given: 'text',
      sex_label: 'text',
      residence_code: 'text',
      residence_label: 'text',
      moved_in_on: 'date',
      moved_out_on: 'date',
      origin: 'text',
      origin_label: 'text',
      residence_basis: 'text',
      residence_basis_label: 'text',
      education: 'text',
      education_label: 'text',
      has_dependants: 'boolean',
      is_protected: 'boolean',
      died_on: 'date',
      source_changed_at: 'timestamp',
    },
    slice: ['municipality_code', 'citizen_key'],
    publishedBy: ['municipality_code'],
    changedAt: 'source_changed_at',
    namesPersons: true,
  },
  sickness_case: {
    table: 'sickness_case',
    key: { municipality_code: 'text', case_key: 'pseudonym' },
    values: {
      person_key: 'pseudonym',
      case_type: 'text',
      first_absence_date: 'date',
      first_benefit_date: 'date',
      last_benefit_date: 'date',
      recovered_on: 'date',
      partial_from: 'date',
      partial_to: 'date',
      working_hours: 'numeric',
      absence_hours: 'numeric',
      readiness: 'text',
      readiness_label: 'text',
      reassessed_on: 'date',
      extension: 'text',
      replaced_on: 'date',
      is_deleted: 'boolean',
      source_changed_at: 'timestamp',
    },
    slice: ['municipality_code', 'case_key'],
    publishedBy: ['municipality_code'],
    changedAt: 'source_changed_at',
    deletedFlag: 'is_deleted',
    namesPersons: true,
  },
  partial_return: {
    table: 'partial_return',
    key: { municipality_code: 'text', case_key: 'pseudonym', from_date: 'date' },
    values: {
      to_date: 'date',
      working_hours: 'numeric',
      absence_hours: 'numeric',
      is_deleted: 'boolean',
      source_changed_at: 'timestamp',
    },
    slice: ['municipality_code', 'case_key', 'from_date'],
    publishedBy: ['municipality_code'],
    changedAt: 'source_changed_at',
    deletedFlag: 'is_deleted',
  },
  manual_entry: {
    table: 'manual_entry',
    key: {
      municipality_code: 'text',
      kpi: 'text',
      period: 'text',
      area_code: 'text',
      team: 'text',
      target_group: 'text',
      age_group: 'text',
    },
    values: {
      period_type: 'text',
      period_start: 'date',
      period_end: 'date',
      numerator: 'numeric',
      denominator: 'numeric',
      value: 'numeric',
      entered_by_key: 'pseudonym',
      is_deleted: 'boolean',
      source_changed_at: 'timestamp',
    },
    // Each entry stands for itself: what a later workbook lacks is not deleted, only a mark deletes.
    slice: ['municipality_code', 'kpi', 'period', 'area_code', 'team', 'target_group', 'age_group'],
    publishedBy: ['period'],
    until: 'period_end',
    covers: ['period_start', 'period_end'],
    changedAt: 'source_changed_at',
    deletedFlag: 'is_deleted',
    keepsHistory: true,
  },
} as const satisfies Record<string, Target>

/** The notes of which rows the last full snapshot lacked; versioned like the rows, so that a revert takes them back too. */
export const SNAPSHOT_ABSENCE: Target = {
  table: 'snapshot_absence',
  key: { municipality_code: 'text', core_table: 'text', row_key: 'text' },
  values: { absent_on: 'date' },
  slice: ['municipality_code', 'core_table'],
  publishedBy: ['core_table'],
}

export type TargetName = keyof typeof TARGETS
