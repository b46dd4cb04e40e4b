-- model: fact_kpi_set
-- table: fact_kpi
-- own: f.area_key in (select area_key from mart.dim_area where kind = 'set')
-- grain: municipality_code, KPI, basis, period, set, target group, team, age group, breakdown
-- slice: period
-- slices: area_set
-- The national KPIs of a comparison set: the sum of its municipalities' numerators over the sum of their denominators,
-- never a mean of shares. A set in which one municipality lacks its figure has none, and says which.
-- It is shown where at least half of its municipalities have the row: with fewer, nobody means to follow the set.
-- A KPI without denominator is added only if its unit adds up over municipalities; a rank is nobody's but its own.
with member as (
    select s.set_code, s.area_code, a.area, coalesce(s.valid_from, '-infinity') as valid_from,
        coalesce(s.valid_to, 'infinity') as valid_to
    from ref.area_set as s
    inner join mart.dim_area as a on a.area_code = s.area_code
),
figure as (
    select f.*, m.set_code, m.area_code
    from mart.fact_kpi as f
    inner join mart.dim_area as a on a.area_key = f.area_key
    inner join mart.dim_kpi as k on k.kpi_key = f.kpi_key
    inner join member as m
        on m.area_code = a.area_code and m.area_code = f.municipality_code
        and f.period_end between m.valid_from and m.valid_to
    where f.basis = 'national' and k.unit <> 'rank'
),
cell as (
    select
        set_code, kpi_key, basis, period_type, period, period_start, period_end, target_group_key, team_key, age_group,
        breakdown, count(*) as members_given,
        case when count(numerator) = count(*) then sum(numerator) end as numerator,
        case when count(denominator) = count(*) then sum(denominator) end as denominator,
        bool_or(is_preliminary) as is_preliminary, max(definition_version) as definition_version,
        array_agg(area_code) filter (where status = 'ok') as with_figure,
        array_agg(area_code) filter (where status = 'suppressed') as with_suppressed
    from figure
    group by set_code, kpi_key, basis, period_type, period, period_start, period_end, target_group_key, team_key,
        age_group, breakdown
),
counted as (
    select
        c.*, t.members, t.lacking, t.suppressed,
        c.members_given = t.members as is_complete
    from cell as c
    cross join lateral (
        select
            count(*) as members,
            string_agg(m.area, ', ' order by m.area_code) filter (
                where not m.area_code = any(coalesce(c.with_figure, '{}') || coalesce(c.with_suppressed, '{}'))
            ) as lacking,
            string_agg(m.area, ', ' order by m.area_code) filter (
                where m.area_code = any(coalesce(c.with_suppressed, '{}'))
            ) as suppressed
        from member as m
        where m.set_code = c.set_code and c.period_end between m.valid_from and m.valid_to
    ) as t
),
judged as (
    select
        c.*, k.unit,
        case
            when c.lacking is not null then 'no_data'
            when c.suppressed is not null then 'suppressed'
            when c.denominator is null and k.unit in ('percent', 'weeks', 'hours') then 'no_data'
            when c.denominator = 0 then 'no_data'
            else 'ok'
        end as status
    from counted as c
    inner join mart.dim_kpi as k on k.kpi_key = c.kpi_key
)
select
    '000' as municipality_code, j.kpi_key, j.basis, j.period_type, j.period, j.period_start, j.period_end,
    a.area_key, j.target_group_key, j.team_key, j.age_group, j.breakdown,
    case when j.is_complete then j.numerator end as numerator,
    case when j.is_complete then j.denominator end as denominator,
    case
        when j.status = 'ok' and j.denominator is not null
            then j.numerator / j.denominator * case when j.unit = 'percent' then 100 else 1 end
        when j.status = 'ok' then j.numerator
    end as value,
    j.status,
    case
        when j.lacking is not null then 'Tal mangler for ' || j.lacking
        when j.suppressed is not null then 'Kilden viser ikke tallet (diskretion) for ' || j.suppressed
        when j.status <> 'ok' then 'Kommunernes tal kan ikke vejes sammen: kilden giver ingen nævner'
    end as status_text,
    j.is_preliminary, j.status = 'suppressed' as is_suppressed, j.definition_version
from judged as j
inner join mart.dim_area as a on a.area_code = 'SET:' || j.set_code
where 2 * j.members_given >= j.members /*slices: '000', j.period*/
