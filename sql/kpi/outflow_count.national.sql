-- kpi: outflow_count
-- basis: national
-- title: Afgang fra offentlig forsørgelse
-- question: Hvor mange forløb er sluttet?
-- unit: chains
-- numerator: afsluttede forløb
-- denominator: -
-- better: up
-- grains: municipality, target_group, age_group
-- source: S1; jobindsats A24
-- slices: national_source
-- version: 1
-- By target group only: the groups' flows hold those who go to another group.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'outflow_count'
