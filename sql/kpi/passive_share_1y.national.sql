-- kpi: passive_share_1y
-- basis: national
-- title: Ledige uden indsats i et år
-- question: Hvor stor en del af dem med mindst et år på ydelsen har ikke haft en aktiv indsats i 12 måneder?
-- unit: percent
-- numerator: personer uden aktiv indsats i 12 måneder
-- denominator: personer med mindst et år på ydelsen
-- better: down
-- grains: municipality, target_group
-- source: Ministermål 2019; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'passive_share_1y'
