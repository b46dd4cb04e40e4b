-- kpi: benchmark_rank
-- basis: national
-- title: Placering på Beskæftigelsesministeriets benchmarking
-- question: Hvilken placering har kommunen på benchmarkranglisten?
-- unit: rank
-- numerator: placeringen på benchmarkranglisten; 1 er bedst
-- denominator: -
-- better: down
-- grains: municipality, benefit_group
-- source: S4, mål 1; jobindsats Y30R21 (rullende år)
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'benchmark_rank'
