-- Lines that say again what an earlier line of the file said: they count once, as the first of them.
with dropped as (
    delete from stage.{table} as s
    where s.run_id = :run_id and not s.held and exists (
        select from stage.{table} as c
        where c.run_id = :run_id and not c.held and c.source_line < s.source_line and {s.key = c.key}
    )
    returning s.source_line
)
select count(distinct d.source_line)::integer as lines
from dropped as d
