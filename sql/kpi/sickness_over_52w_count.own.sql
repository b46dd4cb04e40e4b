-- kpi: sickness_over_52w_count
-- basis: own
-- title: Sygedagpenge og jobafklaring over 52 uger
-- question: Hvor mange forløb på sygedagpenge og jobafklaring har varet over 52 uger?
-- unit: chains
-- numerator: kæder over 364 dage på månedens sidste dag efter det offentliggjorte ur (parameteren clock)
-- denominator: -
-- better: down
-- grains: municipality, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens), fasit-sickness
-- slices: own_chain
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    'ALL' as target_group, team, age_group, 'ALL' as breakdown,
    over_52w as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    case when over_52w is null then 'Ingen kilde fortæller om uger i refusionen (parameteren clock)' end as status_text
from core.sickness_split_month
