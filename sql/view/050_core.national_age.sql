-- Full-time persons and persons by target group and age group, where a table splits by age.
-- once: core.national_persons

-- The ages an age group holds: the groups of age_group.csv and the atoms of age_band.csv.
create view core.age_group as
select code as age_group, int4range(age_from, age_to, '[]') as ages from ref.age_group
union
select code, int4range(age_from, age_to, '[]') from ref.age_band where age_from is not null and age_to is not null;

-- One figure per member of the age dimension whose name tells its ages, in PTV_A02 by benefit and in the benefits' own tables.
create view core.national_age_member as
with figure as (
    select
        municipality_code, area_code, table_id, period, period_type, period_start, period_end, measure, value, is_suppressed,
        core.age_span(substring(dimensions from '^[^=]*=([^;]*)')) as ages,
        substring(dimensions from ';[^=]*=(.*)$') as benefit
    from core.external_measure_open
    where source = 'jobindsats' and measure in ('antal fuldtidspersoner', 'antal personer')
        and dimension_names ~* '^alder[^;]*(;ydelsesgruppe[^;]*)?$'
)
select f.*, coalesce(l.code, b.target_group) as target_group
from figure as f
left join ref.label as l
    on l.list = 'target_group' and l.source = 'jobindsats' and lower(l.label) = lower(f.benefit)
    and f.period_end >= coalesce(l.valid_from, '-infinity') and f.period_start <= coalesce(l.valid_to, 'infinity')
left join lateral (
    select n.target_group
    from ref.benefit_table as n
    where n.table_id = f.table_id
        and f.period_end >= coalesce(n.valid_from, '-infinity')
        and f.period_start <= coalesce(n.valid_to, 'infinity')
    order by n.valid_from desc nulls last
    limit 1
) as b on f.benefit is null
where f.ages is not null and (f.table_id = 'PTV_A02') = (f.benefit is not null)
    and coalesce(l.code, b.target_group) is not null;

-- One figure per age group that the members cover: the finest members inside it together, else the one that is it. Members that
-- reach outside it, leave a gap or overlap give none (README, "Readings": youth). PTV_A02 before the own tables, never both.
create view core.national_age_figure as
with spanned as (
    select m.*,
        array_agg(m.ages) over (
            partition by m.measure, m.municipality_code, m.area_code, m.table_id, m.period, m.target_group
        ) as all_ages
    from core.national_age_member as m
),
inside as (
    select s.*, g.age_group, g.ages as wanted,
        not exists (select from unnest(s.all_ages) as o where o <@ s.ages and o <> s.ages) as is_finest
    from spanned as s
    inner join core.age_group as g on s.ages <@ g.ages
),
covered as (
    select
        measure, municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group, age_group,
        coalesce(sum(upper(ages) - lower(ages)) filter (where is_finest), 0) = upper(wanted) - lower(wanted)
        and range_agg(ages) filter (where is_finest) = int4multirange(wanted) as is_covered,
        sum(value) filter (where is_finest) as value_of_parts,
        bool_or(is_suppressed) filter (where is_finest) as parts_suppressed,
        bool_or(ages = wanted) as is_given,
        max(value) filter (where ages = wanted) as value_given,
        bool_or(is_suppressed) filter (where ages = wanted) as given_suppressed
    from inside
    group by
        measure, municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group, age_group, wanted
),
figure as (
    select
        measure, municipality_code, area_code, table_id, period, period_type, period_start, period_end, target_group, age_group,
        case when is_given then value_given else value_of_parts end as value,
        case when is_given then given_suppressed else parts_suppressed end as is_suppressed,
        rank() over (
            partition by measure, municipality_code, area_code, period, age_group
            order by case table_id when 'PTV_A02' then 1 else 2 end
        ) as choice
    from covered
    where is_given or is_covered
)
select
    f.measure, f.municipality_code, f.area_code, f.table_id, f.period, f.period_type, f.period_start, f.period_end,
    f.target_group, f.age_group, case when not f.is_suppressed then f.value end as value, f.is_suppressed,
    f.period_end >= q.preliminary_from as is_preliminary
from figure as f
inner join core.national_preliminary as q on q.table_id = f.table_id and q.target_group = f.target_group
where f.choice = 1;

-- Persons by target group, for everyone and by age group. Never across target groups: whoever is on two benefits is one person.
create view core.national_persons as
select
    f.municipality_code, f.area_code, f.period, f.period_type, f.period_start, f.period_end, f.target_group,
    'ALL' as age_group, case when not f.is_suppressed then f.value end as persons, f.is_suppressed,
    f.period_end >= q.preliminary_from as is_preliminary
from core.national_group_figure as f
inner join core.national_preliminary as q on q.table_id = f.table_id and q.target_group = f.target_group
inner join ref.target_group_set as s on s.set_code = 'PUBLIC_11' and s.target_group = f.target_group
where f.measure = 'antal personer'
union all
select
    a.municipality_code, a.area_code, a.period, a.period_type, a.period_start, a.period_end, a.target_group,
    a.age_group, a.value, a.is_suppressed, a.is_preliminary
from core.national_age_figure as a
inner join ref.target_group_set as s on s.set_code = 'PUBLIC_11' and s.target_group = a.target_group
where a.measure = 'antal personer';
