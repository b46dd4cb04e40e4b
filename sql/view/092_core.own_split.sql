-- Own figures by every split that is published: in total, each of target group, team and age group alone, and two of them at a time.
-- once: core.support_month, core.support_share_month, core.sickness_split_month, core.duration_split_month, core.own_month_hash

-- The age groups that a band belongs to: all, itself, and the groups of the contract.
create view core.age_band_group as
select code as age_band, 'ALL' as age_group from ref.age_band
union all
select code, code from ref.age_band
union all
select b.code, g.age_group
from ref.age_band as b
inner join core.age_group as g on g.ages @> int4range(b.age_from, b.age_to, '[]') and g.age_group <> b.code
where b.age_to is not null;

-- The splits of a row: which of target group and team are told, and the age groups; never all three at once.
create view core.split as
select s.by_target_group, s.by_team, g.age_band, g.age_group
from core.age_band_group as g
cross join (values (false, false), (true, false), (false, true), (true, true)) as s (by_target_group, by_team)
where not (s.by_target_group and s.by_team and g.age_group <> 'ALL');

-- Full-time persons, persons and flow by set of target groups and the ages that count (ALL, 16-66 or a KPI's own).
create view core.support_month as
with wanted (set_code, ages) as (
    values ('PUBLIC_11', 'ALL'), ('PUBLIC_11', '16-66'), ('PUBLIC_11', '16-29'), ('TEMP', '16-66'), ('PERM', '16-66'),
        ('SDP_ONLY', '16-66'), ('YOUTH_TEMP', '18-29')
),
member as (
    select w.set_code, w.ages, s.target_group, g.age_band
    from wanted as w
    inner join ref.target_group_set as s on s.set_code = w.set_code
    inner join core.age_band_group as g on g.age_group = w.ages
),
public as materialized (
    select
        c.*,
        case when c.person_key is not null
            then sum(c.persons) over (partition by c.municipality_code, c.month_key, c.person_key)
            else 1
        end as groups
    from core.benefit_cell as c
    inner join ref.target_group_set as s on s.set_code = 'PUBLIC_11' and s.target_group = c.target_group
),
cell as (
    select
        municipality_code, month_key, target_group, team, age_band,
        sum(days)::integer as days, sum(overlap_days)::integer as overlap_days, sum(hours_days) as hours_days,
        sum(persons)::integer as persons, coalesce(sum(persons) filter (where groups = 1), 0)::integer as persons_on_one,
        sum(inflow)::integer as inflow, sum(outflow)::integer as outflow
    from public
    group by municipality_code, month_key, target_group, team, age_band
),
-- Whoever is on several benefits is one person in total, by team and by age.
shared as (
    select
        p.municipality_code, p.month_key, case when s.by_team then p.team else 'ALL' end as team, s.age_group,
        count(distinct p.person_key) as persons
    from public as p
    inner join core.split as s on s.age_band = p.age_band and not s.by_target_group
    where p.persons > 0 and p.groups > 1
    group by p.municipality_code, p.month_key, case when s.by_team then p.team else 'ALL' end, s.age_group
),
counted as materialized (
    select m.set_code, m.ages, c.*
    from cell as c
    inner join member as m on m.target_group = c.target_group and m.age_band = c.age_band
),
-- Summed before it is split: by two of the three at a time, so that few rows are told in many ways.
by_group as (
    select c.municipality_code, c.month_key, c.set_code, c.ages, c.target_group, c.age_band,
        sum(c.days)::integer as days, sum(c.overlap_days)::integer as overlap_days, sum(c.hours_days) as hours_days,
        sum(c.persons)::integer as persons, sum(c.persons_on_one)::integer as persons_on_one,
        sum(c.inflow)::integer as inflow, sum(c.outflow)::integer as outflow
    from counted as c
    group by c.municipality_code, c.month_key, c.set_code, c.ages, c.target_group, c.age_band
),
by_team as (
    select c.municipality_code, c.month_key, c.set_code, c.ages, c.team, c.age_band,
        sum(c.days)::integer as days, sum(c.overlap_days)::integer as overlap_days, sum(c.hours_days) as hours_days,
        sum(c.persons)::integer as persons, sum(c.persons_on_one)::integer as persons_on_one,
        sum(c.inflow)::integer as inflow, sum(c.outflow)::integer as outflow
    from counted as c
    group by c.municipality_code, c.month_key, c.set_code, c.ages, c.team, c.age_band
),
split as (
    select municipality_code, month_key, set_code, ages, target_group, team, 'ALL' as age_group,
        days, overlap_days, hours_days, persons, inflow, outflow
    from counted
    union all
    select c.municipality_code, c.month_key, c.set_code, c.ages,
        case when t.is_told then c.target_group else 'ALL' end, 'ALL', a.age_group,
        c.days, c.overlap_days, c.hours_days,
        case when t.is_told then c.persons else c.persons_on_one end, c.inflow, c.outflow
    from by_group as c
    inner join core.age_band_group as a on a.age_band = c.age_band
    cross join (values (false), (true)) as t (is_told)
    union all
    select c.municipality_code, c.month_key, c.set_code, c.ages, 'ALL', c.team, a.age_group,
        c.days, c.overlap_days, c.hours_days, c.persons_on_one, c.inflow, c.outflow
    from by_team as c
    inner join core.age_band_group as a on a.age_band = c.age_band
    union all
    select municipality_code, month_key, 'PUBLIC_11', 'ALL', 'ALL', team, age_group, 0, 0, 0, persons, 0, 0
    from shared
    union all
    -- A month without anyone is a figure too.
    select m.municipality_code, m.month_key, w.set_code, w.ages, 'ALL', 'ALL', 'ALL', 0, 0, 0, 0, 0, 0
    from core.own_month as m
    cross join wanted as w
),
-- The columns that differ most come first: a sort by them looks at few.
summed as (
    select municipality_code, month_key, set_code, ages, target_group, team, age_group,
        sum(days) as days, sum(overlap_days) as overlap_days, sum(hours_days) as hours_days,
        sum(persons) as persons, sum(inflow) as inflow, sum(outflow) as outflow
    from split
    group by month_key, team, age_group, target_group, ages, set_code, municipality_code
)
select
    s.municipality_code, m.month, m.first_day, m.last_day, s.set_code, s.ages, s.target_group, s.team, s.age_group,
    s.days::numeric / m.days as full_time_persons, s.overlap_days::numeric / m.days as full_time_persons_overlap,
    s.hours_days / m.days as full_time_persons_hours,
    s.persons, s.inflow, s.outflow,
    -- A total is no more final than the last of its groups: sickness benefit.
    case
        when s.target_group = 'SDP' or (s.target_group = 'ALL' and s.set_code <> 'PERM') then m.is_preliminary_sickness
        else m.is_preliminary
    end as is_preliminary
from summed as s
inner join core.own_month as m on m.municipality_code = s.municipality_code and m.month_key = s.month_key;

-- The same over the population of the ages that count, or of the age group, at the start of the quarter. A target group's or a
-- team's share keeps the whole population below it, so the parts add up; an age group whose population nobody gives has none.
create view core.support_share_month as
select s.*, p.persons as population
from core.support_month as s
left join core.population_age_group as p
    on p.municipality_code = s.municipality_code and p.area_code = s.municipality_code
    and p.period_start = date_trunc('quarter', s.first_day)::date
    and p.age_group = case when s.age_group = 'ALL' then s.ages else s.age_group end
where s.ages <> 'ALL' and (s.age_group = 'ALL' or s.age_group in (select code from ref.age_group));

-- Chains of sickness active on the month's last day, by team and age group.
create view core.sickness_split_month as
with counted as (
    select
        municipality_code, month_key, team, age_band, count(*)::integer as chains,
        -- By a clock that nobody tells, nobody knows.
        case when count(days) = count(*) then (count(*) filter (where days > 364))::integer end as over_52w,
        (count(*) filter (where is_partial_return))::integer as partial_returns
    from core.sickness_month
    group by municipality_code, month_key, team, age_band
),
split as (
    select
        c.municipality_code, c.month_key, case when s.by_team then c.team else 'ALL' end as team, s.age_group,
        c.chains, c.over_52w, c.partial_returns
    from counted as c
    inner join core.split as s on s.age_band = c.age_band and not s.by_target_group
    union all
    select municipality_code, month_key, 'ALL', 'ALL', 0, 0, 0 from core.own_month
)
select
    s.municipality_code, m.month, m.first_day, m.last_day, s.team, s.age_group,
    sum(s.chains) as chains,
    case when count(s.over_52w) = count(*) then sum(s.over_52w) end as over_52w,
    sum(s.partial_returns) as partial_returns,
    m.is_preliminary_sickness as is_preliminary
from split as s
inner join core.own_month as m on m.municipality_code = s.municipality_code and m.month_key = s.month_key
group by s.municipality_code, m.month, m.first_day, m.last_day, s.team, s.age_group, m.is_preliminary_sickness;

-- Weeks on the benefit of the chains with a day in the month, by target group and age group.
create view core.duration_split_month as
with cell as materialized (
    select c.municipality_code, c.month_key, c.target_group, c.age_band, array_agg(c.days_benefit) as days
    from core.chain_month as c
    inner join ref.target_group_set as k on k.set_code = 'PUBLIC_11' and k.target_group = c.target_group
    group by c.municipality_code, c.month_key, c.target_group, c.age_band
),
-- A number for each split: the days of every chain are sorted by it, in several splits each.
told as materialized (
    select
        c.municipality_code, c.month_key, case when s.by_target_group then c.target_group else 'ALL' end as target_group,
        s.age_group, c.days,
        dense_rank() over (
            order by c.municipality_code, c.month_key, case when s.by_target_group then c.target_group else 'ALL' end, s.age_group
        ) as split_no
    from cell as c
    inner join core.split as s on s.age_band = c.age_band and not s.by_team
),
counted as (
    select
        t.split_no, sum(d.days) as days, count(*) as chains,
        percentile_cont(0.5) within group (order by d.days) as median_days
    from told as t
    cross join unnest(t.days) as d (days)
    group by t.split_no
)
select
    s.municipality_code, m.month, m.first_day, m.last_day, s.target_group, s.age_group,
    c.days::numeric / 7 as weeks, c.chains, c.median_days::numeric / 7 as median_weeks,
    case when s.target_group in ('ALL', 'SDP') then m.is_preliminary_sickness else m.is_preliminary end as is_preliminary
from (select distinct split_no, municipality_code, month_key, target_group, age_group from told) as s
inner join counted as c on c.split_no = s.split_no
inner join core.own_month as m on m.municipality_code = s.municipality_code and m.month_key = s.month_key;

-- What a month's own figures are made of, as one number per month: the rows themselves, so that a correction rewrites the months
-- in which it changes something, and no others. Closed months have none: they stay as they were.
create view core.own_month_hash as
with benefit as (
    select municipality_code, month_key, sum(hashtextextended(c::text, 0)::numeric) as hash
    from core.benefit_cell as c
    group by municipality_code, month_key
),
sickness as (
    select municipality_code, month_key, sum(hashtextextended(c::text, 0)::numeric) as hash
    from core.sickness_month as c
    group by municipality_code, month_key
),
duration as (
    select municipality_code, month, sum(hashtextextended(d::text, 0)::numeric) as hash
    from core.duration_split_month as d
    group by municipality_code, month
),
loaded as (
    select
        municipality_code, max(changed_by) as changed_by,
        string_agg(core_table || ':' || changed_by, ',' order by core_table, slice) as files
    from ops.core_slice
    where core_table in ('benefit_spell', 'citizen', 'sickness_case', 'partial_return')
    group by municipality_code
)
select
    m.municipality_code, m.month_key, m.month, m.first_day, concat(b.hash) as benefit_hash,
    concat(s.hash) as sickness_hash, concat(d.hash) as duration_hash,
    concat(least(m.months_after, (
        select max(value::integer) from ref.parameter where name in ('preliminary_months', 'preliminary_months_sickness')
    ))) as maturity,
    l.files, l.changed_by, false as is_closed
from core.own_month as m
left join benefit as b on b.municipality_code = m.municipality_code and b.month_key = m.month_key
left join sickness as s on s.municipality_code = m.municipality_code and s.month_key = m.month_key
left join duration as d on d.municipality_code = m.municipality_code and d.month = m.month
left join loaded as l on l.municipality_code = m.municipality_code
union all
select h.municipality_code, m.month_key, m.month, m.first_day, null, null, null, null, null, null, true
from core.own_horizon as h
inner join mart.dim_month as m on m.first_day < h.open_from;
