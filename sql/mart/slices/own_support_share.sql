-- The parts of the own shares of the population: as the own KPIs of persons and days, and the quarter's population with them.
with inhabited as (
    select
        m.municipality_code, m.month, string_agg(c.slice || ':' || c.changed_by, ',' order by c.slice) as files,
        max(c.changed_by) as changed_by
    from core.own_month_hash as m
    inner join ops.core_slice as c
        on c.core_table = 'population' and c.municipality_code = m.municipality_code
        and c.period_start <= m.first_day and c.period_end >= m.first_day
    group by m.municipality_code, m.month
)
select
    m.municipality_code, m.month as slice, concat_ws(' ', m.benefit_hash, m.maturity, i.files) as input,
    concat_ws(' ', m.files, i.files) as files, greatest(m.changed_by, i.changed_by) as changed_by,
    m.is_closed
from core.own_month_hash as m
left join inhabited as i on i.municipality_code = m.municipality_code and i.month = m.month
