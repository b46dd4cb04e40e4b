-- Who was on which benefit in a month, and how many days: the facts and own KPIs add these rows up.
-- once: core.own_month, core.benefit_cell
-- through: core.person_month

-- How far own figures reach: to the newest whole month, both by the clock and by the newest extract of spells, and as many
-- months back as the parameter own_months says. Those before are closed: they stay in mart as they were.
create view core.own_horizon as
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
reached as (
    select e.municipality_code, max(m.first_day) as newest
    from extracted as e
    cross join clock
    inner join mart.dim_month as m on m.last_day < clock.today and m.last_day <= e.as_of
    group by e.municipality_code
)
select
    municipality_code, newest,
    (newest - make_interval(months => (select value::integer from ref.parameter where name = 'own_months') - 1))::date as open_from
from reached;

-- The open months of own figures, from the first spell's. months_after is how many lie after it.
create view core.own_month as
with begun as (
    select municipality_code, min(from_date) as first_day from core.spell_clean group by municipality_code
),
open as (
    select
        h.municipality_code, m.month_key, m.month, m.first_day, m.last_day, m.days,
        (row_number() over (partition by h.municipality_code order by m.first_day desc) - 1)::integer as months_after
    from core.own_horizon as h
    inner join begun as b on b.municipality_code = h.municipality_code
    inner join mart.dim_month as m on m.first_day between h.open_from and h.newest and m.last_day >= b.first_day
)
select
    municipality_code, month_key, month, first_day, last_day, days, months_after,
    months_after < (select value::integer from ref.parameter where name = 'preliminary_months') as is_preliminary,
    months_after < (
        select value::integer from ref.parameter where name = 'preliminary_months_sickness'
    ) as is_preliminary_sickness
from open;

-- The age bands in one row: that of age n is element n + 1. Looked up so, hundreds of thousands of rows need no join.
create view core.age_bands as
select array_agg(b.code order by y.age) as bands
from generate_series(0, 150) as y (age)
left join ref.age_band as b on y.age between b.age_from and coalesce(b.age_to, 150);

