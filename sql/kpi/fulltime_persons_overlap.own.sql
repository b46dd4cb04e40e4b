-- kpi: fulltime_persons_overlap
-- basis: own
-- title: Fuldtidspersoner, én ydelse pr. dag
-- question: Hvor mange fuldtidspersoner er der, når hver dag kun tæller på én ydelse?
-- unit: full_time_persons
-- numerator: dage / månedens dage, hvor en dag kun tæller på én ydelse (STARs rækkefølge), alle aldre
-- denominator: -
-- better: down
-- grains: municipality, target_group, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens)
-- slices: own_support
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    full_time_persons_overlap as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.support_month
where set_code = 'PUBLIC_11' and ages = 'ALL'
