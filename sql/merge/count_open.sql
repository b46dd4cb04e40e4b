-- How many rows are open and not marked deleted by the source, and how many of them the snapshot at hand gives (held ones too: they are there, only unreadable).
with given as materialized (
    select distinct {key} from stage.{table} where run_id = :run_id
)
select
    count(*)::integer as open,
    count(*) filter (where ({c.key}) in (select {key} from given))::integer as given
from core.{table} as c
where c.recorded_to = 'infinity' and c.municipality_code = :municipality and {not_deleted}
