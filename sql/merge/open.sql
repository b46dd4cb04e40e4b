-- Opens a version for every row that is new or corrected, and marks the parts of the mart to rebuild.
with opened as (
    insert into core.{table} ({columns}, source_line, origin_run, opened_by, recorded_from)
    select {columns}, s.source_line, :run_id, :run_id, :at::timestamptz
    from stage.{table} as s
    where s.run_id = :run_id and not s.held and not exists (
        select from core.{table} as c
        where c.recorded_to = 'infinity' and {s.key = c.key}
    )
    returning {place}, source_line
),
marked as (
    insert into ops.core_slice (core_table, municipality_code, slice, period_start, period_end, changed_by)
    select '{table}', municipality_code, {published_slice}, {period_bounds}, :run_id
    from opened
    group by municipality_code, {published_slice}
    on conflict (core_table, municipality_code, slice) do update
    set changed_by = excluded.changed_by
)
select count(*)::integer as opened, count(distinct source_line)::integer as lines
from opened
