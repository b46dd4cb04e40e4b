-- kpi: exit_share_job_education
-- basis: national
-- title: Andel afsluttet til beskæftigelse eller uddannelse
-- question: Hvor stor en del af dem, der afsluttede et forløb, var i job eller uddannelse 6 måneder efter?
-- unit: percent
-- numerator: afsluttede forløb med lønmodtagerbeskæftigelse eller uddannelse 6 måneder efter
-- denominator: afsluttede forløb
-- better: up
-- grains: municipality, target_group, age_group, horizon
-- source: S1; jobindsats B15, arbejdsmarkedsstatus
-- slices: national_source
-- value: given
-- version: 1
-- Breakdown horizon=1m, 3m, 6m, 12m: each status the source gives; in total it is 6 months. Støttet beskæftigelse counts not.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'exit_share_job_education'
