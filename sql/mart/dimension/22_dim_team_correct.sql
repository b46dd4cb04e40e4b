-- Teams: members whose attributes changed. Keys never change.
update mart.dim_team as d
set (name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to) = (s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to)
from (
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
    from (values (-2, 'ALL', 'I alt'), (-1, 'UKENDT', 'Ukendt'), (0, 'UOPLYST', 'Ikke oplyst')) as special (special_key, team, name)
) as s
where d.municipality_code = s.municipality_code and d.team = s.team
    and (d.name, d.as_now_code, d.as_now_name, d.as_now_leader, d.valid_from, d.valid_to)
        is distinct from (s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to)
