-- The parts of the plan's budget: one per municipality, plan and year.
select municipality_code, slice, changed_by::text as input, changed_by
from ops.core_slice
where core_table = 'budget_line'
