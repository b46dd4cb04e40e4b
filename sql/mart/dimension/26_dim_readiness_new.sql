-- Visitation categories: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_readiness (
    readiness_key, readiness,
    name, target_groups, valid_from, valid_to, sort
)
select
    coalesce(s.special_key, greatest((select max(d.readiness_key) from mart.dim_readiness as d), 0)
        + row_number() over (partition by s.special_key is null order by s.sort)),
    s.readiness,
    s.name, s.target_groups, s.valid_from, s.valid_to, s.sort
from core.readiness_member as s
where not exists (select from mart.dim_readiness as d where d.readiness = s.readiness)
