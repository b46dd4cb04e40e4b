-- Lines that repeat another one of the file to the letter: the last of them counts, for a person may have gone back to it.
with dropped as (
    delete from stage.{table} as s
    where s.run_id = :run_id and not s.held and exists (
        select from stage.{table} as c
        where c.run_id = :run_id and not c.held and c.source_line > s.source_line and {s.key = c.key}
            and row({s.values}) is not distinct from row({c.values})
    )
    returning s.source_line
)
select count(distinct source_line)::integer as lines
from dropped
