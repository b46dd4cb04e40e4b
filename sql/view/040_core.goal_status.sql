-- also: mart_asof
-- Each goal with its newest complete figure and its status: the rules of "mål" in one place (README, "Goals").

create view core.goal_status as
with clock as (
    select coalesce(
        (select value::date from ref.parameter where name = 'business_date'),
        (now() at time zone 'Europe/Copenhagen')::date
    ) as today
),
-- KPIs for whole groups; a period counts once it has ended. Of periods that end on one day the shortest is the newest.
figure as (
    select
        k.kpi, f.basis, a.area_code, a.municipality_code, g.target_group, t.team,
        f.period_type, f.period, f.period_start, f.period_end, f.value, f.is_preliminary
    from mart.fact_kpi as f
    inner join mart.dim_kpi as k on k.kpi_key = f.kpi_key
    inner join mart.dim_area as a on a.area_key = f.area_key and a.municipality_code = f.municipality_code
    inner join mart.dim_target_group as g on g.target_group_key = f.target_group_key
    inner join mart.dim_team as t on t.team_key = f.team_key
    cross join clock
    where f.value is not null and f.age_group = 'ALL' and f.breakdown = 'ALL' and f.period_end < clock.today
),
goal as (
    select
        g.municipality_code, g.plan, g.year, g.goal_no, g.team, g.target_group, g.area_code, g.kpi, g.name,
        coalesce(g.goal_type, k.goal_type_viborg) as goal_type, coalesce(g.set_by, k.set_by) as set_by,
        g.operator, g.target as own_target, g.target_decimals, g.target_reference, g.baseline, g.baseline_text,
        k.decimals,
        coalesce(
            g.basis,
            (
                select f.basis from figure as f
                where f.kpi = g.kpi and f.area_code = g.area_code
                order by array_position(array['own', 'national', 'manual'], f.basis)
                limit 1
            ),
            k.primary_basis
        ) as basis
    from core.goal_target_open as g
    inner join mart.dim_kpi as k on k.kpi = g.kpi
),
measured as (
    select g.*, f.period_type, f.period, f.period_start, f.period_end, f.value as actual,
        coalesce(f.is_preliminary, false) as is_preliminary
    from goal as g
    left join lateral (
        select * from figure as f
        where f.kpi = g.kpi and f.basis = g.basis and f.area_code = g.area_code
            and f.target_group = g.target_group and f.team = g.team
        order by f.period_end desc, f.period_start desc
        limit 1
    ) as f on true
),
resolved as (
    select m.*,
        case
            when m.target_reference = 'prev_year' then (
                select f.value from figure as f
                where f.kpi = m.kpi and f.basis = m.basis and f.area_code = m.area_code
                    and f.target_group = m.target_group and f.team = m.team
                    -- The same period of the year before; a week 53 that the year before lacks has none.
                    and f.period = (left(m.period, 4)::integer - 1)::text || substr(m.period, 5)
            )
            when m.target_reference like 'kpi:%' then (
                select f.value from figure as f
                where f.kpi = substr(m.target_reference, 5) and f.area_code = m.area_code
                    and f.target_group = m.target_group and f.team = m.team
                order by f.period_end desc, f.period_start desc,
                    array_position(array['own', 'national', 'manual'], f.basis)
                limit 1
            )
            else m.own_target
        end as target
    from measured as m
),
-- A goal without a figure of its own to reach and no reference is held against its baseline (S4's goal 11).
judged as (
    select r.*,
        round(
            coalesce(r.target, case when r.target_reference is null then r.baseline end),
            coalesce(r.target_decimals, r.decimals)::integer
        ) as threshold,
        round(r.actual, coalesce(r.target_decimals, r.decimals)::integer) as rounded,
        -- The straight line from the baseline on 31 December to the target a year later, at the period's end.
        -- Multiplied before it is divided, so that a goal just on the line is on it.
        case when r.own_target is not null and r.target_reference is null then
            r.baseline + (r.own_target - r.baseline)
            * greatest(0, least(r.period_end, make_date(r.year, 12, 31)) - make_date(r.year - 1, 12, 31))
            / (make_date(r.year, 12, 31) - make_date(r.year - 1, 12, 31))
        end as path,
        abs(r.own_target) * (select value::numeric from ref.parameter where name = 'on_track_margin') / 100 as margin
    from resolved as r
)
select
    municipality_code, plan, year, goal_no, team, target_group, area_code, kpi, basis, name, goal_type, set_by,
    operator, target, target_decimals, target_reference, baseline, baseline_text,
    actual, period, period_end, is_preliminary,
    case
        when rounded is null or threshold is null then 'no_data'
        when (operator = '<=' and rounded <= threshold) or (operator = '<' and rounded < threshold)
            or (operator = '>=' and rounded >= threshold) or (operator = '>' and rounded > threshold) then 'achieved'
        when (operator in ('<=', '<') and rounded <= path + margin)
            or (operator in ('>=', '>') and rounded >= path - margin)
            then 'on_track'
        else 'off_track'
    end as status
from judged;
