-- The goals of a plan depend on every KPI they read and on which periods are complete: their input is what they come to.
select
    municipality_code,
    plan || '|' || year as slice,
    md5(string_agg(s::text, '|' order by s.goal_no, s.team, s.target_group, s.area_code)) as input
from core.goal_status as s
group by municipality_code, plan, year
