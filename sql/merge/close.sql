-- Closes the open versions that a file corrects (another value) or no longer gives (its slice lacks them).
-- A held key, one whose row was rejected, keeps its open version; with an unreadable key nothing is closed as missing.
with slice as (
    select distinct {slice}
    from stage.{table}
    where run_id = :run_id and not held
),
-- Looked up as a set: of rows staged a moment ago the planner knows too little, and would look once per open version.
given as materialized (
    select distinct {key} from stage.{table} where run_id = :run_id
),
closed as (
    update core.{table} as c
    set recorded_to = :at, closed_by = :run_id
    where c.recorded_to = 'infinity'
        and ({c.slice}) in (select {slice} from slice)
        and not exists (
            select from stage.{table} as s
            where s.run_id = :run_id and {s.key = c.key} and (s.held or row({s.values}) is not distinct from row({c.values}))
        )
        and (:closes_missing::boolean or ({c.key}) in (select {key} from given))
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
select
    count(*)::integer as closed,
    count(*) filter (where ({c.key}) not in (select {key} from given))::integer as gone
from closed as c
