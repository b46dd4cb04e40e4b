-- kpi: duration_on_benefit
-- basis: national
-- title: Gennemsnitlig varighed af afsluttede forløb
-- question: Hvor mange uger varede de forløb, der blev afsluttet i perioden, i gennemsnit?
-- unit: weeks
-- numerator: uger i alt i periodens afsluttede forløb
-- denominator: afsluttede forløb
-- better: down
-- grains: municipality, target_group, age_group, duration
-- source: jobindsats A07 og A27
-- slices: national_source
-- value: given
-- version: 1
-- The source knows ended spells only; basis own counts those that run too.
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'duration_on_benefit'
