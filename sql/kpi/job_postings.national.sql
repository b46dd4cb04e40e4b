-- kpi: job_postings
-- basis: national
-- title: Jobopslag
-- question: Hvor mange jobopslag er der?
-- unit: count
-- numerator: jobopslag
-- denominator: -
-- better: none
-- grains: municipality
-- source: S4; jobindsats Y25I14
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'job_postings'
