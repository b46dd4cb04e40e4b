-- A sheet that people append to gives a key several times. The row changed last counts; a row without a time of change is
-- as new as the newest above it; of equals the last line. The others are the source's own history: they are stored as
-- versions that were never in force, unless the very same content is known already. A rejected row gives way to a good one.
with timed as (
    select
        s.*, coalesce(
            s.{changed_at},
            max(s.{changed_at}) over (partition by {s.key} order by s.source_line), '-infinity'
        ) as changed
    from stage.{table} as s
    where s.run_id = :run_id and not s.held
),
ranked as (
    select s.*, row_number() over (partition by {s.key} order by s.changed desc, s.source_line desc) as recency
    from timed as s
),
dropped as (
    delete from stage.{table} as s
    using ranked as c
    where s.run_id = :run_id and {s.key = c.key} and c.recency = 1 and s.source_line <> c.source_line
    returning 1
),
stored as (
    insert into core.{table} (
        {columns}, source_line, origin_run, opened_by, closed_by, recorded_from, recorded_to
    )
    -- One moment for each, for a key has at most one version that ends at a moment.
    select
        {columns}, s.source_line, :run_id, :run_id, :run_id,
        :at::timestamptz - s.recency * interval '1 microsecond', :at::timestamptz - s.recency * interval '1 microsecond'
    from ranked as s
    where s.recency > 1 and not exists (
        select from core.{table} as c
        where {s.key = c.key} and row({s.values}) is not distinct from row({c.values})
    )
    returning source_line
)
select
    (select count(*)::integer from dropped) as dropped,
    (select count(*)::integer from stored) as lines
