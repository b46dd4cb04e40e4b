-- Public support by age group, and the youth KPIs' own restriction of it.
-- once: core.national_youth, core.population_of_period, core.national_support_age_share

-- A set's groups of one age group, and the set in total where every group that existed has a figure.
create view core.national_support_age as
with figure as (
    select * from core.national_age_figure where measure = 'antal fuldtidspersoner'
),
cell as (
    select distinct municipality_code, area_code, period, period_type, period_start, period_end, age_group from figure
),
needed as (
    select distinct c.*, s.set_code, s.slot
    from cell as c
    inner join ref.target_group as g
        on c.period_end >= coalesce(g.valid_from, '-infinity') and c.period_start <= coalesce(g.valid_to, 'infinity')
    inner join ref.target_group_set as s on s.target_group = g.code and s.slot is not null
),
slot as (
    select f.municipality_code, f.area_code, f.period, f.age_group, s.set_code, s.slot,
        sum(f.value) as full_time_persons,
        bool_or(f.is_suppressed) as is_suppressed,
        bool_or(f.is_preliminary) as is_preliminary
    from figure as f
    inner join ref.target_group_set as s on s.target_group = f.target_group and s.slot is not null
    group by f.municipality_code, f.area_code, f.period, f.age_group, s.set_code, s.slot
)
select
    n.municipality_code, n.area_code, n.period, n.period_type, n.period_start, n.period_end, n.set_code,
    'ALL' as target_group, n.age_group,
    case when count(s.slot) = count(*) and not bool_or(s.is_suppressed) then sum(s.full_time_persons) end as full_time_persons,
    coalesce(bool_or(s.is_suppressed), false) as is_suppressed,
    coalesce(bool_or(s.is_preliminary), false) as is_preliminary,
    string_agg(n.slot, ', ' order by n.slot) filter (where s.slot is null) as missing
from needed as n
left join slot as s
    on s.municipality_code = n.municipality_code and s.area_code = n.area_code and s.period = n.period
    and s.age_group = n.age_group and s.set_code = n.set_code and s.slot = n.slot
group by
    n.municipality_code, n.area_code, n.period, n.period_type, n.period_start, n.period_end, n.set_code, n.age_group
union all
select
    f.municipality_code, f.area_code, f.period, f.period_type, f.period_start, f.period_end, s.set_code,
    f.target_group, f.age_group, f.value, f.is_suppressed, f.is_preliminary, null
from figure as f
inner join ref.target_group_set as s on s.target_group = f.target_group and s.slot is not null;

-- Population of an age group over a period: at the start of its quarter; over longer periods the mean of the quarters, and
-- none when a quarter is missing.
create view core.population_of_period as
with period as (
    select distinct municipality_code, area_code, period, period_start, period_end from core.national_full_time_persons
)
select
    c.municipality_code, c.area_code, c.period, p.age_group, avg(p.persons) as persons
from period as c
inner join core.population_age_group as p
    on p.municipality_code = c.municipality_code and p.area_code = c.area_code
    and p.period_start between date_trunc('quarter', c.period_start) and c.period_end
group by c.municipality_code, c.area_code, c.period, c.period_start, c.period_end, p.age_group
having count(*) = 1 + (extract(year from c.period_end) * 4 + extract(quarter from c.period_end))
    - (extract(year from c.period_start) * 4 + extract(quarter from c.period_start));

-- Each split of a share by age whose numerator and denominator both hold that age group's people.
create view core.national_support_age_share as
select s.*, p.persons as population
from core.national_support_age as s
inner join core.population_of_period as p
    on p.municipality_code = s.municipality_code and p.area_code = s.area_code and p.period = s.period
    and p.age_group = s.age_group
where s.missing is null;

-- Young people on a set of benefits, one row per area and period with any benefit; without members that cover the ages it is
-- unknown and says so.
create view core.national_youth as
with cell as (
    select distinct municipality_code, area_code, period, period_type, period_start, period_end
    from core.national_full_time_persons
)
select
    c.municipality_code, c.area_code, c.period, c.period_type, c.period_start, c.period_end, g.set_code, g.age_group,
    y.full_time_persons,
    coalesce(y.is_suppressed, false) as is_suppressed,
    coalesce(y.is_preliminary, false) as is_preliminary,
    case
        when y.set_code is null
            then 'Kilden har ingen aldersgrupper, der ligger helt inden for ' || g.age_group || ' år og dækker dem (feed jobindsats)'
        when y.missing is not null
            then 'Kilden mangler ' || g.age_group || ' år for ' || y.missing || ' (feed jobindsats)'
        when y.is_suppressed then 'Kilden viser ikke alle målgruppernes tal (diskretion)'
    end as missing_persons
from cell as c
cross join (values ('YOUTH_TEMP', '18-29'), ('PUBLIC_11', '16-29')) as g (set_code, age_group)
left join core.national_support_age as y
    on y.municipality_code = c.municipality_code and y.area_code = c.area_code and y.period = c.period
    and y.set_code = g.set_code and y.age_group = g.age_group and y.target_group = 'ALL';
