-- Cases that a team's leader should look at now, for mart_restricted only.
-- once: core.nearing_52w

-- Chains of sickness that are active on the day of the newest extract of spells and, if they go on, are over 52 weeks within
-- the parameter early_warning_weeks, by the published clock. Team, caseworker and category are those of that day. Whoever has
-- a protected address is on no list, and neither is a person of whom no citizens' file tells whether they have.
create view core.nearing_52w as
with extract as (
    select municipality_code, max(coalesce(extracted_on, started_at::date)) as reference_date
    from ops.run
    where feed = 'fasit-spells' and state in ('done', 'running') and coalesce(finished_at, '-infinity') <= core.as_of()
    group by municipality_code
),
active as (
    select
        e.municipality_code, e.reference_date, p.person_key, p.target_group, p.case_key, c.clock_truncated,
        case (select value from ref.parameter where name = 'clock')
            when 'fravaer' then c.absence_start
            when 'refusion' then c.refund_start
            else c.benefit_start
        end as clock_start
    from extract as e
    inner join core.benefit_chain_part as p
        on p.municipality_code = e.municipality_code and p.chain_group = 'SICK'
        and e.reference_date between p.from_date and coalesce(p.to_date, 'infinity')
    inner join core.benefit_chain as c
        on c.municipality_code = p.municipality_code and c.person_key = p.person_key
        and c.chain_group = p.chain_group and c.chain_start = p.chain_start
),
near as (
    select a.*, a.clock_start + 364 as due_on
    from active as a
    where a.clock_start + 364 > a.reference_date
        and a.clock_start + 364 <= a.reference_date
            + 7 * (select value::integer from ref.parameter where name = 'early_warning_weeks')
),
told as (
    select c.municipality_code, coalesce(a.new_person_key, c.person_key) as person_key, bool_or(c.is_protected) as is_protected
    from core.citizen_newest as c
    left join core.person_alias as a on a.municipality_code = c.municipality_code and a.old_person_key = c.person_key
    where c.person_key is not null
    group by c.municipality_code, coalesce(a.new_person_key, c.person_key)
)
select
    n.municipality_code, n.reference_date, o.spell_key, n.person_key, n.case_key, n.target_group,
    coalesce(o.team_code, 'UOPLYST') as team, coalesce(o.caseworker_key, 'UOPLYST') as caseworker,
    coalesce(o.readiness, case when o.readiness_label is null then 'UOPLYST' else 'UKENDT' end) as readiness,
    n.clock_start, n.reference_date - n.clock_start + 1 as days, n.due_on, n.clock_truncated,
    exists (
        select from core.partial_return_current as r
        where r.municipality_code = n.municipality_code and r.case_key = n.case_key and r.is_partial
            and n.reference_date between r.from_date and coalesce(r.to_date, 'infinity')
    ) as is_partial_return
from near as n
inner join told as t on t.municipality_code = n.municipality_code and t.person_key = n.person_key and not t.is_protected
inner join core.spell_owner as o
    on o.municipality_code = n.municipality_code and o.person_key = n.person_key and o.target_group = n.target_group
    and n.reference_date between o.valid_from and coalesce(o.valid_to, 'infinity');
