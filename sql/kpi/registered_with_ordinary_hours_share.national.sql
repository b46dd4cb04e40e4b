-- kpi: registered_with_ordinary_hours_share
-- basis: national
-- title: Andel tilmeldte med ordinære løntimer
-- question: Hvor stor en del af borgerne på ydelsen har ordinære løntimer?
-- unit: percent
-- numerator: personer med ordinære timer i måneden
-- denominator: personer på ydelsen i måneden
-- better: up
-- grains: municipality, target_group
-- source: S1; jobindsats OTIJ01, Y60J01
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'registered_with_ordinary_hours_share'
