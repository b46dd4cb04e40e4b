-- kpi: persons_on_support
-- basis: own
-- title: Personer på offentlig forsørgelse
-- question: Hvor mange personer har været på offentlig forsørgelse i perioden?
-- unit: persons
-- numerator: personer med mindst én dag på en af de elleve målgrupper, hver person én gang
-- denominator: -
-- better: down
-- grains: municipality, target_group, team, age_group
-- source: FASIT (fasit-spells, fasit-citizens)
-- slices: own_support
-- version: 1
-- Whoever is on two benefits counts on each, and once in total; a person belongs to the team of the benefit's last day.
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, team, age_group, 'ALL' as breakdown,
    persons as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.support_month
where set_code = 'PUBLIC_11' and ages = 'ALL'
