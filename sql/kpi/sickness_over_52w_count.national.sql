-- kpi: sickness_over_52w_count
-- basis: national
-- title: Forløb på sygedagpenge og jobafklaring over 52 uger
-- question: Hvor mange forløb på sygedagpenge og jobafklaring har varet over 52 uger?
-- unit: chains
-- numerator: forløb i varighedsklasserne 1-2 år, 2-3 år og over 3 år (eller: over 52 uger)
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group, duration
-- source: S4, mål 6; jobindsats A21, Antal forløb fordelt på varighed
-- slices: national_source
-- version: 1
-- The source counts spells per benefit; basis own counts chains, in which jobafklaring continues the sickness benefit.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'sickness_over_52w_count'
