/** Owns look-ups in the reference data (areas, target groups, KPIs, labels) once its rows are read from the CSV files. */
import { nearest } from './nearest.ts'
import { normaliseText } from './text.ts'

/** One CSV file's rows, by heading; empty cells are null. */
export type ReferenceRow = Readonly<Record<string, string | null>>
/** All reference files by name without ending: `area`, `kpi`, `label` … */
export type ReferenceTables = ReadonlyMap<string, readonly ReferenceRow[]>

export interface Area {
  /** `791`, `DK`, `REG:082`, `RAR:Østjylland`. */
  readonly code: string
  readonly name: string
  /** The area's own municipality code, `000` when it is none. */
  readonly municipalityCode: string
}

/** The lists a label can be looked up in; each source may name things its own way. */
export type LabelList = 'target_group' | 'kpi' | 'case_type'

/** What a label stands for, and from when to when (ISO dates, the last day counts); null: no end. */
export interface LabelEntry {
  readonly label: string
  readonly code: string
  readonly validFrom: string | null
  readonly validTo: string | null
}

/** Everything a connector may know of the reference data; look-ups normalise case, spaces and punctuation. */
export interface Reference {
  readonly tables: ReferenceTables
  /** The area with this name, alias, Statistics Denmark code or area code. */
  area(label: string): Area | undefined
  /** The area whose name, alias or code is most like the text, if any is near enough to be it misspelt. */
  nearestArea(label: string): Area | undefined
  /**
   * The code for a label in one source's words, or for the code itself.
   * @param date ISO date; a label that does not hold then is not known. Undefined: its dates do not count
   */
  code(list: LabelList, source: string, label: string, date?: string): string | undefined
  /** The label as the reference data have it, whenever it holds. */
  entry(list: LabelList, source: string, label: string): LabelEntry | undefined
  /** Every label that {@link Reference.code} knows, for messages. */
  labels(list: LabelList, source: string): readonly string[]
  readonly areaNames: readonly string[]
  /** Whether the member means "in total" in that dimension: `I alt`, `Alle`, `Køn i alt`, or listed in total_member.csv. */
  isTotalMember(dimension: string, member: string): boolean
  /** Whether external_dimension.csv knows the heading as a dimension's: no measure, whatever it holds. */
  isDimensionHeading(heading: string): boolean
  /** What the heading of a known dimension is about, whatever it is called: `sex` for `Køn` and `_kon`. */
  conceptOf(heading: string): string | undefined
  /** The heading that a dimension with that member goes by, if the member is known to belong to one. */
  dimensionOf(member: string): string | undefined
}

/** Builds the look-ups from the rows of sql/reference (the municipality's overlay already applied). */
export function buildReference(tables: ReferenceTables): Reference {
  const areas = areaIndex(rowsOf(tables, 'area'))
  const labels = labelIndex(tables)
  const entryOf = (list: LabelList, source: string, label: string) =>
    labels.get(`${list}|${source}`)?.get(normaliseText(label)) ??
    labels.get(list)?.get(normaliseText(label))
  const totals = new Set(
    rowsOf(tables, 'total_member').map((row) => pair(row.dimension, row.member)),
  )
  const concepts = conceptIndex(tables)
  const homes = memberIndex(tables)
  return {
    tables,
    area: (label) => areas.get(normaliseText(label)),
    nearestArea: (label) => areas.get(nearest(normaliseText(label), areas.keys()) ?? ''),
    code: (list, source, label, date) => {
      const entry = entryOf(list, source, label)
      return entry && (date === undefined || holds(entry, date)) ? entry.code : undefined
    },
    entry: entryOf,
    labels: (list, source) =>
      [...(labels.get(`${list}|${source}`) ?? labels.get(list) ?? new Map()).values()].map(
        (entry) => entry.label,
      ),
    areaNames: rowsOf(tables, 'area').map((row) => text(row.name)),
    isTotalMember: (dimension, member) =>
      totals.has(pair(dimension, member)) || isTotal(dimension, member, concepts),
    isDimensionHeading: (heading) => concepts.has(normaliseText(heading)),
    conceptOf: (heading) => concepts.get(normaliseText(heading)),
    dimensionOf: (member) => homes.get(normaliseText(member)),
  }
}

