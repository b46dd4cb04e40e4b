-- kpi: share_public_support
-- basis: own
-- title: Samlet andel fuldtidspersoner på offentlig forsørgelse
-- question: Hvor stor en del af befolkningen er på offentlig forsørgelse?
-- unit: percent
-- numerator: fuldtidspersoner 16-66 år i de elleve målgrupper
-- denominator: befolkningen 16-66 år ved kvartalets begyndelse (FOLK1A)
-- better: down
-- grains: municipality, target_group, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens); FOLK1A
-- slices: own_support_share
-- version: 1
-- A target group's or a team's share keeps the whole population below it, so the parts add up to the total.
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    full_time_persons as numerator, population as denominator, false as is_suppressed, is_preliminary,
    case
        when coalesce(population, 0) = 0 then 'Folketal 16-66 år mangler for perioden (feed statbank-population)'
    end as status_text
from core.support_share_month
where set_code = 'PUBLIC_11' and ages = '16-66'
