-- kpi: selfsupport_after_activation_count
-- basis: national
-- title: I job efter virksomhedsrettet tilbud
-- question: Hvor mange var i beskæftigelse efter et virksomhedsrettet tilbud?
-- unit: persons
-- numerator: afsluttede tilbud fulgt af beskæftigelse i samme virksomhed, samme branche eller en anden branche
-- denominator: -
-- better: up
-- grains: municipality, target_group, activity
-- source: S1; jobindsats Y14D03 (rullende år)
-- slices: national_source
-- version: 1
-- The source knows employment only: self-support without a job and education are in basis own.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'selfsupport_after_activation_count'
