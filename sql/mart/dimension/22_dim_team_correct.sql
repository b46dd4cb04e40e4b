-- Teams: members whose attributes changed. Keys never change.
update mart.dim_team as d
set (name, as_now_code, as_now_name, as_now_leader, valid_from, valid_to) = (s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to)
from core.team_member as s
where d.municipality_code = s.municipality_code and d.team = s.team
    and (d.name, d.as_now_code, d.as_now_name, d.as_now_leader, d.valid_from, d.valid_to)
        is distinct from (s.name, s.as_now_code, s.as_now_name, s.as_now_leader, s.valid_from, s.valid_to)
