-- audit: age_bands_sum_to_total
-- title: Aldrene i folketallet summer til kildens egen total
-- severity: stop
-- todo: Hent folketallet igen fra Statistikbanken; en alder mangler eller er ændret.
with total as (
    select municipality_code, area_key, table_id, period, sex_key, persons
    from mart.population_total
    where age_from = 0 and age_to is null
),
part as (
    select municipality_code, area_key, table_id, period, sex_key, sum(persons) as persons
    from mart.fact_population
    group by municipality_code, area_key, table_id, period, sex_key
    union all
    -- Where the source split by sex, both together are held against its total of both.
    select municipality_code, area_key, table_id, period, -2, sum(persons)
    from mart.fact_population
    where sex_key <> -2
    group by municipality_code, area_key, table_id, period
    having count(distinct sex_key) = 2
)
select a.area, t.table_id, t.period, s.sex, p.persons as sum_of_ages, t.persons as total
from total as t
inner join part as p
    on p.municipality_code = t.municipality_code and p.area_key = t.area_key and p.table_id = t.table_id
    and p.period = t.period and p.sex_key = t.sex_key
inner join mart.dim_area as a on a.area_key = t.area_key
inner join mart.dim_sex as s on s.sex_key = t.sex_key
where p.persons <> t.persons
    -- A file with only some of the ages is loaded with a warning; it has no total to hold against. All of them is: from 0
    -- without a gap to an open end, for each sex that is split by.
    and not exists (
        select
        from mart.fact_population as f
        where f.municipality_code = t.municipality_code and f.area_key = t.area_key and f.table_id = t.table_id
            and f.period = t.period
        group by f.sex_key
        having count(*) filter (where f.age_to is null) <> 1
            or sum(coalesce(f.age_to, f.age_from) - f.age_from + 1) <> max(f.age_from) filter (where f.age_to is null) + 1
    )
order by a.area, t.period, s.sex
