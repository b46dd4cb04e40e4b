-- kpi: cooperation_degree
-- basis: national
-- title: Samarbejdsgrad med virksomheder
-- question: Hvor stor en del af virksomhederne samarbejder med et jobcenter?
-- unit: percent
-- numerator: virksomheder, der samarbejder med et jobcenter
-- denominator: virksomheder i kommunen med mindst én ansat
-- better: up
-- grains: municipality, branch, jobcentre
-- source: S4, mål 7; jobindsats MM10, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
-- Breakdown jobcentre=local and jobcentre=other: the two overlap and do not add up to the total (domain B.2.6).
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'cooperation_degree'