-- One row per person, month, target group and owner of the days (team with visitation category). Age is that of the last benefit
-- day in the month; is_last marks the owner of that day: there the person counts, and the flow of its chains. lost_days are had
-- on a benefit that goes before (STAR's order), relieved_days what partial return takes off; is_several: on other benefits too.
create view core.person_month as
with rank as (
    select g.code as target_group, row_number() over (order by p.priority nulls last, g.sort, g.code) as rank
    from ref.target_group as g
    left join ref.benefit_priority as p on p.target_group = g.code
),
-- All that does not hang on the month is told before the months are: there are ten times as many of those.
owner as materialized (
    select
        row_number() over () as owner_no, dense_rank() over (order by o.municipality_code, o.person_key) as person_no,
        o.municipality_code, o.person_key, o.target_group, r.rank,
        o.valid_from, coalesce(o.valid_to, 'infinity') as valid_to,
        lead(o.valid_from, 1, 'infinity') over (
            partition by o.municipality_code, o.person_key, o.target_group order by o.valid_from
        ) as next_from,
        coalesce(o.team_code, 'UOPLYST') as team,
        coalesce(o.readiness, case when o.readiness_label is null then 'UOPLYST' else 'UKENDT' end) as readiness,
        p.birth_date, coalesce(p.sex, 'UKENDT') as sex,
        coalesce(p.origin, case when p.is_listed and p.origin_label is null then 'UOPLYST' else 'UKENDT' end) as origin
    from core.spell_owner as o
    left join rank as r on r.target_group = o.target_group
    left join core.person_current as p on p.municipality_code = o.municipality_code and p.person_key = o.person_key
),
-- Days of a person on two benefits that may share a month.
pair as materialized (
    select
        a.owner_no, a.municipality_code, a.valid_from, a.valid_to, b.valid_from as other_from, b.valid_to as other_to,
        b.rank < a.rank as is_behind
    from owner as a
    inner join owner as b
        on b.person_no = a.person_no and b.target_group <> a.target_group
        and b.valid_from <= a.valid_to + 31 and a.valid_from <= b.valid_to + 31
),
several as (
    select distinct p.owner_no, m.month_key
    from pair as p
    inner join core.own_month as m
        on m.municipality_code = p.municipality_code and p.valid_from <= m.last_day and p.valid_to >= m.first_day
        and p.other_from <= m.last_day and p.other_to >= m.first_day
),
-- A day on several benefits counts on one.
lost as (
    select
        owner_no, municipality_code,
        range_agg(daterange(greatest(valid_from, other_from), least(valid_to, other_to), '[]')) as days
    from pair
    where is_behind and valid_from <= other_to and other_from <= valid_to
    group by owner_no, municipality_code
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
        o.owner_no, o.municipality_code, r.relief,
        greatest(o.valid_from, r.from_date) as from_date, least(o.valid_to, r.to_date) as to_date
    from owner as o
    inner join ref.target_group_set as k on k.set_code = 'SICK' and k.target_group = o.target_group
    inner join partial as r
        on r.municipality_code = o.municipality_code and r.person_key = o.person_key
        and r.from_date <= o.valid_to and r.to_date >= o.valid_from
),
-- Another owner has the last day of the month.
early as (
    select a.owner_no, m.month_key, max(least(b.valid_to, m.last_day)) as last_benefit_day
    from owner as a
    inner join core.own_month as m
        on m.municipality_code = a.municipality_code and a.valid_to >= m.first_day
        and a.next_from between m.first_day and m.last_day
    inner join owner as b
        on b.person_no = a.person_no and b.target_group = a.target_group
        and b.valid_from <= m.last_day and b.valid_to >= m.first_day
    where a.next_from <= a.valid_to + 31
    group by a.owner_no, m.month_key
),
chain as (
    select municipality_code, to_char(chain_start, 'YYYYMM')::integer as month_key, person_key,
        first_target_group as target_group, 1 as inflow, 0 as outflow
    from core.benefit_chain
    union all
    select municipality_code, to_char(chain_end, 'YYYYMM')::integer, person_key, last_target_group, 0, 1
    from core.benefit_chain
    where chain_end is not null
),
flow as (
    select o.owner_no, m.month_key, c.inflow, c.outflow
    from chain as c
    inner join core.own_month as m on m.municipality_code = c.municipality_code and m.month_key = c.month_key
    inner join owner as o
        on o.municipality_code = c.municipality_code and o.person_key = c.person_key and o.target_group = c.target_group
        and o.valid_from <= m.last_day and o.valid_to >= m.first_day and o.next_from > m.last_day
),
-- What few of the months have.
special as (
    select owner_no, month_key, sum(lost_days)::integer as lost_days, sum(relieved_days) as relieved_days,
        max(last_benefit_day) as last_benefit_day, sum(inflow)::integer as inflow, sum(outflow)::integer as outflow,
        bool_or(is_several) as is_several
    from (
        select l.owner_no, m.month_key, upper(d) - lower(d) as lost_days, 0::numeric as relieved_days,
            null::date as last_benefit_day, 0 as inflow, 0 as outflow, false as is_several
        from lost as l
        inner join core.own_month as m on m.municipality_code = l.municipality_code
        cross join unnest(l.days * datemultirange(daterange(m.first_day, m.last_day, '[]'))) as d
        union all
        select r.owner_no, m.month_key, 0,
            (least(r.to_date, m.last_day) - greatest(r.from_date, m.first_day) + 1) * r.relief, null, 0, 0, false
        from relieved as r
        inner join core.own_month as m
            on m.municipality_code = r.municipality_code and r.from_date <= m.last_day and r.to_date >= m.first_day
        union all
        select owner_no, month_key, 0, 0, last_benefit_day, 0, 0, false from early
        union all
        select owner_no, month_key, 0, 0, null, inflow, outflow, false from flow
        union all
        select owner_no, month_key, 0, 0, null, 0, 0, true from several
    ) as either
    group by owner_no, month_key
)
select
    o.municipality_code, m.month_key, m.days as month_days, o.person_key, o.target_group, o.team, o.readiness,
    coalesce(((select bands from core.age_bands))[1 + date_part(
        'year', age(coalesce(s.last_benefit_day, least(o.valid_to, m.last_day))::timestamp, o.birth_date::timestamp)
    )::integer], 'UKENDT') as age_band, o.sex, o.origin,
    least(o.valid_to, m.last_day) - greatest(o.valid_from, m.first_day) + 1 as days,
    coalesce(s.lost_days, 0) as lost_days, coalesce(s.relieved_days, 0) as relieved_days,
    o.next_from > m.last_day as is_last, coalesce(s.inflow, 0) as inflow, coalesce(s.outflow, 0) as outflow,
    coalesce(s.is_several, false) as is_several
from owner as o
inner join core.own_month as m
    on m.municipality_code = o.municipality_code and o.valid_from <= m.last_day and o.valid_to >= m.first_day
left join special as s on s.owner_no = o.owner_no and s.month_key = m.month_key;

-- The same added up over persons; those on several benefits in the month stand each by themselves (person_key), so that a person
-- can be counted once over benefits. Few rows: what is told of all persons is read here.
create view core.benefit_cell as
select
    municipality_code, month_key, month_days, target_group, team, readiness, age_band, sex, origin,
    case when is_several then person_key end as person_key,
    sum(days)::integer as days, (sum(days) - sum(lost_days))::integer as overlap_days,
    sum(days) - sum(relieved_days) as hours_days,
    (count(*) filter (where is_last))::integer as persons, sum(inflow)::integer as inflow, sum(outflow)::integer as outflow
from core.person_month
group by
    municipality_code, month_key, month_days, target_group, team, readiness, age_band, sex, origin,
    case when is_several then person_key end;
