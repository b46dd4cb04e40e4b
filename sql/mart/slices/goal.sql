-- The goals of a plan depend on every KPI they read and on which periods are complete: their input is what they come to.
-- The files behind them are those of the plan and of the KPIs' parts; when they are as they were, the clock has moved.
with goals as (
    select
        municipality_code, plan, year, plan || '|' || year as slice,
        md5(string_agg(s::text, '|' order by s.goal_no, s.team, s.target_group, s.area_code)) as input
    from core.goal_status as s
    group by municipality_code, plan, year
),
reads as (
    select distinct g.municipality_code, g.plan, g.year, p.model, p.municipality_code as area, p.slice,
        p.files_hash, p.sql_hash, p.changed_by
    from core.goal_target_open as g
    inner join ops.published_slice as p
        on p.model like 'kpi/%' and split_part(substr(p.model, 5), '.', 1) in (g.kpi, substr(g.target_reference, 5))
),
behind as (
    select
        municipality_code, plan, year, max(changed_by) as changed_by,
        string_agg(concat_ws(' ', model, area, slice, files_hash), ',' order by model, area, slice) as files,
        string_agg(distinct model || ' ' || sql_hash, ',') as definitions
    from reads
    group by municipality_code, plan, year
)
select
    g.municipality_code, g.slice, g.input, b.definitions,
    concat_ws(' ', c.changed_by, b.files) as files, greatest(c.changed_by, b.changed_by) as changed_by
from goals as g
left join ops.core_slice as c
    on c.core_table = 'goal_target' and c.municipality_code = g.municipality_code and c.slice = g.slice
left join behind as b
    on b.municipality_code = g.municipality_code and b.plan = g.plan and b.year = g.year
