-- kpi: activation_share
-- basis: national
-- title: Andel i virksomhedspraktik eller løntilskud
-- question: Hvor stor en del af borgerne er i virksomhedspraktik eller løntilskud?
-- unit: percent
-- numerator: aktiverede i virksomhedspraktik og i ansættelse med løntilskud
-- denominator: personer på ydelsen i måneden (A02)
-- better: up
-- grains: municipality, target_group, age_group
-- source: S1; jobindsats C01 over A02
-- slices: national_activation
-- version: 1
-- By target group only, for the benefits' persons do not add up. Whoever was in both kinds in the month counts in both.
select
    c.municipality_code, c.area_code, c.period_type, c.period, c.period_start, c.period_end,
    c.target_group, 'ALL' as team, c.age_group, c.breakdown,
    c.numerator, p.persons as denominator, c.is_suppressed or coalesce(p.is_suppressed, false) as is_suppressed, c.is_preliminary,
    coalesce(c.status_text, 'Kilden mangler antal personer på ydelsen i perioden (feed jobindsats)') as status_text
from core.national_kpi as c
left join core.national_persons as p
    on p.municipality_code = c.municipality_code and p.area_code = c.area_code and p.period = c.period
    and p.target_group = c.target_group and p.age_group = c.age_group
where c.kpi = 'activation_share' and c.target_group <> 'ALL'
