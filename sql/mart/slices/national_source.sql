-- The parts of a national KPI: one per municipality code and period of the tables in which kpi_source.csv finds it. How far a
-- period lies behind its table's newest counts too, for it tells whether the figure still is preliminary.
with part as (
    select
        municipality_code, slice, changed_by, period_end,
        max(period_end) over (partition by split_part(slice, '|', 1)) as newest
    from ops.core_slice
    where core_table = 'external_measure'
        and split_part(slice, '|', 1) in (select found_table from core.kpi_source_match where kpi = :kpi)
)
select
    municipality_code, split_part(slice, '|', 2) as slice,
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
group by municipality_code, split_part(slice, '|', 2)
