-- Population as the models read it: civil status folded away, each cell graded as part or total, and sums by age group.

-- The areas and periods where the source split by civil status without a total, and left some of the four out: what it
-- gave there is married people, say, and no population.
create view core.population_without_all_civil_statuses as
select municipality_code, table_id, period, area_code
from core.population_open
group by municipality_code, table_id, period, area_code
having not bool_or(civil_status = 'ALL') and count(distinct civil_status) < 4;

-- One cell per area, period, sex and age. Where the source gave civil status in total, that figure stands; else its parts are added.
create view core.population_cell as
select
    p.municipality_code, p.table_id, p.period, p.period_start, p.area_code, p.sex, p.age_from, p.age_to,
    case
        when bool_or(p.civil_status = 'ALL') then max(p.persons) filter (where p.civil_status = 'ALL')
        -- A part the source does not show makes the sum unknown, never smaller.
        when count(p.persons) = count(*) then sum(p.persons)
    end::integer as persons
from core.population_open as p
left join core.population_without_all_civil_statuses as w
    on w.municipality_code = p.municipality_code and w.table_id = p.table_id and w.period = p.period
    and w.area_code = p.area_code
where w.area_code is null
group by p.municipality_code, p.table_id, p.period, p.period_start, p.area_code, p.sex, p.age_from, p.age_to;

-- The age groups that hold another cell of the same area, period and sex: totals over it, however the source names them.
create view core.population_covering as
select distinct c.municipality_code, c.table_id, c.period, c.area_code, c.sex, c.age_from, c.age_to
from core.population_cell as c
inner join core.population_cell as n
    on n.municipality_code = c.municipality_code and n.table_id = c.table_id and n.period = c.period
    and n.area_code = c.area_code and n.sex = c.sex
    and n.age_from >= c.age_from and n.age_to <= c.age_to and (n.age_from, n.age_to) <> (c.age_from, c.age_to)
where c.age_from < c.age_to;

-- is_finest_age: no other cell of its sex lies within its ages.
-- is_part: the cell belongs to the finest split that the source gave for its area and period, so the parts add up.
create view core.population_graded as
with ranked as (
    select
        c.*,
        v.age_from is null as is_finest_age,
        2 * (not (c.age_from = 0 and c.age_to = 999))::integer + (c.sex <> 'ALL')::integer as fineness
    from core.population_cell as c
    left join core.population_covering as v
        on v.municipality_code = c.municipality_code and v.table_id = c.table_id and v.period = c.period
        and v.area_code = c.area_code and v.sex = c.sex and v.age_from = c.age_from and v.age_to = c.age_to
)
select
    r.*,
    is_finest_age
    and fineness = max(fineness) over (partition by municipality_code, table_id, period, area_code) as is_part
from ranked as r;

-- Persons in each age group on the first day of a quarter; a group with an age missing is absent, so it is no denominator.
-- The group itself stands where the source gave it; else its finest ages are added. Both sexes together stand where each
-- is whole, else the source's own total of both.
-- FOLK1A is preferred where FOLK1AM gives the same day (README, "Readings").
create view core.population_age_group as
with age_group (age_group, age_from, age_to) as (
    values ('16-66', 16, 66), ('18-29', 18, 29), ('16-29', 16, 29), ('16-24', 16, 24),
        ('25-29', 25, 29), ('30-49', 30, 49), ('50-66', 50, 66)
),
by_sex as (
    select
        p.municipality_code, p.area_code, p.period_start, p.table_id, g.age_group, p.sex,
        coalesce(
            max(p.persons) filter (where p.age_from = g.age_from and p.age_to = g.age_to),
            sum(p.persons) filter (where p.is_finest_age)
        ) as persons
    from core.population_graded as p
    inner join age_group as g on p.age_from >= g.age_from and p.age_to <= g.age_to
    where extract(month from p.period_start) in (1, 4, 7, 10)
    group by p.municipality_code, p.area_code, p.period_start, p.table_id, g.age_group, g.age_from, g.age_to, p.sex
    having count(p.persons) filter (where p.age_from = g.age_from and p.age_to = g.age_to) = 1
        or sum(p.age_to - p.age_from + 1) filter (where p.is_finest_age and p.persons is not null)
        = g.age_to - g.age_from + 1
),
both_sexes as (
    select
        municipality_code, area_code, period_start, table_id, age_group,
        case
            when count(*) filter (where sex <> 'ALL') = 2 then sum(persons) filter (where sex <> 'ALL')
            else max(persons) filter (where sex = 'ALL')
        end as persons
    from by_sex
    group by municipality_code, area_code, period_start, table_id, age_group
)
select distinct on (municipality_code, area_code, period_start, age_group)
    municipality_code, area_code, period_start, age_group, persons
from both_sexes
where persons is not null
order by municipality_code, area_code, period_start, age_group, table_id;
