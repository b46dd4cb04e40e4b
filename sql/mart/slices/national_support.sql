-- The parts of the national support KPIs: one per municipality code and period. They depend on the benefit tables of the
-- period, on the population of its quarters, and on whether the period still counts as preliminary.
with benefit as (
    select c.municipality_code, split_part(c.slice, '|', 2) as period, c.period_start, c.period_end, c.slice, c.changed_by
    from ops.core_slice as c
    where c.core_table = 'external_measure'
        and (
            split_part(c.slice, '|', 1) = 'PTV_A02'
            or split_part(c.slice, '|', 1) in (select table_id from ref.benefit_table)
        )
),
part as (
    select
        municipality_code, period, min(period_start) as period_start, max(period_end) as period_end,
        string_agg(slice || ':' || changed_by, ',' order by slice) as figures, max(changed_by) as changed_by
    from benefit
    group by municipality_code, period
),
inhabited as (
    select
        p.municipality_code, p.period, p.period_end,
        concat_ws(' ', p.figures, string_agg(c.slice || ':' || c.changed_by, ',' order by c.slice)) as files,
        greatest(p.changed_by, max(c.changed_by)) as changed_by
    from part as p
    left join ops.core_slice as c
        on c.core_table = 'population' and c.municipality_code = p.municipality_code
        and c.period_start <= p.period_end and c.period_end >= p.period_start
    group by p.municipality_code, p.period, p.period_end, p.figures, p.changed_by
),
newest as (
    select preliminary_from from core.national_preliminary group by preliminary_from
)
select
    i.municipality_code, i.period as slice, i.files, i.changed_by,
    concat_ws(
        ' ', i.files,
        (select string_agg((i.period_end >= n.preliminary_from)::text, ',' order by n.preliminary_from) from newest as n)
    ) as input
from inhabited as i
