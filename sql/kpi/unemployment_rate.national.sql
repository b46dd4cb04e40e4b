-- kpi: unemployment_rate
-- basis: national
-- title: Ledighedsprocent
-- question: Hvor stor en del af arbejdsstyrken er ledig?
-- unit: percent
-- numerator: ledige fuldtidspersoner
-- denominator: arbejdsstyrken 16-66 år; kilden giver kun andelen, så nævneren er tom
-- better: down
-- grains: municipality, age_group
-- source: S4; jobindsats Y25I01
-- slices: national_source
-- value: given
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, given_value, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'unemployment_rate'
