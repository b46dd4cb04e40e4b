-- kpi: long_term_share_kth
-- basis: national
-- title: Langtidsledige kontanthjælpsmodtagere
-- question: Hvor stor en del af kontanthjælpsmodtagerne er langtidsledige?
-- unit: percent
-- numerator: langtidsledige personer på kontanthjælp
-- denominator: bruttoledige personer på kontanthjælp
-- better: down
-- grains: municipality, age_group
-- source: S4; jobindsats Y25I09
-- slices: national_source
-- version: 1
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'long_term_share_kth'
