-- kpi: selfsupport_after_activation_share
-- basis: national
-- title: Andel i job efter virksomhedsrettet tilbud
-- question: Hvor stor en del var i beskæftigelse efter et virksomhedsrettet tilbud?
-- unit: percent
-- numerator: afsluttede tilbud fulgt af beskæftigelse i samme virksomhed, samme branche eller en anden branche
-- denominator: de samme og dem uden beskæftigelse
-- better: up
-- grains: municipality, target_group, activity
-- source: S1; jobindsats Y14D03 (rullende år)
-- slices: national_source
-- version: 1
-- Of the four outcomes together, so that it holds whether the source gives persons or per cent.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'selfsupport_after_activation_share'
