-- Areas: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_area (area_key, area_code, area, kind, municipality_code)
select
    coalesce(s.special_key, greatest((select max(d.area_key) from mart.dim_area as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.area_code, s.area, s.kind, s.municipality_code
from (
    select case when kind = 'unknown' then 0 end as special_key, area_code, name as area, kind, municipality_code, area_code as member_order
    from ref.area
    union all
    values (-1, 'UKENDT', 'Ukendt', 'unknown', '000', '')
) as s
where not exists (select from mart.dim_area as d where d.area_code = s.area_code)
