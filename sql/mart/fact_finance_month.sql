-- model: fact_finance_month
-- grain: municipality_code, month, source, version, line, amount kind
-- slice: version
-- slices: budget_line
-- The plan's yearly budget spread evenly over twelve months: each month is the difference of rounded running totals,
-- so the months add up to the year to the øre. Units (full-time persons, pupils) are a stock: the same every month.
select
    b.municipality_code, m.month_key, 'plan' as source, b.plan || '|' || b.year as version, b.label as line,
    coalesce(g.target_group_key, 0) as target_group_key, 'budget' as amount_kind,
    round(b.net_cost_dkk * m.month_number / 12, 2) - round(b.net_cost_dkk * (m.month_number - 1) / 12, 2) as amount_dkk,
    b.units, b.unit_type
from core.budget_line_open as b
inner join mart.dim_month as m on m.year = b.year
left join mart.dim_target_group as g on g.target_group = b.target_group
where true /*slices: b.municipality_code, b.plan || '|' || b.year*/
