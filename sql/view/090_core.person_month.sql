-- Who was on which benefit in a month, and how many days: the facts and own KPIs add these rows up.
-- once: core.own_month, core.person_month

-- The months that own figures are given for: whole ones, both by the clock and by the newest extract of spells, from the
-- first spell's, and no further back than the parameter own_months. newest is how many months lie after it.
create view core.own_month as
with clock as (
    select coalesce(
        (select value::date from ref.parameter where name = 'business_date'),
        (now() at time zone 'Europe/Copenhagen')::date
    ) as today
),
extracted as (
    select municipality_code, max(coalesce(extracted_on, started_at::date)) as as_of
    from ops.run
    where feed = 'fasit-spells' and state in ('done', 'running') and coalesce(finished_at, '-infinity') <= core.as_of()
    group by municipality_code
),
begun as (
    select municipality_code, min(from_date) as first_day from core.spell_clean group by municipality_code
),
whole as (
    select
        b.municipality_code, m.month_key, m.month, m.first_day, m.last_day, m.days,
        row_number() over (partition by b.municipality_code order by m.first_day desc) - 1 as months_after
    from begun as b
    inner join extracted as e on e.municipality_code = b.municipality_code
    cross join clock
    inner join mart.dim_month as m
        on m.last_day < clock.today and m.last_day <= e.as_of and m.last_day >= b.first_day
)
select
    municipality_code, month_key, month, first_day, last_day, days, months_after::integer as months_after,
    months_after < (select value::integer from ref.parameter where name = 'preliminary_months') as is_preliminary,
    months_after < (
        select value::integer from ref.parameter where name = 'preliminary_months_sickness'
    ) as is_preliminary_sickness
from whole
where months_after < (select value::integer from ref.parameter where name = 'own_months');

