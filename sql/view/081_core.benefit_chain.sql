-- Chains: a person's unbroken course on a benefit, from its first day to its last, and the clocks that measure how long.
-- once: core.benefit_chain_part, core.benefit_chain

-- The parts of every chain, in days; they do not overlap within a chain of sickness. chain_group is SICK for sickness benefit and
-- jobafklaring together, else the group's code as it is called now, so that a benefit renamed by law goes on.
-- Sickness: a case applies to the days it covers (the one with the newest first day of absence, where several do); days
-- without a case are sickness, with the clock of their spell. Days of leave are no part, and end the chain (parameter): the next
-- one's clocks begin after them.
create view core.benefit_chain_part as
with parameter as (
    select
        max(value) filter (where name = 'chain_gap_days')::integer as gap_days,
        bool_or(name = 'maternity_ends_chain' and value = 'true') as leave_ends
    from ref.parameter
    where name in ('chain_gap_days', 'maternity_ends_chain')
),
spell as (
    select
        c.municipality_code, c.person_key, c.target_group, c.from_date, c.to_date, c.first_absence_date, c.exit_reason,
        case when k.target_group is not null then 'SICK' else g.as_now_code end as chain_group
    from core.spell_clean as c
    inner join ref.target_group as g on g.code = c.target_group
    left join ref.target_group_set as k on k.set_code = 'SICK' and k.target_group = c.target_group
),
sick as (
    select * from spell where chain_group = 'SICK'
),
sick_case as (
    select * from core.sickness_case_current
),
edge as (
    select municipality_code, person_key, from_date as day from sick
    union
    select municipality_code, person_key, to_date + 1 from sick where to_date is not null
    union
    select municipality_code, person_key, from_date from sick_case
    union
    select municipality_code, person_key, to_date + 1 from sick_case where to_date is not null
),
piece as (
    select e.*, lead(day) over (partition by municipality_code, person_key order by day) - 1 as last_day
    from edge as e
),
covered as (
    select
        p.municipality_code, p.person_key, p.day, p.last_day,
        -- Of two spells on one day the later begun says which benefit it is.
        (array_agg(s.target_group order by s.from_date desc, s.target_group))[1] as target_group,
        min(coalesce(s.first_absence_date, s.from_date)) as spell_absence,
        (array_agg(
            case when s.to_date = p.last_day then s.exit_reason end order by s.from_date desc, s.target_group
        ))[1] as exit_reason
    from piece as p
    inner join sick as s
        on s.municipality_code = p.municipality_code and s.person_key = p.person_key
        and p.day between s.from_date and coalesce(s.to_date, 'infinity')
    group by p.municipality_code, p.person_key, p.day, p.last_day
),
sick_part as (
    select distinct on (p.municipality_code, p.person_key, p.day)
        p.municipality_code, p.person_key, 'SICK' as chain_group, p.target_group, p.day as from_date, p.last_day as to_date,
        c.case_key, c.case_type,
        coalesce(c.kind = 'leave', false) and (select leave_ends from parameter) as is_leave,
        coalesce(c.first_absence_date, p.spell_absence) as absence_start, c.first_benefit_date, p.exit_reason
    from covered as p
    left join sick_case as c
        on c.municipality_code = p.municipality_code and c.person_key = p.person_key
        and p.day between c.from_date and coalesce(c.to_date, 'infinity')
    order by p.municipality_code, p.person_key, p.day,
        c.first_absence_date desc nulls last, c.source_changed_at desc nulls last,
        c.case_type, c.first_benefit_date, c.to_date, c.case_key
),
part as (
    select * from sick_part
    union all
    select municipality_code, person_key, chain_group, target_group, from_date, to_date,
        null, null, false, null::date, null::date, exit_reason
    from spell
    where chain_group <> 'SICK'
),
ordered as (
    select p.*,
        max(coalesce(to_date, 'infinity')) over earlier as reached,
        max(to_date) filter (where is_leave) over earlier as leave_until,
        lag(is_leave) over chain as follows_leave
    from part as p
    window
        chain as (partition by municipality_code, person_key, chain_group order by from_date, target_group),
        earlier as (chain rows between unbounded preceding and 1 preceding)
),
numbered as (
    select o.*,
        count(*) filter (
            where reached is null or follows_leave or from_date > reached + 1 + (select gap_days from parameter)
        ) over (partition by municipality_code, person_key, chain_group order by from_date, target_group) as chain_no
    from ordered as o
)
select
    municipality_code, person_key, chain_group,
    min(from_date) over (partition by municipality_code, person_key, chain_group, chain_no) as chain_start,
    target_group, from_date, to_date, case_key, case_type,
    greatest(absence_start, leave_until + 1) as absence_start, first_benefit_date,
    exit_reason
from numbered
where not is_leave;

-- One row per chain. Three clocks, the day each starts: benefit_start (ydelse), absence_start (fravaer) and refund_start
-- (refusion, unknown until a refund feed tells it). A person who moved in on the benefit keeps the start that is
-- delivered, else it starts here and clock_truncated says so. chain_end NULL is still open.
create view core.benefit_chain as
with chain as (
    select
        municipality_code, person_key, chain_group, chain_start,
        nullif(max(coalesce(to_date, 'infinity')), 'infinity') as chain_end,
        least(min(absence_start), chain_start) as absence_start,
        min(first_benefit_date) as first_benefit_date,
        (array_agg(target_group order by from_date, target_group))[1] as first_target_group,
        (array_agg(
            target_group order by coalesce(to_date, 'infinity') desc, from_date desc, target_group
        ))[1] as last_target_group,
        bool_or(target_group = 'JAF') as has_jaf,
        -- Why the last of its days was the last; leave has no such reason.
        (array_agg(
            exit_reason order by coalesce(to_date, 'infinity') desc, from_date desc, target_group
        ))[1] as exit_reason
    from core.benefit_chain_part
    group by municipality_code, person_key, chain_group, chain_start
),
moved as (
    select c.*,
        p.moved_in_on is not null
            and c.chain_start between p.moved_in_on
                and p.moved_in_on + (select value::integer from ref.parameter where name = 'chain_gap_days') as moved_in,
        case
            when c.absence_start < p.moved_in_on
                then case when c.first_benefit_date < p.moved_in_on then c.first_benefit_date else c.absence_start end
        end as delivered_start
    from chain as c
    left join core.person_current as p on p.municipality_code = c.municipality_code and p.person_key = c.person_key
)
select
    m.municipality_code, m.person_key, m.chain_group, m.chain_start, m.chain_end,
    case when m.moved_in then coalesce(m.delivered_start, m.chain_start) else m.chain_start end as benefit_start,
    m.absence_start,
    null::date as refund_start,
    m.moved_in and m.delivered_start is null as clock_truncated,
    m.first_target_group, m.last_target_group, m.has_jaf, m.exit_reason
from moved as m;
