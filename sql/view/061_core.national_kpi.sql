-- National KPIs as kpi_source.csv finds them: one row per KPI, area, period, target group, age group and breakdown.
-- once: core.national_kpi

-- The lines of one variant in one table, added up; whole when each of them found exactly one figure.
create view core.kpi_source_cell as
with needed as (
    select kpi, variant, coalesce(breakdown, '') as breakdown_of, array_agg(line order by line) as lines
    from ref.kpi_source
    group by kpi, variant, coalesce(breakdown, '')
),
cell as (
    select
        kpi, variant, breakdown_of, municipality_code, area_code, table_id, period_type, period, period_start, period_end,
        target_group, age_group, breakdown, max(total_set) as total_set,
        sum(case gives when 'numerator' then value when 'subtracted' then -value end) as numerator,
        sum(value) filter (where gives = 'denominator') as denominator,
        sum(value) filter (where gives = 'value') as given_value,
        bool_or(is_suppressed) as is_suppressed,
        bool_or(gives in ('numerator', 'value')) as has_figure,
        array_agg(distinct line order by line) as lines,
        count(*) as figures
    from core.kpi_source_figure
    group by
        kpi, variant, breakdown_of, municipality_code, area_code, table_id, period_type, period, period_start, period_end,
        target_group, age_group, breakdown
)
select c.*,
    max(c.period_end) over (partition by c.kpi, c.table_id) as newest,
    c.lines = n.lines and c.figures = cardinality(n.lines) as is_whole,
    case
        when c.figures > cardinality(c.lines)
            then 'Flere målinger i ' || c.table_id || ' passer på samme linje i kpi_source.csv (' || c.kpi || ', variant ' || c.variant || ')'
        when c.lines <> n.lines then (
            select 'Tabellen ' || c.table_id || ' mangler: ' || string_agg(coalesce(s.dimensions || ' ', '') || s.measure, ', ' order by s.line)
            from ref.kpi_source as s
            where s.kpi = c.kpi and s.variant = c.variant and coalesce(s.breakdown, '') = c.breakdown_of
                and s.line <> all (c.lines)
        )
    end as missing
from cell as c
inner join needed as n on n.kpi = c.kpi and n.variant = c.variant and n.breakdown_of = c.breakdown_of
where c.has_figure;

-- The first whole variant counts; where none is whole the row says what is missing.
create view core.kpi_source_chosen as
select distinct on (kpi, municipality_code, area_code, period, target_group, age_group, breakdown)
    c.kpi, c.municipality_code, c.area_code, c.period_type, c.period, c.period_start, c.period_end,
    c.target_group, c.age_group, c.breakdown, c.total_set, c.is_whole, c.missing,
    case when c.is_whole then c.numerator end as numerator,
    case when c.is_whole then c.denominator end as denominator,
    case when c.is_whole then c.given_value end as given_value,
    c.is_whole and c.is_suppressed as is_suppressed,
    c.period_end >= date_trunc('month', c.newest) - (p.value::integer - 1) * interval '1 month' as is_preliminary
from core.kpi_source_cell as c
inner join ref.parameter as p
    on p.name = case c.target_group when 'SDP' then 'preliminary_months_sickness' else 'preliminary_months' end
order by
    c.kpi, c.municipality_code, c.area_code, c.period, c.target_group, c.age_group, c.breakdown,
    c.is_whole desc, c.variant, c.table_id;

-- A line that names a set (total_set) gives the set's groups and their total, for which every one that existed is needed; the
-- source's own total may hold other benefits than ours.
create view core.national_kpi as
with summed as (
    select
        c.kpi, c.municipality_code, c.area_code, c.period_type, c.period, c.period_start, c.period_end, c.age_group, c.breakdown,
        c.total_set, array_agg(s.slot) filter (where c.is_whole) as slots,
        sum(c.numerator) as numerator, sum(c.denominator) as denominator,
        bool_or(c.is_suppressed) as is_suppressed, bool_or(c.is_preliminary) as is_preliminary
    from core.kpi_source_chosen as c
    inner join ref.target_group_set as s on s.set_code = c.total_set and s.target_group = c.target_group
    group by
        c.kpi, c.municipality_code, c.area_code, c.period_type, c.period, c.period_start, c.period_end, c.age_group, c.breakdown,
        c.total_set
),
total as (
    select
        t.kpi, t.municipality_code, t.area_code, t.period_type, t.period, t.period_start, t.period_end,
        'ALL' as target_group, t.age_group, t.breakdown,
        (
            select 'Kilden mangler tal for ' || string_agg(distinct s.slot, ', ')
            from ref.target_group_set as s
            inner join ref.target_group as g on g.code = s.target_group
            where s.set_code = t.total_set and s.slot <> all (coalesce(t.slots, '{}'))
                and t.period_end >= coalesce(g.valid_from, '-infinity') and t.period_start <= coalesce(g.valid_to, 'infinity')
        ) as missing,
        t.numerator, t.denominator, null::numeric as given_value, t.is_suppressed, t.is_preliminary
    from summed as t
),
figure as (
    select
        kpi, municipality_code, area_code, period_type, period, period_start, period_end, target_group, age_group, breakdown,
        missing, numerator, denominator, given_value, is_suppressed, is_preliminary
    from core.kpi_source_chosen as c
    where c.total_set is null
        or c.target_group in (select s.target_group from ref.target_group_set as s where s.set_code = c.total_set)
    union all
    select * from total
)
select
    f.kpi, f.municipality_code, f.area_code, f.period_type, f.period, f.period_start, f.period_end,
    f.target_group, f.age_group, f.breakdown,
    case
        when f.is_suppressed or f.missing is not null then null
        -- Where the source gives a share or a mean and what it is of, the part follows from them.
        else coalesce(f.numerator, f.given_value * f.denominator / case k.unit when 'percent' then 100 else 1 end)
    end as numerator,
    case when not f.is_suppressed and f.missing is null then f.denominator end as denominator,
    case when not f.is_suppressed and f.missing is null then f.given_value end as given_value,
    f.is_suppressed, f.is_preliminary,
    case
        when f.missing is not null then f.missing || ' (feed jobindsats)'
        when f.is_suppressed then 'Kilden viser ikke tallet (diskretion)'
        when f.denominator = 0 then 'Nævneren er 0'
    end as status_text
from figure as f
inner join ref.kpi as k on k.code = f.kpi;
