-- An older change that arrives late never becomes the open version: it is stored as a version that was never in force,
-- unless the very same content is known already.
with older as (
    -- Held: it opens nothing, but its key is in the file.
    update stage.{table} as s
    set held = true
    from core.{table} as c
    where s.run_id = :run_id and not s.held and c.recorded_to = 'infinity'
        and {s.key = c.key} and s.{changed_at} < c.{changed_at}
    returning s.*
),
stored as (
    insert into core.{table} (
        {columns}, source_line, origin_run, opened_by, closed_by, recorded_from, recorded_to
    )
    select {columns}, s.source_line, :run_id, :run_id, :run_id, :at::timestamptz, :at::timestamptz
    from older as s
    where not exists (
        select from core.{table} as c
        where {s.key = c.key} and row({s.values}) is not distinct from row({c.values})
    )
    returning source_line
)
select
    (select count(*)::integer from older) as older,
    (select count(*)::integer from stored) as lines
