-- Areas: members whose attributes changed. Keys never change.
update mart.dim_area as d
set area = s.area, kind = s.kind, municipality_code = s.municipality_code
from (
    select case when kind = 'unknown' then 0 end as special_key, area_code, name as area, kind, municipality_code, area_code as member_order
    from ref.area
    union all
    values (-1, 'UKENDT', 'Ukendt', 'unknown', '000', '')
) as s
where d.area_code = s.area_code and (d.area, d.kind, d.municipality_code) is distinct from (s.area, s.kind, s.municipality_code)
