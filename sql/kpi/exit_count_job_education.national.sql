-- kpi: exit_count_job_education
-- basis: national
-- title: Antal afsluttet til job eller uddannelse
-- question: Hvor mange af de afsluttede forløb var i job eller uddannelse 6 måneder efter?
-- unit: persons
-- numerator: afsluttede forløb med lønmodtagerbeskæftigelse eller uddannelse 6 måneder efter
-- denominator: -
-- better: up
-- grains: municipality, target_group, age_group, horizon
-- source: S1; jobindsats B15, hvor den giver antal
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'exit_count_job_education'
