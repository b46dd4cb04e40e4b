-- kpi: shortage_skill_unemployed
-- basis: national
-- title: Ledige med kvalifikationer i mangelbrancher
-- question: Hvor mange ledige har kvalifikationer, som der er mangel på?
-- unit: persons
-- numerator: ledige med kvalifikationer, der er mangel på
-- denominator: -
-- better: down
-- grains: municipality
-- source: KL; jobindsats, fundet ved overskriften
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'shortage_skill_unemployed'