-- One row per person, month, target group, and team with visitation category on the days. Age, sex and origin are those of the
-- last benefit day; is_last marks the row that owns it: there the person counts, and the flow of its chains.
create view core.person_month as
with piece as (
    select
        o.municipality_code, m.month_key, m.days as month_days, o.person_key, o.target_group,
        greatest(o.valid_from, m.first_day) as from_date,
        least(coalesce(o.valid_to, 'infinity'), m.last_day) as to_date,
        coalesce(o.team_code, 'UOPLYST') as team,
        coalesce(o.readiness, case when o.readiness_label is null then 'UOPLYST' else 'UKENDT' end) as readiness
    from core.spell_owner as o
    inner join core.own_month as m
        on m.municipality_code = o.municipality_code and o.valid_from <= m.last_day
        and coalesce(o.valid_to, 'infinity') >= m.first_day
),
rank as (
    select g.code as target_group, row_number() over (order by p.priority nulls last, g.sort, g.code) as rank
    from ref.target_group as g
    left join ref.benefit_priority as p on p.target_group = g.code
),
-- A day on several benefits counts on one: only for those on several is there anything to weigh.
several as (
    select municipality_code, month_key, person_key
    from piece
    group by municipality_code, month_key, person_key
    having min(target_group) <> max(target_group)
),
contested as materialized (
    select p.*, r.rank
    from piece as p
    inner join several as s
        on s.municipality_code = p.municipality_code and s.month_key = p.month_key and s.person_key = p.person_key
    inner join rank as r on r.target_group = p.target_group
),
lost as (
    select
        a.municipality_code, a.month_key, a.person_key, a.target_group, a.from_date,
        range_agg(daterange(greatest(a.from_date, b.from_date), least(a.to_date, b.to_date), '[]')) as days
    from contested as a
    inner join contested as b
        on b.municipality_code = a.municipality_code and b.month_key = a.month_key and b.person_key = a.person_key
        and b.rank < a.rank and b.from_date <= a.to_date and b.to_date >= a.from_date
    group by a.municipality_code, a.month_key, a.person_key, a.target_group, a.from_date
),
-- Days of partial return, as far as the day's own case is the one returned from; the hours of absence are what is left.
partial as (
    select
        c.municipality_code, c.person_key, greatest(c.from_date, r.from_date) as from_date,
        least(coalesce(c.to_date, 'infinity'), coalesce(r.to_date, 'infinity')) as to_date,
        1 - least(1, r.absence_hours / 37) as relief
    from core.benefit_chain_part as c
    inner join core.partial_return_current as r
        on r.municipality_code = c.municipality_code and r.case_key = c.case_key
        and r.from_date <= coalesce(c.to_date, 'infinity') and coalesce(r.to_date, 'infinity') >= c.from_date
    where r.is_partial
),
relieved as (
    select
        p.municipality_code, p.month_key, p.person_key, p.target_group, p.from_date,
        sum((least(p.to_date, r.to_date) - greatest(p.from_date, r.from_date) + 1) * r.relief) as days
    from piece as p
    inner join ref.target_group_set as k on k.set_code = 'SICK' and k.target_group = p.target_group
    inner join partial as r
        on r.municipality_code = p.municipality_code and r.person_key = p.person_key
        and r.from_date <= p.to_date and r.to_date >= p.from_date
    group by p.municipality_code, p.month_key, p.person_key, p.target_group, p.from_date
),
weighed as (
    select
        p.*, p.to_date - p.from_date + 1 as days,
        coalesce((select sum(upper(d) - lower(d)) from unnest(l.days) as d), 0) as lost_days,
        coalesce(r.days, 0) as relieved_days,
        max(p.to_date) over (
            partition by p.municipality_code, p.month_key, p.person_key, p.target_group
        ) as last_benefit_day
    from piece as p
    left join lost as l
        on l.municipality_code = p.municipality_code and l.month_key = p.month_key and l.person_key = p.person_key
        and l.target_group = p.target_group and l.from_date = p.from_date
    left join relieved as r
        on r.municipality_code = p.municipality_code and r.month_key = p.month_key and r.person_key = p.person_key
        and r.target_group = p.target_group and r.from_date = p.from_date
),
owned as (
    select
        municipality_code, month_key, month_days, person_key, target_group, team, readiness, last_benefit_day,
        sum(days)::integer as days, (sum(days) - sum(lost_days))::integer as overlap_days,
        sum(days) - sum(relieved_days) as hours_days, bool_or(to_date = last_benefit_day) as is_last
    from weighed
    group by municipality_code, month_key, month_days, person_key, target_group, team, readiness, last_benefit_day
),
flow as (
    select municipality_code, month_key, person_key, target_group, sum(inflow)::integer as inflow,
        sum(outflow)::integer as outflow
    from (
        select municipality_code, to_char(chain_start, 'YYYYMM')::integer as month_key, person_key,
            first_target_group as target_group, 1 as inflow, 0 as outflow
        from core.benefit_chain
        union all
        select municipality_code, to_char(chain_end, 'YYYYMM')::integer, person_key, last_target_group, 0, 1
        from core.benefit_chain
        where chain_end is not null
    ) as either
    group by municipality_code, month_key, person_key, target_group
),
age as (
    select a.age, b.code as age_band
    from ref.age_band as b
    cross join lateral generate_series(b.age_from, coalesce(b.age_to, 150)) as a (age)
)
select
    o.municipality_code, o.month_key, o.month_days, o.person_key, o.target_group, o.team, o.readiness,
    coalesce(a.age_band, 'UKENDT') as age_band,
    coalesce(p.sex, 'UKENDT') as sex,
    coalesce(p.origin, case when p.is_listed and p.origin_label is null then 'UOPLYST' else 'UKENDT' end) as origin,
    o.days, o.overlap_days, o.hours_days, o.is_last,
    case when o.is_last then coalesce(f.inflow, 0) else 0 end as inflow,
    case when o.is_last then coalesce(f.outflow, 0) else 0 end as outflow
from owned as o
left join core.person_current as p on p.municipality_code = o.municipality_code and p.person_key = o.person_key
left join flow as f
    on f.municipality_code = o.municipality_code and f.month_key = o.month_key and f.person_key = o.person_key
    and f.target_group = o.target_group
left join age as a on a.age = extract(year from age(o.last_benefit_day, p.birth_date))::integer;
