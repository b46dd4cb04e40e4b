-- kpi: sickness_over_52w_share
-- basis: national
-- title: Andel forløb på sygedagpenge og jobafklaring over 52 uger
-- question: Hvor stor en del af forløbene på sygedagpenge og jobafklaring har varet over 52 uger?
-- unit: percent
-- numerator: forløb i varighedsklasserne 1-2 år, 2-3 år og over 3 år (eller: over 52 uger)
-- denominator: forløb i alle varighedsklasser
-- better: down
-- grains: municipality, target_group, age_group
-- source: S4; jobindsats A21, Antal forløb fordelt på varighed
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'sickness_over_52w_share'
