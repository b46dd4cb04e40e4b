-- Opens anew the versions that were open before the undone runs: closed by one of them, and opened by none of them.
-- There is at most one per key. Each keeps the file and line it came from.
with opened as (
    insert into core.{table} ({columns}, source_line, origin_run, opened_by, recorded_from)
    select {columns}, c.source_line, c.origin_run, :run_id, :at::timestamptz
    from core.{table} as c
    where c.closed_by = any(:undone::bigint[]) and not c.opened_by = any(:undone::bigint[]) and {of_part}
    returning {place}
),
marked as (
    insert into ops.core_slice (core_table, municipality_code, slice, period_start, period_end, changed_by)
    select '{table}', municipality_code, {published_slice}, {period_bounds}, :run_id
    from opened
    group by municipality_code, {published_slice}
    on conflict (core_table, municipality_code, slice) do update
    set changed_by = excluded.changed_by
)
select count(*)::integer as opened
from opened
