-- kpi: inflow_count
-- basis: national
-- title: Tilgang til offentlig forsørgelse
-- question: Hvor mange forløb er begyndt?
-- unit: chains
-- numerator: påbegyndte forløb
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group
-- source: S1; jobindsats A24
-- slices: national_source
-- version: 1
-- By target group only: the groups' flows hold those who come from another group.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'inflow_count'
