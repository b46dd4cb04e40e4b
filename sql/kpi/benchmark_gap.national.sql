-- kpi: benchmark_gap
-- basis: national
-- title: Faktisk i forhold til forventet antal på offentlig forsørgelse
-- question: Hvor mange flere fuldtidspersoner er på offentlig forsørgelse, end rammevilkårene tilsiger?
-- unit: full_time_persons
-- numerator: faktisk antal minus forventet antal fuldtidspersoner
-- denominator: -
-- better: down
-- grains: municipality, benefit_group
-- source: jobindsats Y30R21 (rullende år)
-- slices: national_source
-- version: 1
-- The difference is worked out here: which way round the source takes its own is not said in its heading.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'benchmark_gap'
