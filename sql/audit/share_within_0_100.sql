-- audit: share_within_0_100
-- title: En andel ligger mellem 0 og 100 procent
-- severity: stop
-- todo: Se tæller og nævner; en fil kan gælde et andet område eller en anden periode, end den siger.
-- An occupancy or a budget's use may lie above 100 (kpi.csv, may_exceed_100); mart.kpi then says so in status_text.
select f.kpi, f.basis, f.period, f.area, f.target_group, f.team, f.age_group, f.numerator, f.denominator, f.value
from mart.kpi as f
inner join ref.kpi as k on k.code = f.kpi
where f.unit = 'percent' and (f.value < 0 or (f.value > 100 and not k.may_exceed_100))
order by f.kpi, f.basis, f.period, f.area
