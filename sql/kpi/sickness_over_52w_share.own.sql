-- kpi: sickness_over_52w_share
-- basis: own
-- title: Andel forløb på sygedagpenge og jobafklaring over 52 uger
-- question: Hvor stor en del af forløbene på sygedagpenge og jobafklaring har varet over 52 uger?
-- unit: percent
-- numerator: kæder over 364 dage på månedens sidste dag efter det offentliggjorte ur (parameteren clock)
-- denominator: kæder, der er aktive den dag
-- better: down
-- grains: municipality, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens), fasit-sickness
-- slices: own_chain
-- version: 1
-- A team's share is of the team's own chains.
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    'ALL' as target_group, team, age_group, 'ALL' as breakdown,
    over_52w as numerator, chains as denominator, false as is_suppressed, is_preliminary,
    case
        when chains = 0 then 'Ingen kæder er aktive på månedens sidste dag'
        when over_52w is null then 'Ingen kilde fortæller om uger i refusionen (parameteren clock)'
    end as status_text
from core.sickness_split_month
