-- The parts of what is counted at the start of a quarter: one per municipality code and quarter with a population of that day.
select
    municipality_code,
    to_char(period_start, 'YYYY-"Q"Q') as slice,
    string_agg(slice || ':' || changed_by, ',' order by slice) as input, max(changed_by) as changed_by
from ops.core_slice
where core_table = 'population' and extract(month from period_start) in (1, 4, 7, 10)
group by municipality_code, to_char(period_start, 'YYYY-"Q"Q')
