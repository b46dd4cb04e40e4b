-- kpi: employed_persons
-- basis: national
-- title: Beskæftigede
-- question: Hvor mange indbyggere er i beskæftigelse?
-- unit: persons
-- numerator: beskæftigede
-- denominator: -
-- better: up
-- grains: municipality
-- source: S4; jobindsats, fundet ved overskriften
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'employed_persons'
