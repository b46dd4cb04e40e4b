-- The parts of the own KPIs of chains: one per municipality and month, with whether it still counts as preliminary.
select municipality_code, month as slice, concat_ws(' ', sickness_hash, duration_hash, maturity) as input, files, changed_by, is_closed
from core.own_month_hash
