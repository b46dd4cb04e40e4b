/** Owns how the municipality's own figures are read, and shown beside the national ones. */
import type { Database } from '../db/connect.ts'
import { figureText } from './goals.ts'
import { table } from './output.ts'

/** One KPI of the whole municipality in a month, by case data and as the nation counts it. */
export interface BesideNational {
  readonly kpi: string
  readonly name: string
  readonly unit: string
  readonly decimals: number
  readonly period: string
  readonly own: string | null
  readonly national: string | null
}

/** The own KPIs in total, by name, of the newest `months` months that have any; none without case data. */
export async function readBesideNational(
  { db }: Database,
  municipality: string,
  months: number,
): Promise<readonly BesideNational[]> {
  const own = totals(db, municipality, 'own')
  const newest = own.clearSelect().select('period').distinct().orderBy('period', 'desc')
  const rows = await db
    .selectFrom(own.where('period', 'in', newest.limit(months)).as('o'))
    .innerJoin('mart.dim_kpi as k', 'k.kpi', 'o.kpi')
    .leftJoin(totals(db, municipality, 'national').as('n'), (join) =>
      join.onRef('n.kpi', '=', 'o.kpi').onRef('n.period', '=', 'o.period'),
    )
    .select(['k.kpi', 'k.name', 'k.unit', 'k.decimals'])
    .select(['o.period', 'o.value as own', 'n.value as national'])
    .orderBy('k.name')
    .orderBy('o.period')
    .execute()
  return rows.map((row) => ({ ...row, period: row.period ?? '' }))
}

/** The values of the whole municipality, by KPI and period. */
function totals(db: Database['db'], municipality: string, basis: 'own' | 'national') {
  return db
    .selectFrom('mart.kpi')
    .select(['kpi', 'period', 'value'])
    .where('municipality_code', '=', municipality)
    .where('area_code', '=', municipality)
    .where('basis', '=', basis)
    .where('status', '=', 'ok')
    .where('target_group', '=', 'ALL')
    .where('team', '=', 'ALL')
    .where('age_group', '=', 'ALL')
    .where('breakdown', '=', 'ALL')
}

/** The figures as a table: a line for each KPI, own and national side by side for each month. */
export function besideNationalText(figures: readonly BesideNational[]): string {
  const periods = [...new Set(figures.map(({ period }) => period))].sort()
  const kpis = [...new Map(figures.map((figure) => [figure.kpi, figure])).values()]
  const rows = kpis.map((kpi) => [
    kpi.name,
    ...periods.flatMap((period) => {
      const figure = figures.find((one) => one.kpi === kpi.kpi && one.period === period)
      return [figureText(figure?.own, kpi), figureText(figure?.national, kpi)]
    }),
  ])
  return table(['nøgletal', ...periods.flatMap((period) => [`${period} egne`, 'nationale'])], rows)
}
