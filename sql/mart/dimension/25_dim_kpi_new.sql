-- KPIs: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_kpi (kpi_key, kpi, name, question, unit, decimals, better, kind, primary_basis, feeds, goal_type_viborg, goal_type_vejle, set_by, denominator)
select
    coalesce(s.special_key, greatest((select max(d.kpi_key) from mart.dim_kpi as d), 0)
        + row_number() over (partition by s.special_key is null order by s.member_order)),
    s.kpi, s.name, s.question, s.unit, s.decimals, s.better, s.kind, s.primary_basis, s.feeds, s.goal_type_viborg, s.goal_type_vejle, s.set_by, s.denominator
from (
    select
        null::integer as special_key, code as kpi, name, question, unit, decimals, better, kind, primary_basis,
        feeds, goal_type_viborg, goal_type_vejle, set_by, denominator, code as member_order
    from ref.kpi
) as s
where not exists (select from mart.dim_kpi as d where d.kpi = s.kpi)
