-- kpi: disability_employment_share
-- basis: national
-- title: Personer med handicap i beskæftigelse
-- question: Hvor stor en del af personer med større handicap er i beskæftigelse?
-- unit: percent
-- numerator: personer med handicap i beskæftigelse
-- denominator: personer med handicap
-- better: up
-- grains: municipality
-- source: S4, mål 11; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'disability_employment_share'
