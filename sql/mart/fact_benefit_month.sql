-- model: fact_benefit_month
-- grain: municipality_code, month, target group, readiness, team, age band, sex, origin
-- slice: month_key
-- slices: own_benefit_fact
-- One cell per person, month and target group for persons and flow; days are split where the owner changed.
select
    c.municipality_code, c.month_key, g.target_group_key, r.readiness_key, t.team_key, a.age_band_key, s.sex_key, o.origin_key,
    sum(c.days)::numeric / c.month_days as full_time_persons,
    sum(c.overlap_days)::numeric / c.month_days as full_time_persons_overlap,
    sum(c.hours_days) / c.month_days as full_time_persons_hours,
    sum(c.persons) as persons, sum(c.days) as benefit_days, sum(c.inflow) as inflow, sum(c.outflow) as outflow
from core.benefit_cell as c
inner join mart.dim_target_group as g on g.target_group = c.target_group
inner join mart.dim_readiness as r on r.readiness = c.readiness
inner join mart.dim_team as t on t.team = c.team and t.municipality_code in (c.municipality_code, '000')
inner join mart.dim_age_band as a on a.age_band = c.age_band
inner join mart.dim_sex as s on s.sex = c.sex
inner join mart.dim_origin as o on o.origin = c.origin
where true /*slices: c.municipality_code, c.month_key::text*/
group by
    c.municipality_code, c.month_key, c.month_days, g.target_group_key, r.readiness_key, t.team_key, a.age_band_key,
    s.sex_key, o.origin_key
