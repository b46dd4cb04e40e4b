-- The single caseworker's figures, for mart_restricted only.
-- once: core.caseworker_chain_month

-- Caseworkers as pseudonyms, with the team of the spell that last named them and all the teams they have had spells in.
create view core.caseworker as
with named as (
    select municipality_code, caseworker_key, coalesce(team_code, 'UOPLYST') as team,
        max(coalesce(source_changed_at, '-infinity')) as changed_at
    from core.benefit_spell
    where caseworker_key is not null and recorded_from <= core.as_of()
    group by municipality_code, caseworker_key, coalesce(team_code, 'UOPLYST')
)
select
    null::integer as special_key, municipality_code, caseworker_key as caseworker,
    coalesce((select max(version) from ops.pseudonym_key), 0) as key_version,
    (array_agg(team order by changed_at desc, team))[1] as team, string_agg(team, '|' order by team) as teams
from named
group by municipality_code, caseworker_key
union all
select special_key, '000', caseworker, 0, caseworker, null
from (values (-1, 'UKENDT'), (0, 'UOPLYST')) as special (special_key, caseworker);

-- Chains of sickness active on the month's last day, with the caseworker who has the day: the same rows that the team's
-- figures count, so those of a team's caseworkers add up to the team's.
create view core.caseworker_chain_month as
select
    c.municipality_code, c.month_key, c.person_key, c.chain_start, c.target_group, c.team,
    coalesce(o.caseworker_key, 'UOPLYST') as caseworker, c.age_band, c.days, c.is_partial_return,
    m.is_preliminary_sickness as is_preliminary
from core.sickness_month as c
inner join core.own_month as m on m.municipality_code = c.municipality_code and m.month_key = c.month_key
left join core.spell_owner as o
    on o.municipality_code = c.municipality_code and o.person_key = c.person_key and o.target_group = c.target_group
    and m.last_day between o.valid_from and coalesce(o.valid_to, 'infinity');