const TOTAL = /^(?:(?<all>.+) i alt|alle(?: (?<every>.+))?|i alt)$/
// `A-kasse`, `A-kasser`: a total may speak of the members where the heading speaks of the dimension.
const PLURAL = /(?:er|r|e)$/

function isTotal(
  dimension: string,
  member: string,
  concepts: ReadonlyMap<string, string>,
): boolean {
  const match = TOTAL.exec(normaliseText(member))
  if (!match) return false
  const named = match.groups?.all ?? match.groups?.every
  if (named === undefined) return true
  const heading = normaliseText(dimension)
  const concept = concepts.get(heading)
  return (
    named.replace(PLURAL, '') === heading.replace(PLURAL, '') ||
    (concept !== undefined && concepts.get(named) === concept)
  )
}

/** The concept of each known heading. */
function conceptIndex(tables: ReferenceTables): ReadonlyMap<string, string> {
  const rows = rowsOf(tables, 'external_dimension')
  return new Map(rows.map((row) => [normaliseText(text(row.heading)), text(row.concept)]))
}

/** The first heading of the concept that each known member belongs to. */
function memberIndex(tables: ReferenceTables): ReadonlyMap<string, string> {
  const headings = rowsOf(tables, 'external_dimension')
  const headingOf = (concept: string) =>
    text(headings.find((row) => row.concept === concept)?.heading)
  const members = rowsOf(tables, 'external_member').map(
    (row) => [text(row.member), headingOf(text(row.concept))] as const,
  )
  const benefits = rowsOf(tables, 'label')
    .filter(({ list, source }) => list === 'target_group' && source === 'jobindsats')
    .map((row) => [text(row.label), headingOf('benefit')] as const)
  const totals = headings.map(
    (row) => [`${text(row.heading)} i alt`, headingOf(text(row.concept))] as const,
  )
  const known = [...members, ...benefits, ...totals].filter(([, heading]) => heading !== '')
  return new Map(known.map(([member, heading]) => [normaliseText(member), heading]))
}

function areaIndex(rows: readonly ReferenceRow[]): ReadonlyMap<string, Area> {
  const index = new Map<string, Area>()
  for (const row of rows) {
    const area = {
      code: text(row.area_code),
      name: text(row.name),
      municipalityCode: text(row.municipality_code),
    }
    const names = [area.name, area.code, row.statbank_code, ...split(row.aliases)]
    for (const name of names) if (name) index.set(normaliseText(name), area)
  }
  return index
}

type LabelIndex = ReadonlyMap<string, ReadonlyMap<string, LabelEntry>>

function labelIndex(tables: ReferenceTables): LabelIndex {
  const index = new Map<string, Map<string, LabelEntry>>()
  const add = (list: string, label: string, row: ReferenceRow) => {
    const entries = index.get(list) ?? new Map<string, LabelEntry>()
    const { valid_from: validFrom = null, valid_to: validTo = null } = row
    const entry = { label, code: text(row.code), validFrom, validTo }
    index.set(list, entries.set(normaliseText(label), entry))
  }
  for (const list of ['target_group', 'kpi', 'case_type']) {
    // A code is its own label; from when it is used is another matter.
    for (const { code = null } of rowsOf(tables, list)) add(list, text(code), { code })
  }
  for (const row of rowsOf(tables, 'label')) add(`${row.list}|${row.source}`, text(row.label), row)
  return index
}

function holds({ validFrom, validTo }: LabelEntry, date: string): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo)
}

function rowsOf(tables: ReferenceTables, name: string): readonly ReferenceRow[] {
  return tables.get(name) ?? []
}

function pair(dimension: string | null | undefined, member: string | null | undefined): string {
  return `${normaliseText(text(dimension))}|${normaliseText(text(member))}`
}

function split(list: string | null | undefined): readonly string[] {
  return list ? list.split('|') : []
}

function text(value: string | null | undefined): string {
  return value ?? ''
}
