-- Population as the models read it: civil status folded away, each cell graded as part or total, and sums by age group.
-- once: core.population_graded

-- One cell per area, period, sex and age. Where the source gave civil status in total, that figure stands; else its parts are
-- added, if the area has all four: married people alone are no population.
create view core.population_cell as
with folded as (
    select
        municipality_code, table_id, period, period_start, area_code, sex, age_from, age_to,
        bool_or(civil_status = 'ALL') as has_total,
        bit_or(case civil_status when 'U' then 1 when 'G' then 2 when 'E' then 4 when 'F' then 8 else 0 end) as parts,
        case
            when bool_or(civil_status = 'ALL') then max(persons) filter (where civil_status = 'ALL')
            -- A part the source does not show makes the sum unknown, never smaller.
            when count(persons) = count(*) then sum(persons)
        end::integer as persons
    from core.population_open
    group by municipality_code, table_id, period, period_start, area_code, sex, age_from, age_to
),
known as (
    select *, bit_or(parts) over (partition by municipality_code, table_id, period, area_code) as area_parts
    from folded
)
select municipality_code, table_id, period, period_start, area_code, sex, age_from, age_to, persons
from known
where has_total or area_parts = 15;

-- is_finest_age: no other cell of its sex lies within its ages; a cell that holds another is a total, however it is named.
-- is_part: the cell belongs to the finest split that the source gave for its area and period, so the parts add up.
create view core.population_graded as
with ranked as (
    select
        *,
        -- Before it stand the cells that begin later, or with it and end earlier: one that ends within it lies within it.
        coalesce(
            min(age_to) over (
                partition by municipality_code, table_id, period, area_code, sex
                order by age_from desc, age_to
                rows between unbounded preceding and 1 preceding
            ) > age_to, true
        ) as is_finest_age,
        2 * (not (age_from = 0 and age_to = 999))::integer + (sex <> 'ALL')::integer as fineness
    from core.population_cell
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
with by_sex as (
    select
        p.municipality_code, p.area_code, p.period_start, p.table_id, g.code as age_group, p.sex,
        coalesce(
            max(p.persons) filter (where p.age_from = g.age_from and p.age_to = g.age_to),
            sum(p.persons) filter (where p.is_finest_age)
        ) as persons
    from core.population_graded as p
    inner join ref.age_group as g on p.age_from >= g.age_from and p.age_to <= g.age_to
    where extract(month from p.period_start) in (1, 4, 7, 10)
    group by p.municipality_code, p.area_code, p.period_start, p.table_id, g.code, g.age_from, g.age_to, p.sex
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
