-- kpi: youth_share_public_support
-- basis: own
-- title: Andel unge under 30 år på offentlig forsørgelse
-- question: Hvor stor en del af de 16-29-årige er på offentlig forsørgelse?
-- unit: percent
-- numerator: fuldtidspersoner 16-29 år i de elleve målgrupper
-- denominator: befolkningen 16-29 år ved kvartalets begyndelse (FOLK1A)
-- better: down
-- grains: municipality, team
-- source: FASIT (fasit-spells, fasit-citizens); FOLK1A
-- slices: own_support_share
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    full_time_persons as numerator, population as denominator, false as is_suppressed, is_preliminary,
    case
        when coalesce(population, 0) = 0 then 'Folketal 16-29 år mangler for perioden (feed statbank-population)'
    end as status_text
from core.support_share_month
where set_code = 'PUBLIC_11' and ages = '16-29'
    and target_group = 'ALL' and age_group = 'ALL'
