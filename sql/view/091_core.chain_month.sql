-- How every chain stood in a month: one row per chain with a day in it. Age, team and target group are those of its last day in
-- once: core.chain_month
-- the month; is_active says that this is the month's last day. The clocks count to the month's end, or the chain's.
create view core.chain_month as
with day as (
    select
        c.municipality_code, m.month_key, m.first_day, m.last_day, c.person_key, c.chain_group, c.chain_start,
        c.target_group, c.case_key, c.from_date as part_from,
        least(coalesce(c.to_date, 'infinity'), m.last_day) as to_date
    from core.benefit_chain_part as c
    inner join core.own_month as m
        on m.municipality_code = c.municipality_code and c.from_date <= m.last_day
        and coalesce(c.to_date, 'infinity') >= m.first_day
),
newest as (
    select distinct on (municipality_code, month_key, person_key, chain_group, chain_start) *
    from day
    order by municipality_code, month_key, person_key, chain_group, chain_start, to_date desc, part_from desc, target_group
),
jaf as (
    select municipality_code, person_key, chain_start, min(from_date) as first_jaf
    from core.benefit_chain_part
    where target_group = 'JAF'
    group by municipality_code, person_key, chain_start
),
returned as (
    select distinct n.municipality_code, n.month_key, n.person_key, n.case_key
    from newest as n
    inner join core.partial_return_current as r
        on r.municipality_code = n.municipality_code and r.case_key = n.case_key
        and n.to_date between r.from_date and coalesce(r.to_date, 'infinity')
    where r.is_partial
),
age as (
    select a.age, b.code as age_band
    from ref.age_band as b
    cross join lateral generate_series(b.age_from, coalesce(b.age_to, 150)) as a (age)
),
timed as (
    select
        n.*, n.to_date = n.last_day as is_active,
        coalesce(j.first_jaf <= n.last_day, false) as has_jaf,
        r.case_key is not null as is_partial_return,
        c.clock_truncated, least(n.last_day, coalesce(c.chain_end, 'infinity')) + 1 as day_after,
        c.benefit_start, c.absence_start, c.refund_start,
        coalesce(o.team_code, 'UOPLYST') as team,
        extract(year from age(n.to_date, p.birth_date))::integer as age
    from newest as n
    inner join core.benefit_chain as c
        on c.municipality_code = n.municipality_code and c.person_key = n.person_key
        and c.chain_group = n.chain_group and c.chain_start = n.chain_start
    left join core.spell_owner as o
        on o.municipality_code = n.municipality_code and o.person_key = n.person_key
        and o.target_group = n.target_group
        and n.to_date between o.valid_from and coalesce(o.valid_to, 'infinity')
    left join jaf as j
        on n.chain_group = 'SICK' and j.municipality_code = n.municipality_code and j.person_key = n.person_key
        and j.chain_start = n.chain_start
    left join returned as r
        on r.municipality_code = n.municipality_code and r.month_key = n.month_key
        and r.person_key = n.person_key and r.case_key = n.case_key
    left join core.person_current as p on p.municipality_code = n.municipality_code and p.person_key = n.person_key
)
select
    t.municipality_code, t.month_key, t.person_key, t.chain_group, t.chain_start, t.target_group, t.team,
    coalesce(a.age_band, 'UKENDT') as age_band, t.is_active, t.has_jaf, t.is_partial_return and t.is_active as is_partial_return,
    t.clock_truncated,
    t.day_after - t.benefit_start as days_benefit,
    t.day_after - t.absence_start as days_absence,
    t.day_after - t.refund_start as days_refund,
    -- The one that is published.
    case (select value from ref.parameter where name = 'clock')
        when 'fravaer' then t.day_after - t.absence_start
        when 'refusion' then t.day_after - t.refund_start
        else t.day_after - t.benefit_start
    end as days
from timed as t
left join age as a on a.age = t.age;
