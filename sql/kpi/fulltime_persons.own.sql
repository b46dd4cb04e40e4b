-- kpi: fulltime_persons
-- basis: own
-- title: Fuldtidspersoner på offentlig forsørgelse
-- question: Hvor mange fuldtidspersoner er på offentlig forsørgelse?
-- unit: full_time_persons
-- numerator: dage på ydelsen / månedens dage, hver ydelse for sig, alle aldre
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
    full_time_persons as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.support_month
where set_code = 'PUBLIC_11' and ages = 'ALL'
