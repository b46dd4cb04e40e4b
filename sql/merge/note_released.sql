-- Rows released from an earlier file that the newest full snapshot lacks: noted as absent since then, as they would have been.
with absent as (
    insert into core.snapshot_absence (
        municipality_code, core_table, row_key, absent_on, source_line, origin_run, opened_by, recorded_from
    )
    select c.municipality_code, '{table}', concat_ws('|', {c.key}), :absent_on::date, 0, :run_id, :run_id, :at::timestamptz
    from core.{table} as c
    where c.recorded_to = 'infinity' and c.opened_by = :run_id and {not_deleted}
        -- One that was open before was in the snapshot, or is noted already.
        and not exists (
            select from core.{table} as s
            where s.closed_by = :run_id and {s.key = c.key}
        )
    returning 1
)
select count(*)::integer as absent
from absent
