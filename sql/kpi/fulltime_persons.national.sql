-- kpi: fulltime_persons
-- basis: national
-- title: Antal fuldtidspersoner fordelt på målgrupper
-- question: Hvor mange fuldtidspersoner er på offentlig forsørgelse?
-- unit: full_time_persons
-- numerator: fuldtidspersoner i de elleve målgrupper (INT og SHO som én)
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group
-- source: S1, S4's budget; jobindsats PTV_A02, ellers ydelsernes egne A02-tabeller
-- slices: national_support
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    full_time_persons as numerator, null::numeric as denominator, is_suppressed, is_preliminary,
    case
        when missing is not null then 'Kilden mangler fuldtidspersoner for ' || missing || ' (feed jobindsats)'
        when is_suppressed then 'Kilden viser ikke alle målgruppernes tal (diskretion)'
    end as status_text
from core.national_support
where set_code = 'PUBLIC_11'
union all
-- By age group, where a table splits by ages that make it up.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, 'ALL' as breakdown,
    full_time_persons as numerator, null::numeric as denominator, is_suppressed, is_preliminary,
    case when is_suppressed then 'Kilden viser ikke alle målgruppernes tal (diskretion)' end as status_text
from core.national_support_age
where set_code = 'PUBLIC_11' and missing is null
