-- kpi: companies_in_contact_share
-- basis: national
-- title: Andel virksomheder med kontakt til jobcentret
-- question: Hvor stor en del af virksomhederne har kontakt med jobcentret?
-- unit: percent
-- numerator: virksomheder med kontakt
-- denominator: virksomheder
-- better: up
-- grains: municipality
-- source: S1; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'companies_in_contact_share'
