-- Population as the models read it: civil status folded away, each cell graded as part or total, and sums by age group.

-- One cell per area, period, sex and age. Where the source gave civil status in total, that figure stands; else its parts are added.
create view core.population_cell as
select
    municipality_code, table_id, period, period_start, area_code, sex, age_from, age_to,
    case
        when bool_or(civil_status = 'ALL') then max(persons) filter (where civil_status = 'ALL')
        else sum(persons)
    end::integer as persons
from core.population_open
group by municipality_code, table_id, period, period_start, area_code, sex, age_from, age_to;

-- is_part: the cell belongs to the finest split that the source gave for its area and period, so the parts add up.
create view core.population_graded as
with ranked as (
    select
        c.*,
        2 * (not (age_from = 0 and age_to = 999))::integer + (sex <> 'ALL')::integer as fineness
    from core.population_cell as c
)
select
    r.*,
    fineness = max(fineness) over (partition by municipality_code, table_id, period, area_code) as is_part
from ranked as r;

-- Persons in each age group on the first day of a quarter; a group with an age missing is absent, so it is no denominator.
-- FOLK1A is preferred where FOLK1AM gives the same day (README, "Readings").
create view core.population_age_group as
with age_group (age_group, age_from, age_to) as (
    values ('16-66', 16, 66), ('18-29', 18, 29), ('16-29', 16, 29), ('16-24', 16, 24),
        ('25-29', 25, 29), ('30-49', 30, 49), ('50-66', 50, 66)
),
summed as (
    select
        p.municipality_code, p.area_code, p.period_start, p.table_id, g.age_group,
        sum(p.persons) as persons
    from core.population_graded as p
    inner join age_group as g on p.age_from >= g.age_from and p.age_to <= g.age_to
    where p.is_part and extract(month from p.period_start) in (1, 4, 7, 10)
    group by p.municipality_code, p.area_code, p.period_start, p.table_id, g.age_group, g.age_from, g.age_to
    -- Every year of age is covered for every sex that the source split by.
    having sum(p.age_to - p.age_from + 1) = (g.age_to - g.age_from + 1) * count(distinct p.sex)
        and (count(distinct p.sex) = 2 or bool_and(p.sex = 'ALL'))
        and count(p.persons) = count(*)
)
select distinct on (municipality_code, area_code, period_start, age_group)
    municipality_code, area_code, period_start, age_group, persons
from summed
order by municipality_code, area_code, period_start, age_group, table_id;
