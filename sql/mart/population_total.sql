-- model: population_total
-- grain: municipality_code, table_id, period, area, sex, age
-- slice: period
-- slices: population
-- The totals the source itself gave beside its parts, kept apart so that the fact adds up.
select
    p.municipality_code, a.area_key, p.table_id, p.period, p.period_start, s.sex_key,
    p.age_from, nullif(p.age_to, 999) as age_to, p.age_from = 0 and p.age_to = 999 as is_all_ages, p.persons
from core.population_graded as p
inner join mart.dim_area as a on a.area_code = p.area_code
inner join mart.dim_sex as s on s.sex = p.sex
where not p.is_part and p.persons is not null /*slices: p.municipality_code, p.period*/
