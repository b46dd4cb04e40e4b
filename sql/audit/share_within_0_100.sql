-- audit: share_within_0_100
-- title: En andel ligger mellem 0 og 100 procent
-- severity: stop
-- todo: Se tæller og nævner; en fil kan gælde et andet område eller en anden periode, end den siger.
select kpi, basis, period, area, target_group, team, age_group, numerator, denominator, value
from mart.kpi
where unit = 'percent' and (value < 0 or value > 100)
order by kpi, basis, period, area
