-- How many rows are open and not marked deleted by the source, and how many of them the snapshot at hand gives (held ones too: they are there, only unreadable).
select
    count(*)::integer as open,
    count(*) filter (where exists (select from stage.{table} as s where s.run_id = :run_id and {s.key = c.key}))::integer as given
from core.{table} as c
where c.recorded_to = 'infinity' and c.municipality_code = :municipality and {not_deleted}
