-- The parts of the set figures: one per period. They depend on every national KPI slice of the members in that period.
select
    '000' as municipality_code, p.slice,
    string_agg(concat_ws(':', p.model, p.municipality_code, p.input_hash), ',' order by p.model, p.municipality_code) as input,
    string_agg(concat_ws(':', p.model, p.municipality_code, p.files_hash), ',' order by p.model, p.municipality_code) as files,
    string_agg(distinct p.model || ' ' || p.sql_hash, ',') as definitions,
    max(p.changed_by) as changed_by
from ops.published_slice as p
where p.model like 'kpi/%.national'
    and p.municipality_code in (select area_code from ref.area_set)
group by p.slice
