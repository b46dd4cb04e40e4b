-- Rows offered again from an earlier file that later files have answered: one gave the key, or their slice as a whole, or full
-- snapshots would have told of them, and did not. A row that its source changed at
-- another time than what a later file gave still counts: it is newer, or what the row was before.
with overtaken as (
    delete from stage.{table} as s
    where s.run_id = :run_id and (
        exists (
            select from core.{table} as c
            left join ops.run as r on r.run_id = c.origin_run
            -- A release gives rows of the load that rejected them, however late it comes.
            where c.recorded_to = 'infinity' and coalesce(r.released_from, c.origin_run) > :origin_run
                and (
                    ({s.key = c.key} and not {s.changed <> c.changed})
                    or (:replaces_slices::boolean and ({s.slice}) = ({c.slice}))
                )
        )
        -- One that its source calls deleted need not be missed.
        or :are_gone::boolean and {s.not_deleted} and not exists (
            select from core.{table} as c
            where c.recorded_to = 'infinity' and {s.key = c.key}
        )
    )
    returning s.source_line
)
select distinct source_line as line
from overtaken
