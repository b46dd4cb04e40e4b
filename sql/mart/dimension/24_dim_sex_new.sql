-- Sex: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_sex (sex_key, sex, name)
select
    coalesce(s.special_key, greatest((select max(d.sex_key) from mart.dim_sex as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.sex, s.name
from (
    values
        (-2, 'ALL', 'I alt', 0), (-1, 'UKENDT', 'Ukendt', 0), (0, 'UOPLYST', 'Ikke oplyst', 0),
        (1, 'M', 'Mænd', 0), (2, 'K', 'Kvinder', 0)
) as s (special_key, sex, name, member_order)
where not exists (select from mart.dim_sex as d where d.sex = s.sex)
