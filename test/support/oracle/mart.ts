/** Owns reading the mart's own figures as the day-by-day count gives them, and what differs between the two. */
import type { TestHouse } from '../house.ts'
import type { Counted, Figures } from './figures.ts'

const BENEFITS = `
  select concat_ws(' ', m.month, g.target_group, r.readiness, t.team, a.age_band, s.sex, o.origin) as key,
    array[full_time_persons, full_time_persons_overlap, full_time_persons_hours, persons, benefit_days, inflow, outflow]
      ::float8[] as figures
  from mart.fact_benefit_month as f
  inner join mart.dim_month as m using (month_key) inner join mart.dim_target_group as g using (target_group_key)
  inner join mart.dim_readiness as r using (readiness_key) inner join mart.dim_team as t using (team_key)
  inner join mart.dim_age_band as a using (age_band_key) inner join mart.dim_sex as s using (sex_key)
  inner join mart.dim_origin as o using (origin_key)`

const SICKNESS = `
  select concat_ws(' ', m.month, g.target_group, t.team, a.age_band, '"' || duration_band || '"', has_jaf::text) as key,
    array[chains, chains_over_52w, chains_over_52w_benefit, chains_over_52w_absence, chains_over_52w_refund,
      chains_clock_truncated, partial_returns, days_benefit, days_absence, days_refund]::float8[] as figures
  from mart.fact_sickness_month as f
  inner join mart.dim_month as m using (month_key) inner join mart.dim_target_group as g using (target_group_key)
  inner join mart.dim_team as t using (team_key) inner join mart.dim_age_band as a using (age_band_key)`

const KPIS = `
  select concat_ws(' ', kpi, period, target_group, team, age_group) as key,
    array[numerator, denominator, value]::float8[] as figures, status, is_preliminary
  from mart.kpi where basis = 'own'`

interface Row extends Record<string, unknown> {
  readonly key: string
  readonly figures: readonly (number | null)[]
  readonly status?: string
  readonly is_preliminary?: boolean
}

/** What the mart says. */
export async function published(house: TestHouse): Promise<Counted> {
  const read = async (query: string): Promise<Figures> => {
    const rows = await house.query<Row>(query)
    const figures = new Map(
      rows.map(({ key, figures, status, is_preliminary: early }) => [
        key,
        [...figures, ...(status === undefined ? [] : [status, early ?? null])],
      ]),
    )
    if (figures.size < rows.length) throw new Error('the mart tells some cell twice')
    return figures
  }
  return { benefits: await read(BENEFITS), sickness: await read(SICKNESS), kpis: await read(KPIS) }
}

const MONTH = /\b\d{4}-\d{2}\b/

/** What was counted, and the months it has not (those past the horizon) as they were counted before. */
export function withClosed(counted: Counted, before: Counted): Counted {
  const monthOf = (key: string) => MONTH.exec(key)?.[0]
  // A month without anybody has KPIs too.
  const open = new Set([...counted.kpis.keys()].map(monthOf))
  const merged = (part: keyof Counted) =>
    new Map([...counted[part], ...[...before[part]].filter(([key]) => !open.has(monthOf(key)))])
  return { benefits: merged('benefits'), sickness: merged('sickness'), kpis: merged('kpis') }
}

const MOST = 12

/** The first cells that differ, each with what the mart says and what was counted; none when all agree. */
export function differences(mart: Counted, counted: Counted): readonly string[] {
  return (['benefits', 'sickness', 'kpis'] as const).flatMap((part) => {
    const keys = new Set([...mart[part].keys(), ...counted[part].keys()])
    const unlike = [...keys].filter((key) => !isSame(mart[part].get(key), counted[part].get(key)))
    const told = (figures: Figures, key: string) => figures.get(key)?.join(', ') ?? 'nothing'
    return unlike
      .slice(0, MOST)
      .map(
        (key) => `${part} ${key}: ${told(mart[part], key)}; counted: ${told(counted[part], key)}`,
      )
  })
}

type Cell = readonly (number | string | boolean | null)[]

/** Whether two cells agree as far as the mart's decimals tell. */
function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.length === b.length &&
    a.every((figure, index) => {
      const other = b[index] ?? null
      if (typeof figure !== 'number' || typeof other !== 'number') return figure === other
      return Math.abs(figure - other) < 0.000_002
    })
  )
}
