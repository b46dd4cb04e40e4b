-- Areas and periods of a population file that cannot be a denominator: an age between 16 and 66 is missing.
with covered as (
    select
        area_code, period, sex,
        count(distinct age) filter (where age between 16 and 66) as ages
    from stage.population
    -- Single ages and ranges; a cell over all ages covers none of them by itself.
    left join lateral generate_series(age_from, least(age_to, 120)) as age on not (age_from = 0 and age_to = 999)
    where run_id = :run_id and not held
    group by area_code, period, sex
),
lacking as (
    select area_code, period
    from covered
    group by area_code, period
    -- Both sexes together, or each of them, must have all 51 ages.
    having coalesce(max(ages) filter (where sex = 'ALL'), 0) < 51
        and (count(*) filter (where sex <> 'ALL') < 2 or min(ages) filter (where sex <> 'ALL') < 51)
)
select
    'Folketallet mangler aldre mellem 16 og 66 år for ' || count(*) || ' område(r) og periode(r), fx '
    || (select area_code || ' ' || period from lacking order by period desc, area_code limit 1)
    || '; det er indlæst, men bruges ikke som nævner.' as message
from lacking
having count(*) > 0
