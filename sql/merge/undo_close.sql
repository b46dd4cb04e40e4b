-- Closes the open versions that the undone runs opened; of one part of the feed, or of all.
with closed as (
    update core.{table} as c
    set recorded_to = :at, closed_by = :run_id
    where c.recorded_to = 'infinity' and c.opened_by = any(:undone::bigint[]) and {of_part}
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
select count(*)::integer as closed
from closed
