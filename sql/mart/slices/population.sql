-- The parts of the population facts: one per municipality code and period.
select municipality_code, slice, changed_by::text as input, changed_by
from ops.core_slice
where core_table = 'population'
