-- kpi: outflow_count
-- basis: own
-- title: Afgang fra offentlig forsørgelse
-- question: Hvor mange forløb er sluttet?
-- unit: chains
-- numerator: kæder med sidste dag i måneden
-- denominator: -
-- better: up
-- grains: municipality, target_group, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens)
-- slices: own_support
-- version: 1
-- A chain counts on its last target group; a change between sickness benefit and jobafklaring is no flow.
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    outflow as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.support_month
where set_code = 'PUBLIC_11' and ages = 'ALL'
