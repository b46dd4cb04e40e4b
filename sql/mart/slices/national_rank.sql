-- The parts of a KPI that holds every municipality against every other: one per municipality code and period, each depending on
-- the period's figures for all of them.
with part as (
    select
        municipality_code, split_part(slice, '|', 2) as period, slice, changed_by, period_end,
        max(period_end) over (partition by split_part(slice, '|', 1)) as newest
    from ops.core_slice
    where core_table = 'external_measure'
        and split_part(slice, '|', 1) in (select found_table from core.kpi_source_match where kpi = 'benchmark_expected_rank')
),
whole as (
    select
        period,
        md5(string_agg(
            municipality_code || slice || ':' || changed_by || ':' || (newest - period_end < 366), ','
            order by municipality_code, slice
        )) as input
    from part
    group by period
)
select distinct p.municipality_code, p.period as slice, w.input
from part as p
inner join whole as w on w.period = p.period
