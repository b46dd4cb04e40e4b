-- Target groups: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_target_group (target_group_key, target_group, name, level1, is_temporary, is_permanent, law, valid_from, valid_to, as_now_code, sort)
select
    coalesce(s.special_key, greatest((select max(d.target_group_key) from mart.dim_target_group as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.target_group, s.name, s.level1, s.is_temporary, s.is_permanent, s.law, s.valid_from, s.valid_to, s.as_now_code, s.sort
from (
    select
        null::integer as special_key, code as target_group, name, level1, is_temporary, is_permanent, law,
        valid_from, valid_to, as_now_code, sort, sort as member_order
    from ref.target_group
    union all
    values
        (-2, 'ALL', 'I alt', null, false, false, null, null::date, null::date, null, -2, -2),
        (-1, 'UKENDT', 'Ukendt', null, false, false, null, null, null, null, 9998, 9998),
        (0, 'UOPLYST', 'Ikke oplyst', null, false, false, null, null, null, null, 9999, 9999)
) as s
where not exists (select from mart.dim_target_group as d where d.target_group = s.target_group)
