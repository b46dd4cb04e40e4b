-- Teams as they were and as they are now: by the municipality's own list (reference/team.csv in the home), else as the spells
-- name them.

-- What spells have called a team, and since when.
create view core.team_seen as
select
    municipality_code, team_code, team_name,
    min(coalesce(source_changed_at, recorded_from at time zone 'Europe/Copenhagen'))::date as first_seen,
    max(coalesce(source_changed_at, '-infinity')) as changed_at
from core.benefit_spell
where team_code is not null and recorded_from <= core.as_of()
group by municipality_code, team_code, team_name;

-- The lines of the list by municipality; one without a municipality is for each that has spells. What lies ahead is not yet.
create view core.team_line as
with clock as (
    select coalesce(
        (select value::date from ref.parameter where name = 'business_date'),
        (now() at time zone 'Europe/Copenhagen')::date
    ) as today
)
select
    m.municipality_code, t.team_code, t.name, t.valid_from, t.valid_to, t.leader,
    case when coalesce(t.valid_to, '-infinity') < c.today then t.merged_into end as merged_into
from ref.team as t
cross join clock as c
inner join (select distinct municipality_code from ops.core_slice where core_table = 'benefit_spell') as m
    on m.municipality_code = coalesce(t.municipality_code, m.municipality_code)
where coalesce(t.valid_from, '-infinity') <= c.today;

-- Every team once: its newest name, and code, name and leader of the team that has taken its place when it was merged.
create view core.team as
with recursive line as materialized (
    select * from core.team_line
),
seen as materialized (
    select * from core.team_seen
),
listed as (
    select distinct on (municipality_code, team_code)
        municipality_code, team_code, name, merged_into, leader,
        min(coalesce(valid_from, '-infinity')) over (partition by municipality_code, team_code) as first_day, valid_to
    from line
    order by municipality_code, team_code, valid_from desc nulls last
),
named as (
    select distinct on (municipality_code, team_code) municipality_code, team_code, team_name
    from seen
    order by municipality_code, team_code, changed_at desc, team_name
),
known as (
    select municipality_code, team_code from named
    union
    select municipality_code, team_code from listed
    union
    select municipality_code, merged_into from listed where merged_into is not null
),
walk as (
    select municipality_code, team_code, merged_into as now_code, array[team_code, merged_into] as path
    from listed
    where merged_into is not null
    union all
    select w.municipality_code, w.team_code, l.merged_into, w.path || l.merged_into
    from walk as w
    inner join listed as l
        on l.municipality_code = w.municipality_code and l.team_code = w.now_code and l.merged_into is not null
    where not l.merged_into = any(w.path)
),
now as (
    select distinct on (municipality_code, team_code) municipality_code, team_code, now_code
    from walk
    order by municipality_code, team_code, cardinality(path) desc
),
called as (
    select k.municipality_code, k.team_code, coalesce(l.name, n.team_name, k.team_code) as name, l.leader,
        nullif(l.first_day, '-infinity') as valid_from, l.valid_to
    from known as k
    left join listed as l on l.municipality_code = k.municipality_code and l.team_code = k.team_code
    left join named as n on n.municipality_code = k.municipality_code and n.team_code = k.team_code
)
select
    c.municipality_code, c.team_code, c.name, c.valid_from, c.valid_to,
    t.team_code as as_now_code, t.name as as_now_name, t.leader as as_now_leader
from called as c
left join now as n on n.municipality_code = c.municipality_code and n.team_code = c.team_code
inner join called as t
    on t.municipality_code = c.municipality_code and t.team_code = coalesce(n.now_code, c.team_code);

-- What a team was called when: its lines, or for a team without any the names in the order the spells brought them.
create view core.team_name as
with first_seen as (
    select distinct on (municipality_code, team_code, first_seen) municipality_code, team_code, team_name, first_seen
    from core.team_seen
    where team_name is not null
    order by municipality_code, team_code, first_seen, team_name
)
select municipality_code, team_code, name, coalesce(valid_from, '0001-01-01') as valid_from, valid_to
from core.team_line
union all
select
    s.municipality_code, s.team_code, s.team_name,
    case when lag(s.first_seen) over w is null then date '0001-01-01' else s.first_seen end,
    lead(s.first_seen) over w - 1
from first_seen as s
where not exists (
    select from core.team_line as l
    where l.municipality_code = s.municipality_code and l.team_code = s.team_code
)
window w as (partition by s.municipality_code, s.team_code order by s.first_seen);

-- The teams that mart shows: those of the spells and the list, and those that only a goal or a typed figure names. special_key is
-- given to the members that are no team.
create view core.team_member as
select
    null::integer as special_key, n.municipality_code, n.team, coalesce(max(n.name), n.team) as name,
    coalesce(max(n.as_now_code), n.team) as as_now_code, coalesce(max(n.as_now_name), n.team) as as_now_name,
    max(n.as_now_leader) as as_now_leader, max(n.valid_from) as valid_from, max(n.valid_to) as valid_to,
    n.municipality_code || n.team as member_order
from (
    select municipality_code, team_code as team, name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to
    from core.team
    union all
    select municipality_code, team, null, null, null, null, null, null from core.goal_target
    union all
    select municipality_code, team, null, null, null, null, null, null from core.manual_entry
) as n
where n.team <> 'ALL'
group by n.municipality_code, n.team
union all
select special_key, '000', team, name, team, name, null, null, null, ''
from (values (-2, 'ALL', 'I alt'), (-1, 'UKENDT', 'Ukendt'), (0, 'UOPLYST', 'Ikke oplyst')) as special (special_key, team, name);
