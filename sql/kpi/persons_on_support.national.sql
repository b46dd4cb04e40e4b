-- kpi: persons_on_support
-- basis: national
-- title: Antal personer fordelt på målgrupper
-- question: Hvor mange personer har været på ydelsen i perioden?
-- unit: persons
-- numerator: personer på ydelsen
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group
-- source: S1; jobindsats PTV_A02, ellers ydelsernes egne A02-tabeller
-- slices: national_support
-- version: 1
-- By target group only: whoever was on two benefits is one person, so the groups do not add up to a total.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, 'ALL' as breakdown,
    persons as numerator, null::numeric as denominator, is_suppressed, is_preliminary,
    case when is_suppressed then 'Kilden viser ikke tallet (diskretion)' end as status_text
from core.national_persons
