-- kpi: failed_recruitment_count
-- basis: national
-- title: Forgæves rekrutteringer, antal
-- question: Hvor mange rekrutteringer er forgæves?
-- unit: count
-- numerator: forgæves rekrutteringer
-- denominator: -
-- better: down
-- grains: municipality
-- source: S4, mål 9; jobindsats MM15, fundet ved overskriften
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'failed_recruitment_count'
