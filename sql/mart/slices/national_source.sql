-- by: kpi
-- The parts of each national KPI: one per municipality code and period of the tables in which kpi_source.csv finds it. How far a
-- period lies behind its table's newest counts too, for it tells whether the figure still is preliminary.
with found as (
    select distinct kpi, found_table from core.kpi_source_match
),
part as (
    select
        f.kpi, c.municipality_code, c.slice, c.changed_by, c.period_end,
        max(c.period_end) over (partition by f.kpi, f.found_table) as newest
    from ops.core_slice as c
    inner join found as f on f.found_table = split_part(c.slice, '|', 1)
    where c.core_table = 'external_measure'
)
select
    kpi, municipality_code, split_part(slice, '|', 2) as slice,
    string_agg(slice || ':' || changed_by, ',' order by slice) as files, max(changed_by) as changed_by,
    string_agg(
        slice || ':' || changed_by || ':' || least(
            (extract(year from newest) - extract(year from period_end)) * 12
            + extract(month from newest) - extract(month from period_end),
            12
        ),
        ',' order by slice
    ) as input
from part
group by kpi, municipality_code, split_part(slice, '|', 2)
