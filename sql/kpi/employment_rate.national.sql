-- kpi: employment_rate
-- basis: national
-- title: Beskæftigelsesfrekvens
-- question: Hvor stor en del af befolkningen i den arbejdsdygtige alder er i beskæftigelse?
-- unit: percent
-- numerator: beskæftigede
-- denominator: befolkningen i den arbejdsdygtige alder efter kildens afgrænsning
-- better: up
-- grains: municipality
-- source: S4; jobindsats, fundet ved overskriften
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'employment_rate'
