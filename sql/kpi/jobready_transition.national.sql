-- kpi: jobready_transition
-- basis: national
-- title: Aktivitetsparate, der er blevet jobparate
-- question: Hvor stor en del af de aktivitetsparate er blevet jobparate?
-- unit: percent
-- numerator: aktivitetsparate, der er blevet jobparate
-- denominator: aktivitetsparate
-- better: up
-- grains: municipality, target_group
-- source: Ministermål 2018 og 2019; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'jobready_transition'
