-- The parts of the figures that people typed: one per municipality code and period.
select municipality_code, slice, changed_by::text as input
from ops.core_slice
where core_table = 'manual_entry'
