-- Origin: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_origin (origin_key, origin, name)
select
    coalesce(s.special_key, greatest((select max(d.origin_key) from mart.dim_origin as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.origin, s.name
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
where not exists (select from mart.dim_origin as d where d.origin = s.origin)
