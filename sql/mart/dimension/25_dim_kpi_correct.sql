-- KPIs: members whose attributes changed. Keys never change.
update mart.dim_kpi as d
set name = s.name, question = s.question, unit = s.unit, decimals = s.decimals, better = s.better, kind = s.kind, primary_basis = s.primary_basis, feeds = s.feeds, goal_type_viborg = s.goal_type_viborg, goal_type_vejle = s.goal_type_vejle, set_by = s.set_by, denominator = s.denominator
from (
    select
        null::integer as special_key, code as kpi, name, question, unit, decimals, better, kind, primary_basis,
        feeds, goal_type_viborg, goal_type_vejle, set_by, denominator, code as member_order
    from ref.kpi
) as s
where d.kpi = s.kpi and (d.name, d.question, d.unit, d.decimals, d.better, d.kind, d.primary_basis, d.feeds, d.goal_type_viborg, d.goal_type_vejle, d.set_by, d.denominator) is distinct from (s.name, s.question, s.unit, s.decimals, s.better, s.kind, s.primary_basis, s.feeds, s.goal_type_viborg, s.goal_type_vejle, s.set_by, s.denominator)
