-- kpi: partial_return_count
-- basis: own
-- title: Borgere i delvis raskmelding
-- question: Hvor mange sygemeldte er delvist tilbage i arbejde?
-- unit: persons
-- numerator: personer i delvis raskmelding på månedens sidste dag
-- denominator: -
-- better: up
-- grains: municipality, team
-- source: FASIT (fasit-spells, fasit-citizens), fasit-sickness, fasit-partial-return
-- slices: own_chain
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    'ALL' as target_group, team, age_group, 'ALL' as breakdown,
    partial_returns as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.sickness_split_month
where age_group = 'ALL'
