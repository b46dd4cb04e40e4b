-- model: manual_kpi
-- table: fact_kpi
-- own: f.basis = 'manual'
-- grain: municipality_code, KPI, period, area, target group, team, age group
-- slice: period
-- slices: manual_entry
-- Any KPI of the catalogue as people typed it. Numerator and denominator, where both were typed, make the value; a count is its
-- own numerator, and a share of which only the value is known has none.
select
    e.municipality_code, k.kpi_key, 'manual' as basis, e.period_type, e.period, e.period_start, e.period_end,
    a.area_key, g.target_group_key, t.team_key, e.age_group, 'ALL' as breakdown,
    case when k.denominator is null then coalesce(e.numerator, e.value) else e.numerator end as numerator,
    e.denominator,
    v.value, 'ok' as status,
    case when k.unit = 'percent' and v.value > 100 then 'Over 100 pct.' end as status_text,
    false as is_preliminary, false as is_suppressed, 1 as definition_version
from core.manual_entry_open as e
inner join mart.dim_kpi as k on k.kpi = e.kpi
cross join lateral (
    select
        case
            when e.denominator is not null
                then e.numerator / e.denominator * case when k.unit = 'percent' then 100 else 1 end
            else coalesce(e.value, e.numerator)
        end as value
) as v
inner join mart.dim_area as a on a.area_code = e.area_code
inner join mart.dim_target_group as g on g.target_group = e.target_group
inner join mart.dim_team as t
    on t.team = e.team and t.municipality_code = case when e.team = 'ALL' then '000' else e.municipality_code end
where not e.is_deleted /*slices: e.municipality_code, e.period*/
