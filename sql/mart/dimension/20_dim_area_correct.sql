-- Areas: members whose attributes changed. Keys never change.
update mart.dim_area as d
set area = s.area, kind = s.kind, municipality_code = s.municipality_code, region_code = s.region_code, rar_code = s.rar_code
from (
    select
        a.area_code, a.name as area, a.kind, a.municipality_code, m.region_code, m.rar_code
    from ref.area as a
    left join ref.area_membership as m on m.area_code = a.area_code
    union all
    select distinct 'SET:' || set_code, name, 'set', '000', null, null from ref.area_set
    union all
    values ('UKENDT', 'Ukendt', 'unknown', '000', null, null)
) as s
where d.area_code = s.area_code
    and (d.area, d.kind, d.municipality_code, d.region_code, d.rar_code)
    is distinct from (s.area, s.kind, s.municipality_code, s.region_code, s.rar_code)
