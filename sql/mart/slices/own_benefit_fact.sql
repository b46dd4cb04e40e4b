-- The parts of the municipality's own benefit months: one per municipality and month.
select municipality_code, month_key::text as slice, benefit_hash as input, files, changed_by, is_closed
from core.own_month_hash
