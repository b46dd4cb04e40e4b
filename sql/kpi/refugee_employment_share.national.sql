-- kpi: refugee_employment_share
-- basis: national
-- title: Flygtninge og familiesammenførte med ordinære løntimer
-- question: Hvor stor en del af flygtninge og familiesammenførte er i ordinær beskæftigelse?
-- unit: percent
-- numerator: flygtninge og familiesammenførte i ustøttet beskæftigelse, uanset omfang
-- denominator: flygtninge og familiesammenførte 18-66 år
-- better: up
-- grains: municipality
-- source: S4, mål 10; jobindsats MM13, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'refugee_employment_share'
