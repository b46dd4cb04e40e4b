-- also: mart_asof
-- Published population in plain codes: the parts and the totals, each only where the source gave it.

create view mart.population as
select a.area, a.area_code, p.period, p.period_start, s.sex, p.age_from, p.age_to, p.persons
from (
    select area_key, period, period_start, sex_key, age_from, age_to, persons from mart.fact_population
    union all
    select area_key, period, period_start, sex_key, age_from, age_to, persons from mart.population_total
) as p
inner join mart.dim_area as a on a.area_key = p.area_key
inner join mart.dim_sex as s on s.sex_key = p.sex_key;

comment on view mart.population is 'Folketal i klar tekst, dele og totaler som kilden gav dem - til opslag; brug fact_* i modeller';
comment on column mart.population.area is 'Områdets navn';
comment on column mart.population.area_code is 'Områdets kode: 791, DK, REG:082 eller LD:09';
comment on column mart.population.period is 'Perioden, fx 2020-Q1; folketallet er pr. periodens første dag';
comment on column mart.population.period_start is 'Periodens første dag';
comment on column mart.population.sex is 'M, K eller ALL (i alt)';
comment on column mart.population.age_from is 'Fra og med alder';
comment on column mart.population.age_to is 'Til og med alder; tom er åben opadtil';
comment on column mart.population.persons is 'Antal personer';
