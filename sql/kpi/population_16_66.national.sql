-- kpi: population_16_66
-- basis: national
-- title: Befolkning 16-66 år
-- question: Hvor mange indbyggere er mellem 16 og 66 år?
-- unit: persons
-- numerator: indbyggere 16-66 år på kvartalets første dag
-- denominator: -
-- better: none
-- grains: municipality
-- source: S4 (61.464); FOLK1A
-- slices: population_quarter
-- version: 1
select
    municipality_code, area_code, 'Q' as period_type, to_char(period_start, 'YYYY-"Q"Q') as period, period_start,
    (period_start + interval '3 months' - interval '1 day')::date as period_end,
    'ALL' as target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    persons as numerator, null::numeric as denominator, false as is_suppressed, false as is_preliminary,
    null::text as status_text
from core.population_age_group
where age_group = '16-66'
