-- Keys that one file gives more than once, and whether its lines contradict each other.
select count(*)::integer as keys
from (
    select 1
    from stage.{table}
    where run_id = :run_id
    group by {key}
    having count(*) > 1
) as repeated
