-- model: fact_kpi
-- grain: municipality_code, KPI, basis, period, area, target group, team, age group, breakdown
-- slice: period
-- The rows of one file in sql/kpi, with keys for codes, the value computed and its status told.
-- A share without numerator or denominator has no value; it says why. A share or mean that its source gives alone is taken as
-- given (-- value: given in the KPI's header); where its parts are there too, they make the value. A share above 100 percent says so.
with kpi as materialized (
    select kpi_key, unit from mart.dim_kpi where kpi = :kpi
)
select
    r.municipality_code, k.kpi_key, :basis as basis, r.period_type, r.period, r.period_start, r.period_end,
    a.area_key, g.target_group_key, t.team_key, r.age_group, r.breakdown,
    r.numerator, r.denominator,
    v.value, r.status,
    case
        when r.status <> 'ok' then r.status_text
        when k.unit = 'percent' and v.value > 100 then 'Over 100 pct.'
    end as status_text,
    r.is_preliminary, r.is_suppressed, :version::smallint as definition_version
from (
    select
        *,
        case
            when is_suppressed then 'suppressed'
            when from_parts or given_alone is not null then 'ok'
            else 'no_data'
        end as status
    from (
        select
            given.*,
            numerator is not null and not (:is_ratio::boolean and coalesce(denominator, 0) = 0) as from_parts,
            {given_value} as given_alone
        from ({rows}) as given
    ) as stated
) as r
cross join kpi as k
cross join lateral (
    select
        case
            when r.status = 'ok' and r.from_parts and :is_ratio::boolean
                then r.numerator::numeric / r.denominator * case when k.unit = 'percent' then 100 else 1 end
            when r.status = 'ok' and r.from_parts then r.numerator
            when r.status = 'ok' then r.given_alone
        end as value
) as v
inner join mart.dim_area as a on a.area_code = r.area_code
inner join mart.dim_target_group as g on g.target_group = r.target_group
inner join mart.dim_team as t on t.team = r.team and t.municipality_code in (r.municipality_code, '000')
where true /*slices: r.municipality_code, r.period*/
