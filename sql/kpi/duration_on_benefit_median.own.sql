-- kpi: duration_on_benefit_median
-- basis: own
-- title: Typisk varighed på ydelsen (median)
-- question: Hvor mange uger har den midterste borger været på ydelsen?
-- unit: weeks
-- numerator: median af uger fra kædens begyndelse til månedens udgang eller dens sidste dag
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group
-- source: FASIT (fasit-spells, fasit-citizens)
-- slices: own_chain
-- version: 1
select
    municipality_code, municipality_code as area_code, 'M' as period_type, month as period,
    first_day as period_start, last_day as period_end,
    target_group, 'ALL' as team, age_group, 'ALL' as breakdown,
    median_weeks as numerator, null::numeric as denominator, false as is_suppressed, is_preliminary,
    null::text as status_text
from core.duration_split_month
