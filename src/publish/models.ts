/** Owns the models of the mart: which .sql files there are, in which order, and what their headers declare. */
import { readSql, readSqlFolder, type SqlFile, sha256 } from '../db/sql-folder.ts'

/** One model: a query that fills one published table, slice by slice. */
export interface Model {
  /** Its name in the bookkeeping: `fact_population`, `kpi/share_public_support.national`. */
  readonly name: string
  /** `mart`, or `mart_restricted` for what only a team's own leader may see. */
  readonly schema: string
  /** Table in that schema. */
  readonly table: string
  /** Columns of the table, beside municipality_code, that name a slice; joined by `|` they are the slice's text. */
  readonly sliceColumns: readonly string[]
  /** Rows of the table that are this model's own, for tables that several models fill. */
  readonly own: string
  /** The query, with the marker `/*slices: …*​/` where the changed slices are filtered. */
  readonly query: string
  /** The query that lists every slice with a fingerprint of its inputs; one text for all models of the same slices. */
  readonly slicesQuery: string
  /** Whether the query lists the slices of many KPIs, each with its code in the column `kpi`. */
  readonly slicesByKpi: boolean
  /** Hash over all SQL of the model, the views of core included. */
  readonly sqlHash: string
  readonly parameters: Readonly<Record<string, unknown>>
}

// Facts first, then the KPIs that read them, then the sets' KPIs that read those, then the goals that read all KPIs.
const BEFORE_KPIS = [
  'fact_population',
  'population_total',
  'fact_external_measure',
  'fact_finance_month',
  'fact_benefit_month',
  'fact_sickness_month',
]
const AFTER_KPIS = [
  'fact_kpi_set',
  'manual_kpi',
  'fact_goal',
  'fact_caseworker_sickness_month',
  'early_warning_nearing_52w',
]

/** All models in the order they are rebuilt. */
export async function readModels(): Promise<readonly Model[]> {
  const slices = new Map((await readSqlFolder('mart/slices')).map((file) => [file.name, file]))
  const facts = async (names: readonly string[]) =>
    Promise.all(names.map(async (name) => factModel(await readSql(`mart/${name}.sql`), slices)))
  const wrapper = await readSql('mart/fact_kpi.sql')
  const kpis = (await readSqlFolder('kpi')).map((file) => kpiModel(file, wrapper, slices))
  const models = [...(await facts(BEFORE_KPIS)), ...kpis, ...(await facts(AFTER_KPIS))]
  const views = await coreViews()
  return models.map((model) => ({ ...model, sqlHash: sha256(model.sqlHash + views) }))
}

/** The models in groups that share their slices, each where its first model stands: they can be looked at together. */
export function bySlices(models: readonly Model[]): readonly (readonly Model[])[] {
  const groups = new Map<string, Model[]>()
  for (const model of models) {
    const group = groups.get(model.slicesQuery) ?? []
    groups.set(model.slicesQuery, [...group, model])
  }
  return [...groups.values()]
}

/** A hash over the views of core: models read them, and which view reads which is nobody's to keep in step. */
async function coreViews(): Promise<string> {
  const views = (await readSqlFolder('view')).filter(({ name }) => name.includes('_core.'))
  return sha256(views.map((view) => view.sha256).join())
}

// The rows of the sets are the model's that adds them up.
const OWN_OF_KPI = `f.kpi_key = (select kpi_key from mart.dim_kpi where kpi = :kpi) and f.basis = :basis
  and f.area_key not in (select area_key from mart.dim_area where kind = 'set')`

type Slices = ReadonlyMap<string, SqlFile>

function factModel(file: SqlFile, slices: Slices): Model {
  const slice = slicesOf(file, slices)
  return {
    name: field(file, 'model'),
    schema: file.header.schema ?? 'mart',
    // A model that fills a table beside others says which, and which of its rows are its own.
    table: file.header.table ?? field(file, 'model'),
    sliceColumns: field(file, 'slice').split(', '),
    own: file.header.own ?? 'true',
    query: file.text,
    slicesQuery: slice.text,
    slicesByKpi: false,
    sqlHash: sha256(file.sha256 + slice.sha256),
    parameters: {},
  }
}

function kpiModel(file: SqlFile, wrapper: SqlFile, slices: Slices): Model {
  const slice = slicesOf(file, slices)
  const kpi = field(file, 'kpi')
  const basis = field(file, 'basis')
  return {
    name: `kpi/${kpi}.${basis}`,
    schema: 'mart',
    table: 'fact_kpi',
    sliceColumns: field(wrapper, 'slice').split(', '),
    own: OWN_OF_KPI,
    // A source may give a share or a mean without its parts; then the file selects given_value too.
    query: wrapper.text
      .replaceAll(
        '{given_value}',
        file.header.value === 'given' ? 'given.given_value' : 'null::numeric',
      )
      .replace('{rows}', () => file.text),
    slicesQuery: slice.text,
    slicesByKpi: slice.header.by === 'kpi',
    sqlHash: sha256(file.sha256 + wrapper.sha256 + slice.sha256),
    parameters: {
      kpi,
      basis,
      version: field(file, 'version'),
      is_ratio: field(file, 'denominator') !== '-',
    },
  }
}

function slicesOf(file: SqlFile, slices: Slices): SqlFile {
  const slice = slices.get(field(file, 'slices'))
  if (!slice) throw new Error(`${file.name}.sql names slices that sql/mart/slices lacks`)
  return slice
}

function field(file: SqlFile, name: string): string {
  const value = file.header[name]
  if (value === undefined) throw new Error(`${file.name}.sql lacks "-- ${name}:" in its header`)
  return value
}
