-- The parts of the national share in activation: one per municipality code and period of its own tables. The persons it is of
-- come from the benefit tables of the same period, so these count in the fingerprint.
with found as (
    select distinct found_table from core.kpi_source_match where kpi = 'activation_share'
),
part as (
    select
        municipality_code, split_part(slice, '|', 2) as period, split_part(slice, '|', 1) as table_id, slice, changed_by,
        period_end, max(period_end) over (partition by split_part(slice, '|', 1)) as newest
    from ops.core_slice
    where core_table = 'external_measure' and exists (select from found)
)
select
    municipality_code, period as slice,
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
where table_id = 'PTV_A02'
    or table_id in (select t.table_id from ref.benefit_table as t)
    or table_id in (select found_table from found)
group by municipality_code, period
having bool_or(table_id in (select found_table from found))
