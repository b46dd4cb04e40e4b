-- Persons as everything reads them: one person, one key, whatever numbers they have had.
-- once: core.person_alias, core.person_current

create view core.benefit_spell_open as
select * from core.benefit_spell where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.citizen_open as
select * from core.citizen where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.sickness_case_open as
select * from core.sickness_case where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.partial_return_open as
select * from core.partial_return where recorded_from <= core.as_of() and recorded_to > core.as_of();

-- What the source has ever said of a citizen: versions that a revert took back were never said.
create view core.citizen_said as
select c.*
from core.citizen as c
where c.recorded_from <= core.as_of()
    and not exists (select from ops.run as r where r.run_id = c.opened_by and r.state = 'reverted');

-- The newest word on each citizen, also on those that the source no longer has; is_listed tells them apart.
create view core.citizen_newest as
select distinct on (municipality_code, citizen_key)
    c.*, c.recorded_to > core.as_of() as is_listed
from core.citizen_said as c
-- A version stored behind a newer one was never in force.
where c.recorded_to > c.recorded_from
order by municipality_code, citizen_key, recorded_to desc;

-- Old person keys and the one that has taken their place. A citizen that came with another CPR number is one person
-- (new_number); so are two, when the spells of one went to the other and the one is gone (merged). A number that some
-- citizen has now, or that leads to two persons, stands for nobody else. Keys that changed twice lead to the last.
create view core.person_alias as
with recursive listed as (
    select distinct municipality_code, person_key from core.citizen_open where person_key is not null
),
new_number as (
    select distinct s.municipality_code, s.person_key as old_person_key, n.person_key as new_person_key, 'new_number' as reason
    from core.citizen_said as s
    inner join core.citizen_newest as n on n.municipality_code = s.municipality_code and n.citizen_key = s.citizen_key
    where s.person_key <> n.person_key
),
-- Few citizens are ever gone: looking at theirs first spares the join of every spell with its versions.
gone as materialized (
    select municipality_code, person_key
    from core.citizen_newest
    where not is_listed and person_key is not null
),
left_behind as materialized (
    select distinct v.municipality_code, v.spell_key, v.person_key
    from core.benefit_spell as v
    inner join gone as g on g.municipality_code = v.municipality_code and g.person_key = v.person_key
    where v.recorded_from <= core.as_of()
        and not exists (select from ops.run as r where r.run_id = v.opened_by and r.state = 'reverted')
),
gone_over as materialized (
    select distinct v.municipality_code, v.person_key as old_person_key, s.person_key as new_person_key
    from left_behind as v
    inner join core.benefit_spell_open as s on s.municipality_code = v.municipality_code and s.spell_key = v.spell_key
    where v.person_key <> s.person_key and not s.is_deleted
),
merged as (
    select g.municipality_code, g.old_person_key, g.new_person_key, 'merged' as reason
    from gone_over as g
    where exists (
        select from core.citizen_said as known
        where known.municipality_code = g.municipality_code and known.person_key = g.new_person_key
    )
),
step as (
    select f.municipality_code, f.old_person_key, min(f.new_person_key) as new_person_key, min(f.reason) as reason
    from (select * from new_number union all select * from merged) as f
    where not exists (
        select from listed as l
        where l.municipality_code = f.municipality_code and l.person_key = f.old_person_key
    )
    group by f.municipality_code, f.old_person_key
    having count(distinct f.new_person_key) = 1
),
walk as (
    select municipality_code, old_person_key, new_person_key, reason, array[old_person_key, new_person_key] as path
    from step
    union all
    select w.municipality_code, w.old_person_key, s.new_person_key, w.reason, w.path || s.new_person_key
    from walk as w
    inner join step as s on s.municipality_code = w.municipality_code and s.old_person_key = w.new_person_key
    where not s.new_person_key = any(w.path)
)
select w.municipality_code, w.old_person_key, w.new_person_key, w.reason
from walk as w
where not exists (
    select from step as s
    where s.municipality_code = w.municipality_code and s.old_person_key = w.new_person_key
);

-- Every person once, with what the CPR number tells and the newest the citizens' file says of them. A person that only
-- another feed knows has a birth date and a sex, and the rest is unknown (NULL).
create view core.person_current as
with alias as materialized (
    select municipality_code, old_person_key, new_person_key from core.person_alias
),
told as (
    select distinct on (c.municipality_code, coalesce(a.new_person_key, c.person_key))
        c.*, coalesce(a.new_person_key, c.person_key) as current_key
    from core.citizen_newest as c
    left join alias as a on a.municipality_code = c.municipality_code and a.old_person_key = c.person_key
    where c.person_key is not null
    order by c.municipality_code, coalesce(a.new_person_key, c.person_key),
        c.is_listed desc, c.source_changed_at desc nulls last, c.recorded_from desc,
        -- Never by a key: another pseudonym key must not tell another person.
        c.moved_in_on, c.moved_out_on, c.died_on, c.origin, c.residence_code, c.citizen_key
)
select
    p.municipality_code, p.person_key, p.birth_date, p.sex, p.is_substitute,
    c.residence_code, c.moved_in_on, c.moved_out_on, c.origin, c.origin_label, c.residence_basis, c.education, c.has_dependants,
    coalesce(c.is_protected, false) as is_protected, c.died_on,
    coalesce(c.is_listed, false) as is_listed
from core.person as p
left join told as c on c.municipality_code = p.municipality_code and c.current_key = p.person_key
where not exists (
    select from alias as a
    where a.municipality_code = p.municipality_code and a.old_person_key = p.person_key
);
