-- kpi: share_youth_temporary_support
-- basis: national
-- title: Andel unge 18-29 år på midlertidig forsørgelse
-- question: Hvor stor en del af de 18-29-årige er på midlertidig forsørgelse?
-- unit: percent
-- numerator: fuldtidspersoner 18-29 år i de midlertidige målgrupper
-- denominator: befolkningen 18-29 år ved kvartalets begyndelse (FOLK1A)
-- better: down
-- grains: municipality
-- source: S4; jobindsats A02 efter alder og FOLK1A
-- slices: national_support
-- version: 1
-- Only from members whose ages lie wholly inside 18-29 and cover it; the five-year ages of jobindsats (16-19 …) do not.
select
    y.municipality_code, y.area_code, y.period_type, y.period, y.period_start, y.period_end,
    'ALL' as target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    y.full_time_persons as numerator, p.persons as denominator, y.is_suppressed, y.is_preliminary,
    coalesce(
        y.missing_persons,
        case when coalesce(p.persons, 0) = 0 then 'Folketal 18-29 år mangler for perioden (feed statbank-population)' end
    ) as status_text
from core.national_youth as y
left join core.population_of_period as p
    on p.municipality_code = y.municipality_code and p.area_code = y.area_code and p.period = y.period
    and p.age_group = y.age_group
where y.set_code = 'YOUTH_TEMP' and y.age_group = '18-29'
