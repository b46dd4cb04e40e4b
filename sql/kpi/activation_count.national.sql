-- kpi: activation_count
-- basis: national
-- title: Borgere i virksomhedspraktik eller løntilskud i måneden
-- question: Hvor mange borgere har været i virksomhedspraktik eller løntilskud i måneden?
-- unit: persons
-- numerator: aktiverede i virksomhedspraktik og i ansættelse med løntilskud
-- denominator: -
-- better: up
-- grains: municipality, target_group, age_group
-- source: S1; jobindsats C01
-- slices: national_source
-- version: 1
-- Whoever was in both in the month counts in both: the source has no figure for the two together.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'activation_count'
