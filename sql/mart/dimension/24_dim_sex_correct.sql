-- Sex: members whose attributes changed. Keys never change.
update mart.dim_sex as d
set name = s.name
from (
    values
        (-2, 'ALL', 'I alt', 0), (-1, 'UKENDT', 'Ukendt', 0), (0, 'UOPLYST', 'Ikke oplyst', 0),
        (1, 'M', 'Mænd', 0), (2, 'K', 'Kvinder', 0)
) as s (special_key, sex, name, member_order)
where d.sex = s.sex and (d.name) is distinct from (s.name)
