-- Rows offered again from an earlier file that a later file has answered: it gave the key, or their slice as a whole.
with overtaken as (
    delete from stage.{table} as s
    where s.run_id = :run_id and exists (
        select from core.{table} as c
        where c.recorded_to = 'infinity' and c.origin_run > :origin_run
            and (({s.key = c.key}) or (:replaces_slices::boolean and ({s.slice}) = ({c.slice})))
    )
    returning s.source_line
)
select distinct source_line as line
from overtaken
