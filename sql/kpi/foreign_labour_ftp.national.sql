-- kpi: foreign_labour_ftp
-- basis: national
-- title: Udenlandsk arbejdskraft, fuldtidspersoner
-- question: Hvor mange fuldtidspersoner er udenlandsk arbejdskraft?
-- unit: full_time_persons
-- numerator: fuldtidspersoner
-- denominator: -
-- better: none
-- grains: municipality
-- source: S4; jobindsats, fundet ved overskriften
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'foreign_labour_ftp'
