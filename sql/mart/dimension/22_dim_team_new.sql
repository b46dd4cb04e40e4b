-- Teams: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_team (team_key, municipality_code, team, name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to)
select
    coalesce(s.special_key, greatest((select max(d.team_key) from mart.dim_team as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.municipality_code, s.team, s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to
from core.team_member as s
where not exists (select from mart.dim_team as d where d.municipality_code = s.municipality_code and d.team = s.team)
