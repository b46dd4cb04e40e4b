-- kpi: disability_pension_inflow
-- basis: national
-- title: Tilgang til førtidspension
-- question: Hvor mange har fået tilkendt førtidspension?
-- unit: persons
-- numerator: tilkendelser af førtidspension
-- denominator: -
-- better: down
-- grains: municipality
-- source: S4; jobindsats, fundet ved overskriften
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'disability_pension_inflow'
