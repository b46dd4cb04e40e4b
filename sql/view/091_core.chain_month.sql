-- How every chain stood in a month: one row per chain with a day in it. Age and target group are those of its last day in the
-- once: core.chain_month, core.sickness_month
-- month; is_active says that this is the month's last day. The clocks count to the month's end, or the chain's.
create view core.chain_month as
with part as (
    select
        p.municipality_code, p.person_key, p.chain_group, p.chain_start, p.target_group, p.case_key, p.from_date,
        coalesce(p.to_date, 'infinity') as to_date,
        dense_rank() over (order by p.municipality_code, p.person_key, p.chain_group, p.chain_start) as chain_no,
        coalesce(c.chain_end, 'infinity') as chain_end, c.benefit_start, c.absence_start, c.refund_start, c.clock_truncated,
        b.birth_date
    from core.benefit_chain_part as p
    inner join core.benefit_chain as c
        on c.municipality_code = p.municipality_code and c.person_key = p.person_key
        and c.chain_group = p.chain_group and c.chain_start = p.chain_start
    left join core.person_current as b on b.municipality_code = p.municipality_code and b.person_key = p.person_key
),
newest as (
    select distinct on (p.chain_no, m.month_key)
        p.*, m.month_key, m.last_day, least(p.to_date, m.last_day) as last_benefit_day
    from part as p
    inner join core.own_month as m
        on m.municipality_code = p.municipality_code and p.from_date <= m.last_day and p.to_date >= m.first_day
    order by p.chain_no, m.month_key, least(p.to_date, m.last_day) desc, p.from_date desc, p.target_group
),
timed as (
    select n.*, least(n.last_day, n.chain_end) + 1 as day_after
    from newest as n
)
select
    t.municipality_code, t.month_key, t.person_key, t.chain_group, t.chain_start, t.target_group, t.case_key,
    coalesce(
        ((select bands from core.age_bands))[1 + date_part('year', age(t.last_benefit_day::timestamp, t.birth_date::timestamp))::integer],
        'UKENDT'
    ) as age_band,
    t.last_benefit_day, t.last_benefit_day = t.last_day as is_active, t.clock_truncated,
    t.day_after - t.benefit_start as days_benefit,
    t.day_after - t.absence_start as days_absence,
    t.day_after - t.refund_start as days_refund
from timed as t;

-- The chains of sickness benefit and jobafklaring active on the month's last day, with the team of that day. days is the clock that
-- is published (parameter clock).
create view core.sickness_month as
with active as (
    select * from core.chain_month where chain_group = 'SICK' and is_active
),
jaf as (
    select municipality_code, person_key, chain_start, min(from_date) as first_jaf
    from core.benefit_chain_part
    where chain_group = 'SICK' and target_group = 'JAF'
    group by municipality_code, person_key, chain_start
),
returned as (
    select distinct a.municipality_code, a.month_key, a.case_key
    from active as a
    inner join core.partial_return_current as r
        on r.municipality_code = a.municipality_code and r.case_key = a.case_key
        and a.last_benefit_day between r.from_date and coalesce(r.to_date, 'infinity')
    where r.is_partial
)
select
    a.municipality_code, a.month_key, a.person_key, a.chain_start, a.target_group,
    coalesce(o.team_code, 'UOPLYST') as team, a.age_band,
    coalesce(j.first_jaf <= a.last_benefit_day, false) as has_jaf,
    r.case_key is not null as is_partial_return, a.clock_truncated,
    a.days_benefit, a.days_absence, a.days_refund,
    case (select value from ref.parameter where name = 'clock')
        when 'fravaer' then a.days_absence
        when 'refusion' then a.days_refund
        else a.days_benefit
    end as days
from active as a
left join core.spell_owner as o
    on o.municipality_code = a.municipality_code and o.person_key = a.person_key and o.target_group = a.target_group
    and a.last_benefit_day between o.valid_from and coalesce(o.valid_to, 'infinity')
left join jaf as j
    on j.municipality_code = a.municipality_code and j.person_key = a.person_key and j.chain_start = a.chain_start
left join returned as r
    on r.municipality_code = a.municipality_code and r.month_key = a.month_key and r.case_key = a.case_key;
