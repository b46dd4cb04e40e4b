-- Visitation categories: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_readiness (readiness_key, readiness, name)
select
    coalesce(s.special_key, greatest((select max(d.readiness_key) from mart.dim_readiness as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.readiness, s.name
from (
    values
        (-1, 'UKENDT', 'Ukendt', 0),
        (0, 'UOPLYST', 'Ikke oplyst', 0),
        (1, 'JP', 'Jobparat', 1),
        (2, 'AP', 'Aktivitetsparat', 2),
        (3, 'UP', 'Uddannelsesparat', 3),
        (4, 'AUP', 'Åbenlys uddannelsesparat', 4),
        (5, 'KAT1', 'Kategori 1', 5),
        (6, 'KAT2', 'Kategori 2', 6),
        (7, 'KAT3', 'Kategori 3', 7)
) as s (special_key, readiness, name, member_order)
where not exists (select from mart.dim_readiness as d where d.readiness = s.readiness)
