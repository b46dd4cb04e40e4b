-- Visitation categories: members whose attributes changed. Keys never change.
update mart.dim_readiness as d
set (
    name, target_groups, valid_from, valid_to, sort
) = (
    s.name, s.target_groups, s.valid_from, s.valid_to, s.sort
)
from core.readiness_member as s
where d.readiness = s.readiness and (
    d.name, d.target_groups, d.valid_from, d.valid_to, d.sort
) is distinct from (
    s.name, s.target_groups, s.valid_from, s.valid_to, s.sort
)
