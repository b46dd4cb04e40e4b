-- model: fact_goal
-- grain: municipality_code, plan, year, goal, team, target group, area
-- slice: plan, year
-- slices: goal
-- One row per goal of a plan, with its newest complete figure and its status (core.goal_status has the rules).
select
    s.municipality_code, s.plan, s.year, s.goal_no, k.kpi_key, s.basis,
    coalesce(t.team_key, -1) as team_key, g.target_group_key, a.area_key,
    s.name, s.goal_type, s.set_by, s.operator, s.target, s.target_decimals, s.target_reference,
    s.baseline, s.baseline_text, s.actual, s.period, s.period_end, s.status, s.is_preliminary
from core.goal_status as s
inner join mart.dim_kpi as k on k.kpi = s.kpi
inner join mart.dim_area as a on a.area_code = s.area_code
inner join mart.dim_target_group as g on g.target_group = s.target_group
left join mart.dim_team as t
    on t.team = s.team and t.municipality_code = case when s.team = 'ALL' then '000' else s.municipality_code end
where true /*slices: s.municipality_code, s.plan || '|' || s.year*/
