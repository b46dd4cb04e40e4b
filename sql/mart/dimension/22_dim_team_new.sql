-- Teams: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_team (team_key, municipality_code, team, name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to)
select
    coalesce(s.special_key, greatest((select max(d.team_key) from mart.dim_team as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.municipality_code, s.team, s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to
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
where not exists (select from mart.dim_team as d where d.municipality_code = s.municipality_code and d.team = s.team)
