/** Owns manual entries as people type them: lines of the sheet `Indtastning`, saved as CSV. */

/** The headings of the sheet. */
export const HEADINGS = [
  ...['KPI-id', 'Periode (ÅÅÅÅ-MM)', 'Område/Team', 'Målgruppe', 'Aldersgruppe', 'Værdi', 'Enhed'],
  ...['Tæller', 'Nævner', 'Indtastet af', 'Indtastet dato', 'Kommentar', 'Slet (J)'],
] as const

/** One entry; what is left out is an empty cell. */
export interface Entry {
  readonly kpi: string
  readonly period: string
  readonly place?: string
  readonly group?: string
  readonly age?: string
  readonly value?: string
  readonly unit?: string
  readonly numerator?: string
  readonly denominator?: string
  readonly by?: string
  readonly on?: string
  readonly comment?: string
  readonly deleted?: string
}

/** The cells of one entry, under their headings. */
export function cellsOf(entry: Entry): string[] {
  return [
    ...[entry.kpi, entry.period, entry.place, entry.group, entry.age, entry.value, entry.unit],
    ...[entry.numerator, entry.denominator, entry.by, entry.on, entry.comment, entry.deleted],
  ].map((cell) => cell ?? '')
}

/** A file of entries. */
export function entries(...given: readonly Entry[]): string {
  return [HEADINGS, ...given.map(cellsOf), []].map((cells) => cells.join(';')).join('\n')
}
