-- kpi: ordinary_hours_persons
-- basis: national
-- title: Borgere med ordinære løntimer ved siden af ydelsen
-- question: Hvor mange borgere har ordinære løntimer, mens de får ydelsen?
-- unit: persons
-- numerator: personer med ordinære timer i måneden
-- denominator: -
-- better: up
-- grains: municipality, target_group
-- source: S1; jobindsats OTIJ01, Y60J01
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'ordinary_hours_persons'
