-- Teams: members whose attributes changed. Keys never change.
update mart.dim_team as d
set name = s.name
from (
    select null::integer as special_key, municipality_code, team, coalesce(max(name), team) as name,
        municipality_code || team as member_order
    from (
        select municipality_code, team, null as name from core.goal_target
        union all
        select municipality_code, team, null from core.manual_entry
        union all
        select municipality_code, team_code, name from core.team
    ) as named
    where team <> 'ALL'
    group by municipality_code, team
    union all
    values
        (-2, '000', 'ALL', 'I alt', ''), (-1, '000', 'UKENDT', 'Ukendt', ''), (0, '000', 'UOPLYST', 'Ikke oplyst', '')
) as s
where d.municipality_code = s.municipality_code and d.team = s.team and (d.name) is distinct from (s.name)
