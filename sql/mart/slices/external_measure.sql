-- The parts of the external facts: one per municipality code, table and period.
select municipality_code, slice, changed_by::text as input, changed_by
from ops.core_slice
where core_table = 'external_measure'
