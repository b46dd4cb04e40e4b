-- kpi: benchmark_expected_rank
-- basis: national
-- title: Placering forventet ud fra rammevilkår
-- question: Hvilken placering svarer til kommunens rammevilkår?
-- unit: rank
-- numerator: kommunens nummer, når alle 98 kommuner stilles op efter forventet andel; lavest er 1
-- denominator: -
-- better: none
-- grains: municipality
-- source: S4, mål 1; jobindsats Y30R21 (rullende år)
-- slices: national_rank
-- version: 1
-- Municipalities with the same expected share have the same rank. Unknown unless the file holds all of them.
with expected as (
    select k.*, count(*) over (partition by k.period) as found
    from core.national_kpi as k
    inner join ref.area as a on a.area_code = k.area_code and a.kind = 'municipality'
    where k.kpi = 'benchmark_expected_rank' and k.target_group = 'ALL' and k.age_group = 'ALL' and k.breakdown = 'ALL'
        and k.given_value is not null
),
everyone as (
    select count(*) as municipalities from ref.area where kind = 'municipality'
)
select
    e.municipality_code, e.area_code, e.period_type, e.period, e.period_start, e.period_end,
    'ALL' as target_group, 'ALL' as team, 'ALL' as age_group, 'ALL' as breakdown,
    case when e.found = n.municipalities then rank() over (partition by e.period order by e.given_value) end as numerator,
    null::numeric as denominator, e.is_suppressed, e.is_preliminary,
    'Placeringen kræver alle ' || n.municipalities || ' kommuner; filen har ' || e.found || ' (feed jobindsats)' as status_text
from expected as e
cross join everyone as n
