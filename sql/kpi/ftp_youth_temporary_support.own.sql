-- kpi: ftp_youth_temporary_support
-- basis: own
-- title: Unge fuldtidspersoner på midlertidig forsørgelse
-- question: Hvor mange 18-29-årige fuldtidspersoner er på midlertidig forsørgelse?
-- unit: full_time_persons
-- numerator: fuldtidspersoner 18-29 år på midlertidig forsørgelse
-- denominator: -
-- better: down
-- grains: municipality, team
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
where set_code = 'YOUTH_TEMP' and ages = '18-29'
    and target_group = 'ALL' and age_group = 'ALL'
