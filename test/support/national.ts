/** Owns hand-written jobindsats tables of any shape, and every national figure of mart.kpi read back in a short form. */
import type { TestHouse } from './house.ts'

/** Numerator, denominator and value; or why there is none. */
export type Short = readonly [number | null, number | null, number | null] | string

/** KPI code → `area period target_group [age group] [breakdown]` → figure. */
export type NationalFigures = Readonly<Record<string, Readonly<Record<string, Short>>>>

/** A table as API v2 writes it: heading and lines without `Area;Periode` spelled out by the caller. */
export function tableFile(heading: string, ...lines: readonly string[]): string {
  return [`Area;Periode;${heading}`, ...lines, ''].join('\n')
}

/** All national figures of the given KPIs. */
export async function nationalFigures(
  house: TestHouse,
  kpis: readonly string[],
): Promise<NationalFigures> {
  const rows = await house.query<{ kpi: string; key: string; figure: Short }>(
    `select kpi,
       concat_ws(' ', area_code, period, target_group,
         nullif(age_group, 'ALL'), nullif(breakdown, 'ALL')) as key,
       case when status = 'ok' then jsonb_build_array(numerator, denominator, value)
         else to_jsonb(status || coalesce(': ' || status_text, '')) end as figure
     from mart.kpi where basis = 'national' and kpi = any ($1) order by kpi, key`,
    [kpis],
  )
  return Object.fromEntries(
    kpis.map((kpi) => {
      const own = rows.filter((row) => row.kpi === kpi)
      return [kpi, Object.fromEntries(own.map(({ key, figure }) => [key, figure]))]
    }),
  )
}
