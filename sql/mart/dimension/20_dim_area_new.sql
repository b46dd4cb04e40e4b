-- Areas: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_area (area_key, area_code, area, kind, municipality_code, region_code, rar_code)
select
    coalesce(s.special_key, greatest((select max(d.area_key) from mart.dim_area as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.area_code, s.area, s.kind, s.municipality_code, s.region_code, s.rar_code
from (
    select
        case when a.kind = 'unknown' then 0 end as special_key, a.area_code, a.name as area, a.kind,
        a.municipality_code, m.region_code, m.rar_code, a.area_code as member_order
    from ref.area as a
    left join ref.area_membership as m on m.area_code = a.area_code
    union all
    select distinct null::integer, 'SET:' || set_code, name, 'set', '000', null, null, 'SET:' || set_code from ref.area_set
    union all
    values (-1, 'UKENDT', 'Ukendt', 'unknown', '000', null, null, '')
) as s
where not exists (select from mart.dim_area as d where d.area_code = s.area_code)
