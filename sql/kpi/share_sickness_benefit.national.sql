-- kpi: share_sickness_benefit
-- basis: national
-- title: Andel på sygedagpenge
-- question: Hvor stor en andel af befolkningen er på sygedagpenge?
-- unit: percent
-- numerator: fuldtidspersoner på sygedagpenge
-- denominator: befolkningen 16-66 år ved kvartalets begyndelse (FOLK1A)
-- better: down
-- grains: municipality, target_group, age_group
-- source: S4, mål 5; jobindsats PTV_A02, ellers Y07A02
-- slices: national_support
-- version: 1
-- A target group's share keeps the whole population below it, so the groups add up to the total.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    full_time_persons as numerator, population as denominator, is_suppressed, is_preliminary,
    case
        when missing is not null then 'Kilden mangler fuldtidspersoner for ' || missing || ' (feed jobindsats)'
        when is_suppressed then 'Kilden viser ikke alle målgruppernes tal (diskretion)'
        when coalesce(population, 0) = 0 then 'Folketal 16-66 år mangler for perioden (feed statbank-population)'
    end as status_text
from core.national_support_share
where set_code = 'SDP_ONLY'
union all
-- By age group, where a table splits by ages that make it up; over that age group's own population.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, 'ALL' as breakdown,
    full_time_persons as numerator, population as denominator, is_suppressed, is_preliminary,
    case when is_suppressed then 'Kilden viser ikke alle målgruppernes tal (diskretion)' end as status_text
from core.national_support_age_share
where set_code = 'SDP_ONLY' and missing is null
