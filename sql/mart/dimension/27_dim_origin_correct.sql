-- Origin: members whose attributes changed. Keys never change.
update mart.dim_origin as d
set name = s.name
from (
    values
        (-1, 'UKENDT', 'Ukendt', 0),
        (0, 'UOPLYST', 'Ikke oplyst', 0),
        (1, 'DANSK', 'Dansk oprindelse', 1),
        (2, 'IND_VEST', 'Indvandrere fra vestlige lande', 2),
        (3, 'EFT_VEST', 'Efterkommere fra vestlige lande', 3),
        (4, 'IND_IKKEVEST', 'Indvandrere fra ikke-vestlige lande', 4),
        (5, 'EFT_IKKEVEST', 'Efterkommere fra ikke-vestlige lande', 5)
) as s (special_key, origin, name, member_order)
where d.origin = s.origin and (d.name) is distinct from (s.name)
