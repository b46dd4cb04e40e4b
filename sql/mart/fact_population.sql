-- model: fact_population
-- grain: municipality_code, table_id, period, area, sex, age
-- slice: period
-- slices: population
-- One row per cell of the finest split the source gave: the parts, never totals beside them.
select
    p.municipality_code, a.area_key, p.table_id, p.period, p.period_start, s.sex_key,
    p.age_from, nullif(p.age_to, 999) as age_to, p.persons
from core.population_graded as p
inner join mart.dim_area as a on a.area_code = p.area_code
inner join mart.dim_sex as s on s.sex = p.sex
where p.is_part and p.persons is not null /*slices: p.municipality_code, p.period*/
