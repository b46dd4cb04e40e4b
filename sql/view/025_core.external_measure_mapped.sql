-- National figures in the house's own codes, for KPIs: which target group, ages, sex, origin and readiness a figure is for, and
-- what it measures. ALL: the figure is not split by it. UKENDT: it is split, by a member that sql/reference does not know; of a
-- target group also: the table is not about that group in the period (Y60 before the reform).

-- Every set of dimensions as `name=member` pairs, each with what the name is about; `;`, `=` and `\` are escaped.
create view core.external_pair as
with given as (
    select distinct dimensions from core.external_measure_open where dimensions <> ''
)
select
    g.dimensions,
    d.heading, d.member,
    coalesce(e.concept, lower(d.heading)) as concept,
    e.concept is not null as is_known
from given as g
cross join lateral (
    select
        regexp_replace(m.pair[1], '\\(.)', '\1', 'g') as heading,
        regexp_replace(m.pair[2], '\\(.)', '\1', 'g') as member
    from regexp_matches(g.dimensions, '((?:[^\\;=]|\\.)*)=((?:[^\\;=]|\\.)*)(?:;|$)', 'g') as m (pair)
) as d
left join ref.external_dimension as e on lower(e.heading) = lower(d.heading);

-- The ages a member names, both ends included; 999 is open upwards.
create view core.external_ages as
select member, lower(ages) as age_from, coalesce(upper(ages) - 1, 999) as age_to
from (select distinct member, core.age_span(member) as ages from core.external_pair where concept = 'age') as named
where ages is not null;

-- One row per set of dimensions: what each says of sex, ages, origin, readiness, benefit and rate.
create view core.external_split as
select
    p.dimensions,
    max(m.code) filter (where p.concept = 'sex') as sex,
    max(m.code) filter (where p.concept = 'origin') as origin,
    max(m.code) filter (where p.concept = 'readiness') as readiness,
    max(m.code) filter (where p.concept = 'rate') as rate_group,
    max(p.member) filter (where p.concept = 'benefit') as benefit,
    max(a.age_from) as age_from,
    max(a.age_to) as age_to,
    array_agg(p.concept order by p.concept) as concepts,
    coalesce(string_agg(p.heading, ';' order by p.heading) filter (
        where not p.is_known or p.concept not in ('sex', 'age', 'origin', 'readiness', 'benefit', 'rate')
    ), '') as other_dimensions
from core.external_pair as p
left join ref.external_member as m on m.concept = p.concept and lower(m.member) = lower(p.member)
left join core.external_ages as a on p.concept = 'age' and a.member = p.member
group by p.dimensions;

-- Every figure with its codes. target_group: the benefit member's group, else the rate's, else the table's own; only while
-- the table is about that group, so a figure from before the reform never counts beside the table it replaced.
create view core.external_measure_mapped as
select
    f.*,
    coalesce(
        case when s.benefit is not null then coalesce(l.code, 'UKENDT') end,
        case when t.is_series then coalesce(r.code, t.target_group, 'UKENDT') end,
        'ALL'
    ) as target_group,
    case when 'age' = any(s.concepts) then coalesce(
        case when s.age_to = 999 then s.age_from || '+' else lpad(s.age_from::text, 2, '0') || '-' || lpad(s.age_to::text, 2, '0') end,
        'UKENDT'
    ) else 'ALL' end as age_group,
    s.age_from, s.age_to,
    case when 'sex' = any(s.concepts) then coalesce(s.sex, 'UKENDT') else 'ALL' end as sex,
    case when 'origin' = any(s.concepts) then coalesce(s.origin, 'UKENDT') else 'ALL' end as origin,
    case when 'readiness' = any(s.concepts) then coalesce(s.readiness, 'UKENDT') else 'ALL' end as readiness,
    coalesce(c.code, 'UKENDT') as measure_code,
    coalesce(s.other_dimensions, '') as other_dimensions
from core.external_measure_open as f
left join core.external_split as s on s.dimensions = f.dimensions
left join ref.external_measure as c on c.measure = f.measure
left join lateral (
    select b.code
    from ref.label as b
    where b.list = 'target_group' and b.source = f.source and lower(b.label) = lower(s.benefit)
        and f.period_end >= coalesce(b.valid_from, '-infinity') and f.period_start <= coalesce(b.valid_to, 'infinity')
    order by b.valid_from desc nulls last
    limit 1
) as l on true
-- A table that has changed its benefit counts in a period across the change as the newer one.
left join lateral (
    select
        true as is_series,
        (array_agg(b.target_group order by b.valid_from desc nulls last) filter (
            where f.period_end >= coalesce(b.valid_from, '-infinity') and f.period_start <= coalesce(b.valid_to, 'infinity')
        ))[1] as target_group
    from ref.benefit_series as b
    where f.source = 'jobindsats' and b.series = left(f.table_id, 3)
    having count(*) > 0
) as t on true
left join lateral (
    select g.code
    from ref.target_group as g
    where g.code = s.rate_group and t.target_group is not null
        and f.period_end >= coalesce(g.valid_from, '-infinity')
) as r on true;
