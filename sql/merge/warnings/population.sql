-- Areas and periods of a population file that cannot be a denominator: an age between 16 and 66 is missing, or the file
-- tells of some civil statuses only.
with cell as (
    select distinct area_code, table_id, period, sex, age_from, age_to
    from stage.population
    where run_id = :run_id and not held and persons is not null
),
-- As core.population_age_group: the group itself, or its finest ages.
finest as (
    select c.*
    from cell as c
    where c.age_from = c.age_to
    union all
    select c.*
    from cell as c
    left join cell as n
        on n.area_code = c.area_code and n.table_id = c.table_id and n.period = c.period and n.sex = c.sex
        and n.age_from >= c.age_from and n.age_to <= c.age_to and (n.age_from, n.age_to) <> (c.age_from, c.age_to)
    where c.age_from < c.age_to and n.area_code is null
),
by_sex as (
    select
        area_code, period, sex,
        coalesce(sum(age_to - age_from + 1) filter (where age_from >= 16 and age_to <= 66), 0) = 51 as is_whole
    from finest
    group by area_code, period, sex
    union all
    select area_code, period, sex, true
    from cell
    where age_from = 16 and age_to = 66
),
lacking as (
    select area_code, period
    from by_sex
    group by area_code, period
    -- Both sexes together, or each of them, must have all 51 ages.
    having not coalesce(bool_or(is_whole) filter (where sex = 'ALL'), false)
        and count(distinct sex) filter (where sex <> 'ALL' and is_whole) < 2
),
-- As core.population_cell.
some_civil as (
    select area_code, period
    from stage.population
    where run_id = :run_id and not held
    group by area_code, period
    having not bool_or(civil_status = 'ALL') and count(distinct civil_status) < 4
)
select
    'Folketallet mangler aldre mellem 16 og 66 år for ' || count(*) || ' område(r) og periode(r), fx '
    || (select area_code || ' ' || period from lacking order by period desc, area_code limit 1)
    || '; det er indlæst, men bruges ikke som nævner.' as message
from lacking
having count(*) > 0
union all
select
    'Folketallet har kun nogle af civilstandene og ingen total for ' || count(*) || ' område(r) og periode(r), fx '
    || (select area_code || ' ' || period from some_civil order by period desc, area_code limit 1)
    || '; det er gemt, men vises ikke og bruges ikke som nævner.'
from some_civil
having count(*) > 0
