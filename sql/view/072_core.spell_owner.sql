-- Who had a spell when: team, caseworker and visitation category as they were then, read from the spell's versions.
-- once: core.spell_state, core.spell_owner

-- A spell's days by version: the first one seen holds from the spell's start, each later one from the day the source
-- changed it (README, "Readings"). The intervals cover the spell without gap or overlap.
create view core.spell_state as
with version as (
    select
        c.municipality_code, c.spell_key, c.person_key, c.target_group, c.from_date, c.to_date,
        v.team_code, v.team_name, v.caseworker_key, v.readiness, v.readiness_label,
        coalesce(v.source_changed_at, v.recorded_from at time zone 'Europe/Copenhagen') as changed_at,
        v.recorded_from
    from core.spell_current as c
    inner join core.benefit_spell as v on v.municipality_code = c.municipality_code and v.spell_key = c.spell_key
    where v.recorded_from <= core.as_of()
        and not exists (select from ops.run as r where r.run_id = v.opened_by and r.state = 'reverted')
),
placed as (
    select v.*,
        case when row_number() over w = 1 then from_date else greatest(from_date, changed_at::date) end as valid_from,
        case
            when lead(changed_at) over w is null then to_date
            else least(to_date, greatest(from_date, lead(changed_at::date) over w) - 1)
        end as valid_to
    from version as v
    window w as (partition by municipality_code, spell_key order by changed_at, recorded_from)
)
select
    municipality_code, spell_key, person_key, target_group, from_date, valid_from, valid_to, changed_at,
    team_code, team_name, caseworker_key, readiness, readiness_label
from placed
where valid_from <= coalesce(valid_to, 'infinity');

-- The teams of a spell, one row per unbroken stay; a blank team is NULL (unknown).
create view core.spell_team as
with marked as (
    select s.*,
        row_number() over spell - row_number() over (spell_team) as stay
    from core.spell_state as s
    window
        spell as (partition by municipality_code, spell_key order by valid_from),
        spell_team as (partition by municipality_code, spell_key, team_code order by valid_from)
)
select
    municipality_code, spell_key, person_key, target_group, team_code,
    min(valid_from) as valid_from,
    nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as valid_to
from marked
group by municipality_code, spell_key, person_key, target_group, team_code, stay;

-- The caseworkers of a spell, one row per unbroken stay; none is NULL.
create view core.spell_caseworker as
with marked as (
    select s.*,
        row_number() over spell - row_number() over (spell_caseworker) as stay
    from core.spell_state as s
    window
        spell as (partition by municipality_code, spell_key order by valid_from),
        spell_caseworker as (partition by municipality_code, spell_key, caseworker_key order by valid_from)
)
select
    municipality_code, spell_key, person_key, target_group, caseworker_key,
    min(valid_from) as valid_from,
    nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as valid_to
from marked
group by municipality_code, spell_key, person_key, target_group, caseworker_key, stay;

-- One owner for each of a person's days on a benefit, where several spells give the same day: that of the spell begun
-- last, then of the one changed last, then by team and category: by what is told and not by a key, which a rotation changes.
-- The intervals of a row of core.spell_clean cover it without gap or overlap.
create view core.spell_owner as
with state as materialized (
    select * from core.spell_state
),
edge as (
    select municipality_code, person_key, target_group, valid_from as day from state
    union
    select municipality_code, person_key, target_group, valid_to + 1 from state where valid_to is not null
),
piece as (
    select e.*,
        lead(day) over (partition by municipality_code, person_key, target_group order by day) - 1 as last_day
    from edge as e
),
owned as (
    select distinct on (p.municipality_code, p.person_key, p.target_group, p.day)
        p.municipality_code, p.person_key, p.target_group, p.day, p.last_day,
        s.spell_key, s.team_code, s.team_name, s.caseworker_key, s.readiness, s.readiness_label
    from piece as p
    inner join state as s
        on s.municipality_code = p.municipality_code and s.person_key = p.person_key
        and s.target_group = p.target_group
        and p.day between s.valid_from and coalesce(s.valid_to, 'infinity')
    order by p.municipality_code, p.person_key, p.target_group, p.day, s.from_date desc, s.changed_at desc,
        s.team_code, s.readiness, s.team_name, s.readiness_label, s.spell_key
)
select
    municipality_code, person_key, target_group, day as valid_from, last_day as valid_to,
    team_code, team_name, caseworker_key, readiness, readiness_label, spell_key
from owned;
