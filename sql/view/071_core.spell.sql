-- Benefit spells as everything reads them: the right person, the right days, no day twice.
-- once: core.spell_current, core.spell_clean

-- One row per spell that the source has not deleted, under its person's present key. It ends with the person's life or stay in the
-- municipality, that day counted, and is left out when it only begins after. A person who has moved back was never away,
-- for a spell that goes on past the return: a move does not split it. Where the number is unknown the citizen tells who it is;
-- when nobody knows, the citizen is a person of its own, and without one each spell is.
create view core.spell_current as
with owned as (
    select s.*, coalesce(s.person_key, k.person_key) as own_key
    from core.benefit_spell_open as s
    left join core.citizen_newest as k
        on k.municipality_code = s.municipality_code and k.citizen_key = s.citizen_key and s.person_key is null
    where not s.is_deleted
),
placed as (
    select
        s.municipality_code, s.spell_key,
        coalesce(a.new_person_key, s.own_key, 'UKENDT-' || coalesce(s.citizen_key, s.spell_key)) as person_key,
        s.own_key is null as is_unknown_person,
        s.benefit as target_group, s.start_date as from_date, s.end_date, s.exit_reason, s.first_absence_date,
        s.source_changed_at, s.lab_code, s.readiness, s.team_code, s.team_name, s.caseworker_key,
        p.died_on,
        case
            when p.moved_in_on > p.moved_out_on and coalesce(s.end_date, 'infinity') >= p.moved_in_on then null
            else p.moved_out_on
        end as moved_out_on
    from owned as s
    left join core.person_alias as a on a.municipality_code = s.municipality_code and a.old_person_key = s.own_key
    left join core.person_current as p
        on p.municipality_code = s.municipality_code and p.person_key = coalesce(a.new_person_key, s.own_key)
)
select
    municipality_code, spell_key, person_key, is_unknown_person, target_group, from_date,
    -- least ignores what is NULL.
    least(end_date, died_on, moved_out_on) as to_date,
    case
        when died_on < coalesce(end_date, 'infinity') and died_on <= coalesce(moved_out_on, 'infinity') then 'DØD'
        when moved_out_on < coalesce(end_date, 'infinity') then 'FRA'
        else exit_reason
    end as exit_reason,
    first_absence_date, source_changed_at, lab_code, readiness, team_code, team_name, caseworker_key
from placed
where from_date <= coalesce(least(end_date, died_on, moved_out_on), 'infinity');

-- A person's days on one benefit: overlapping, repeated and touching spells are one, so that no day counts twice.
-- Only days are looked at: nothing is split by a birthday, a move, a team or a caseworker. to_date NULL is still open.
create view core.spell_clean as
with ordered as (
    select c.*,
        max(coalesce(to_date, 'infinity')) over (
            partition by municipality_code, person_key, target_group
            order by from_date, spell_key
            rows between unbounded preceding and 1 preceding
        ) as reached
    from core.spell_current as c
),
numbered as (
    select o.*,
        count(*) filter (where reached is null or from_date > reached + 1) over (
            partition by municipality_code, person_key, target_group order by from_date, spell_key
        ) as island
    from ordered as o
)
select
    municipality_code, person_key, bool_or(is_unknown_person) as is_unknown_person, target_group,
    min(from_date) as from_date,
    nullif(max(coalesce(to_date, 'infinity')), 'infinity') as to_date,
    -- Of the spell that ends last.
    (array_agg(
        exit_reason order by coalesce(to_date, 'infinity') desc, source_changed_at desc nulls last, exit_reason
    ))[1] as exit_reason,
    min(first_absence_date) as first_absence_date,
    count(*)::integer as spells
from numbered
group by municipality_code, person_key, target_group, island;
