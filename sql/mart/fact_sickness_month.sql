-- model: fact_sickness_month
-- grain: municipality_code, month, target group, team, age band, duration band, has_jaf
-- slice: month_key
-- slices: own_sickness_fact
-- Chains of sickness benefit and jobafklaring active on the month's last day, by how long they have lasted.
select
    c.municipality_code, c.month_key, g.target_group_key, t.team_key, a.age_band_key,
    coalesce(b.code, 'UKENDT') as duration_band, c.has_jaf,
    count(*) as chains,
    count(*) filter (where c.days > 364) as chains_over_52w,
    count(*) filter (where c.days_benefit > 364) as chains_over_52w_benefit,
    count(*) filter (where c.days_absence > 364) as chains_over_52w_absence,
    count(*) filter (where c.days_refund > 364) as chains_over_52w_refund,
    count(*) filter (where c.clock_truncated) as chains_clock_truncated,
    count(*) filter (where c.is_partial_return) as partial_returns,
    sum(c.days_benefit) as days_benefit, sum(c.days_absence) as days_absence, sum(c.days_refund) as days_refund
from core.sickness_month as c
left join ref.duration_band as b on c.days between b.days_from and coalesce(b.days_to, 1000000)
inner join mart.dim_target_group as g on g.target_group = c.target_group
inner join mart.dim_team as t on t.team = c.team and t.municipality_code in (c.municipality_code, '000')
inner join mart.dim_age_band as a on a.age_band = c.age_band
where true /*slices: c.municipality_code, c.month_key::text*/
group by
    c.municipality_code, c.month_key, g.target_group_key, t.team_key, a.age_band_key, coalesce(b.code, 'UKENDT'), c.has_jaf
