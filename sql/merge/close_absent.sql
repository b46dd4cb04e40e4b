-- Rows absent from two full snapshots with different extraction dates are deleted at the source: their versions close.
-- One truncated file can therefore delete nothing.
with gone as (
    update core.snapshot_absence as a
    set recorded_to = :at, closed_by = :run_id
    where a.recorded_to = 'infinity' and a.core_table = '{table}' and a.municipality_code = :municipality
        and a.absent_on < :extracted_on::date
    returning a.row_key
),
closed as (
    update core.{table} as c
    set recorded_to = :at, closed_by = :run_id
    from gone
    where c.recorded_to = 'infinity' and c.municipality_code = :municipality
        and concat_ws('|', {c.key}) = gone.row_key
    returning c.*
),
marked as (
    insert into ops.core_slice (core_table, municipality_code, slice, period_start, period_end, changed_by)
    select '{table}', municipality_code, {published_slice}, {period_bounds}, :run_id
    from closed
    group by municipality_code, {published_slice}
    on conflict (core_table, municipality_code, slice) do update
    set changed_by = excluded.changed_by
)
select count(*)::integer as gone
from closed
