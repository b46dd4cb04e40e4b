-- model: fact_external_measure
-- grain: municipality_code, source, table_id, period, area, dimensions, measure
-- slice: table_id, period
-- slices: external_measure
-- One row per cell as the source gave it, totals included: is_total says so.
select
    e.municipality_code, e.source, e.table_id, e.period_type, e.period, e.period_start, e.period_end, a.area_key,
    e.dimensions, e.dimensions = '' as is_total, e.measure, e.value, e.is_suppressed, 1 as definition_version
from core.external_measure_open as e
inner join mart.dim_area as a on a.area_code = e.area_code
where true /*slices: e.municipality_code, e.table_id || '|' || e.period*/
