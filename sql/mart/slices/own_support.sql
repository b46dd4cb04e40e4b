-- The parts of the own KPIs of persons and days: one per municipality and month, with whether it still counts as preliminary.
select municipality_code, month as slice, concat_ws(' ', benefit_hash, maturity) as input, files, changed_by, is_closed
from core.own_month_hash
