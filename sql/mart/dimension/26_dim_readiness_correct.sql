-- Visitation categories: members whose attributes changed. Keys never change.
update mart.dim_readiness as d
set name = s.name
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
where d.readiness = s.readiness and (d.name) is distinct from (s.name)
