-- One file gives a key several times with different content: the row changed last counts, the others are history the
-- source itself has overtaken. Rows changed at the same moment are left: they contradict each other.
with dropped as (
    delete from stage.{table} as s
    where s.run_id = :run_id and not s.held and exists (
        select from stage.{table} as c
        where c.run_id = :run_id and not c.held and {s.key = c.key} and c.{changed_at} > s.{changed_at}
    )
    returning s.source_line
)
select count(distinct source_line)::integer as lines
from dropped
