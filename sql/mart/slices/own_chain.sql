-- The parts of the own KPIs of chains: one per municipality and month, with whether it still counts as preliminary.
select municipality_code, month as slice, concat_ws(' ', chain_hash, maturity) as input, files, changed_by
from core.own_month_hash
