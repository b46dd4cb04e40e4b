-- kpi: failed_recruitment_rate
-- basis: national
-- title: Forgæves rekrutteringer, andel
-- question: Hvor stor en del af rekrutteringerne er forgæves?
-- unit: percent
-- numerator: forgæves rekrutteringer
-- denominator: rekrutteringer
-- better: down
-- grains: municipality
-- source: S4, mål 9; jobindsats MM15, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
-- From the 4th quarter of 2018 the survey asks per job posting: a break in the series (domain B.2.9).
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'failed_recruitment_rate'
