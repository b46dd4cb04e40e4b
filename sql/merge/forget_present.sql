-- Rows that were noted absent and are in the file again are absent no longer; a row released from an earlier file is no such.
with present as (
    update core.snapshot_absence as a
    set recorded_to = :at, closed_by = :run_id
    where a.recorded_to = 'infinity' and a.core_table = '{table}' and a.municipality_code = :municipality
        and a.absent_on <= :extracted_on::date
        and exists (
            select from stage.{table} as c
            where c.run_id = :run_id and concat_ws('|', {c.key}) = a.row_key
        )
    returning 1
)
select count(*)::integer as present
from present
