-- Target groups: members whose attributes changed. Keys never change.
update mart.dim_target_group as d
set name = s.name, level1 = s.level1, is_temporary = s.is_temporary, is_permanent = s.is_permanent, law = s.law, valid_from = s.valid_from, valid_to = s.valid_to, as_now_code = s.as_now_code, sort = s.sort
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
where d.target_group = s.target_group and (d.name, d.level1, d.is_temporary, d.is_permanent, d.law, d.valid_from, d.valid_to, d.as_now_code, d.sort) is distinct from (s.name, s.level1, s.is_temporary, s.is_permanent, s.law, s.valid_from, s.valid_to, s.as_now_code, s.sort)
