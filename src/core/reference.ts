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
  /** Whether the member means "in total" in that dimension: `I alt`, `Køn i alt`, or listed in total_member.csv. */
  isTotalMember(dimension: string, member: string): boolean
  /** Whether the heading is known to name a dimension or, by its words, a measure. */
  isDimensionHeading(heading: string): boolean
}

// Dimensions seen at jobindsats (jobindsats.md §3): a column so named is no measure, whatever it holds.
const DIMENSION_HEADINGS = new Set(
  [
    'Køn',
    'Alder',
    'Herkomst',
    'Ydelsesgruppe',
    'Ydelsesgrupper',
    'Visitationskategori',
    'A-kasse',
    'Tilbud',
    'Målgruppe',
    'Sagsart',
    'Kontanthjælpssats',
    'Varighed',
    'Arbejdsmarkedsstatus',
    'Branche',
  ].map(normaliseText),
)

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
    isTotalMember: (dimension, member) => {
      const text = normaliseText(member)
      return (
        text === 'i alt' ||
        text === `${normaliseText(dimension)} i alt` ||
        totals.has(pair(dimension, member))
      )
    },
    isDimensionHeading: (heading) => DIMENSION_HEADINGS.has(normaliseText(heading)),
  }
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
