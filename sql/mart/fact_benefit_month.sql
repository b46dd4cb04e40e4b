-- model: fact_benefit_month
-- grain: municipality_code, month, target group, readiness, team, age band, sex, origin
-- slice: month_key
-- slices: own_benefit_fact
-- One cell per person, month and target group for persons and flow; days are split where the owner changed.
select
    p.municipality_code, p.month_key, g.target_group_key, r.readiness_key, t.team_key, a.age_band_key, s.sex_key, o.origin_key,
    sum(p.days)::numeric / p.month_days as full_time_persons,
    sum(p.overlap_days)::numeric / p.month_days as full_time_persons_overlap,
    sum(p.hours_days) / p.month_days as full_time_persons_hours,
    count(*) filter (where p.is_last) as persons,
    sum(p.days) as benefit_days, sum(p.inflow) as inflow, sum(p.outflow) as outflow
from core.person_month as p
inner join mart.dim_target_group as g on g.target_group = p.target_group
inner join mart.dim_readiness as r on r.readiness = p.readiness
inner join mart.dim_team as t on t.team = p.team and t.municipality_code in (p.municipality_code, '000')
inner join mart.dim_age_band as a on a.age_band = p.age_band
inner join mart.dim_sex as s on s.sex = p.sex
inner join mart.dim_origin as o on o.origin = p.origin
where true /*slices: p.municipality_code, p.month_key::text*/
group by
    p.municipality_code, p.month_key, p.month_days, g.target_group_key, r.readiness_key, t.team_key, a.age_band_key,
    s.sex_key, o.origin_key
