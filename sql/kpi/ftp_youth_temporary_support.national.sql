-- kpi: ftp_youth_temporary_support
-- basis: national
-- title: Unge fuldtidspersoner på midlertidig forsørgelse
-- question: Hvor mange 18-29-årige fuldtidspersoner er på midlertidig forsørgelse?
-- unit: full_time_persons
-- numerator: fuldtidspersoner 18-29 år i de midlertidige målgrupper
-- denominator: -
-- better: down
-- grains: municipality
-- source: S4; jobindsats A02 efter alder
-- slices: national_support
-- version: 1
-- Only from members whose ages lie wholly inside 18-29 and cover it; the five-year ages of jobindsats (16-19 …) do not.
select
    y.municipality_code, y.area_code, y.period_type, y.period, y.period_start, y.period_end,
    'ALL' as target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    y.full_time_persons as numerator, null::numeric as denominator, y.is_suppressed, y.is_preliminary,
    y.missing_persons as status_text
from core.national_youth as y
where y.set_code = 'YOUTH_TEMP' and y.age_group = '18-29'
