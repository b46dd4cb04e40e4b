-- Full-time persons on public support as jobindsats publishes them, by target group and by set of target groups.
-- once: core.national_support_share

-- One figure per measure, area, period and target group. PTV_A02 ("Alle ydelser under ét") is used where it is loaded for the
-- area and period, else the groups' own A02 tables; never both (README, "Readings").
create view core.national_group_figure as
with figure as (
    select
        municipality_code, area_code, table_id, period, period_type, period_start, period_end,
        dimension_names, dimensions, measure, value, is_suppressed
    from core.external_measure_open
    where source = 'jobindsats' and measure in ('antal fuldtidspersoner', 'antal personer')
),
benefits_together as (
    select f.*, l.code as target_group
    from figure as f
    inner join ref.label as l
        on l.list = 'target_group' and l.source = 'jobindsats'
        and lower(substr(f.dimensions, length(f.dimension_names) + 2)) = lower(l.label)
        and f.period_end >= coalesce(l.valid_from, '-infinity')
        and f.period_start <= coalesce(l.valid_to, 'infinity')
    where f.table_id = 'PTV_A02' and f.dimension_names like 'Ydelsesgruppe%' and f.dimension_names not like '%;%'
),
together_for as (
    select distinct t.measure, t.municipality_code, t.area_code, t.period
    from benefits_together as t
    inner join ref.target_group_set as s on s.set_code = 'PUBLIC_11' and s.target_group = t.target_group
),
own_table as (
    select f.*, b.target_group
    from figure as f
    -- A table that has changed its benefit (Y35A02) counts once in a period across the change: as the newer one.
    inner join lateral (
        select n.target_group
        from ref.benefit_table as n
        where n.table_id = f.table_id
            and f.period_end >= coalesce(n.valid_from, '-infinity')
            and f.period_start <= coalesce(n.valid_to, 'infinity')
        order by n.valid_from desc nulls last
        limit 1
    ) as b on true
    where f.dimensions = ''
        and not exists (
            select from together_for as t
            where t.measure = f.measure and t.municipality_code = f.municipality_code and t.area_code = f.area_code
                and t.period = f.period
        )
)
select
    measure, municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group,
    sum(value) as value,
    bool_or(is_suppressed) as is_suppressed
from (select * from benefits_together union all select * from own_table) as given
group by measure, municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group;

create view core.national_full_time_persons as
select
    municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group,
    value as full_time_persons, is_suppressed
from core.national_group_figure
where measure = 'antal fuldtidspersoner';

-- From which day a table's figures still change: its two newest months, for sickness benefit three
-- (domain: 15-20 % late registrations).
create view core.national_preliminary as
with newest as (
    select table_id, date_trunc('month', max(period_end)) as month
    from core.external_measure_open
    where source = 'jobindsats'
    group by table_id
)
select
    n.table_id, g.code as target_group,
    (n.month - (p.value::integer - 1) * interval '1 month')::date as preliminary_from
from newest as n
cross join ref.target_group as g
inner join ref.parameter as p
    on p.name = case g.code when 'SDP' then 'preliminary_months_sickness' else 'preliminary_months' end;

-- A set of target groups per area and period: its total (target_group ALL) and its groups.
-- A slot whose benefit existed in the period but has no figure makes the total unknown, never smaller.
create view core.national_support as
with figure as (
    select f.*, f.period_end >= q.preliminary_from as is_preliminary
    from core.national_full_time_persons as f
    inner join core.national_preliminary as q on q.table_id = f.table_id and q.target_group = f.target_group
),
cell as (
    select distinct municipality_code, area_code, period, period_type, period_start, period_end from figure
),
needed as (
    select distinct c.*, s.set_code, s.slot
    from cell as c
    inner join ref.target_group as g
        on c.period_end >= coalesce(g.valid_from, '-infinity') and c.period_start <= coalesce(g.valid_to, 'infinity')
    inner join ref.target_group_set as s on s.target_group = g.code and s.slot is not null
),
slot as (
    select f.municipality_code, f.area_code, f.period, s.set_code, s.slot,
        sum(f.full_time_persons) as full_time_persons,
        bool_or(f.is_suppressed) as is_suppressed,
        bool_or(f.is_preliminary) as is_preliminary
    from figure as f
    inner join ref.target_group_set as s on s.target_group = f.target_group and s.slot is not null
    group by f.municipality_code, f.area_code, f.period, s.set_code, s.slot
),
total as (
    select
        n.municipality_code, n.area_code, n.period, n.period_type, n.period_start, n.period_end, n.set_code,
        sum(s.full_time_persons) as full_time_persons,
        coalesce(bool_or(s.is_suppressed), false) as is_suppressed,
        coalesce(bool_or(s.is_preliminary), false) as is_preliminary,
        string_agg(n.slot, ', ' order by n.slot) filter (where s.slot is null) as missing
    from needed as n
    left join slot as s
        on s.municipality_code = n.municipality_code and s.area_code = n.area_code and s.period = n.period
        and s.set_code = n.set_code and s.slot = n.slot
    group by n.municipality_code, n.area_code, n.period, n.period_type, n.period_start, n.period_end, n.set_code
)
select
    municipality_code, area_code, period, period_type, period_start, period_end, set_code,
    'ALL' as target_group,
    case when missing is null and not is_suppressed then full_time_persons end as full_time_persons,
    is_suppressed, is_preliminary, missing
from total
union all
select
    f.municipality_code, f.area_code, f.period, f.period_type, f.period_start, f.period_end, s.set_code,
    f.target_group, case when not f.is_suppressed then f.full_time_persons end,
    f.is_suppressed, f.is_preliminary, null
from figure as f
inner join ref.target_group_set as s on s.target_group = f.target_group and s.slot is not null;

-- The same with its denominator: population 16-66 at the start of the period's quarter; over longer periods the mean of
-- the quarters, and none when a quarter is missing.
create view core.national_support_share as
with period as (
    select distinct municipality_code, area_code, period, period_start, period_end from core.national_support
),
quarters as (
    select
        c.municipality_code, c.area_code, c.period, avg(p.persons) as persons, count(*) as found,
        1 + (extract(year from c.period_end) * 4 + extract(quarter from c.period_end))
        - (extract(year from c.period_start) * 4 + extract(quarter from c.period_start)) as needed
    from period as c
    inner join core.population_age_group as p
        on p.municipality_code = c.municipality_code and p.area_code = c.area_code and p.age_group = '16-66'
        and p.period_start between date_trunc('quarter', c.period_start) and c.period_end
    group by c.municipality_code, c.area_code, c.period, c.period_start, c.period_end
)
select s.*, case when q.found = q.needed then q.persons end as population
from core.national_support as s
left join quarters as q
    on q.municipality_code = s.municipality_code and q.area_code = s.area_code and q.period = s.period;
