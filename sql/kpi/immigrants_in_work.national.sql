-- kpi: immigrants_in_work
-- basis: national
-- title: Indvandrere i arbejde
-- question: Hvor stor en del af indvandrerne er i arbejde?
-- unit: percent
-- numerator: indvandrere i beskæftigelse
-- denominator: indvandrere
-- better: up
-- grains: municipality
-- source: KL; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'immigrants_in_work'
