-- model: fact_caseworker_sickness_month
-- schema: mart_restricted
-- grain: municipality_code, month, target group, team, caseworker, age band
-- slice: month_key
-- slices: own_caseworker_fact
-- Chains of sickness benefit and jobafklaring active on the month's last day, by the caseworker of that day.
select
    c.municipality_code, c.month_key, g.target_group_key, t.team_key, w.caseworker_key, a.age_band_key,
    count(*) as chains,
    -- By a clock that nobody tells, nobody knows.
    case when count(c.days) = count(*) then count(*) filter (where c.days > 364) end as chains_over_52w,
    count(*) filter (where c.is_partial_return) as partial_returns,
    c.is_preliminary
from core.caseworker_chain_month as c
inner join mart.dim_target_group as g on g.target_group = c.target_group
inner join mart.dim_team as t on t.team = c.team and t.municipality_code in (c.municipality_code, '000')
inner join mart_restricted.dim_caseworker as w
    on w.caseworker = c.caseworker and w.municipality_code in (c.municipality_code, '000')
inner join mart.dim_age_band as a on a.age_band = c.age_band
where true /*slices: c.municipality_code, c.month_key::text*/
group by
    c.municipality_code, c.month_key, g.target_group_key, t.team_key, w.caseworker_key, a.age_band_key, c.is_preliminary
