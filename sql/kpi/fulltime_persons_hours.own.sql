-- kpi: fulltime_persons_hours
-- basis: own
-- title: Fuldtidspersoner, vægtet med fraværstimer
-- question: Hvor mange fuldtidspersoner er der, når delvis raskmelding vægtes med timer?
-- unit: full_time_persons
-- numerator: dage / månedens dage, hvor delvis raskmelding tæller fraværstimer / 37, alle aldre
-- denominator: -
-- better: down
-- grains: municipality, target_group, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens), fasit-sickness, fasit-partial-return
-- slices: own_support
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    full_time_persons_hours as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.support_month
where set_code = 'PUBLIC_11' and ages = 'ALL'
