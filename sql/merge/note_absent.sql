-- A full snapshot at hand: rows that are open but not in it are noted as absent since its extraction date.
with absent as (
    insert into core.snapshot_absence (
        municipality_code, core_table, row_key, absent_on, source_line, origin_run, opened_by, recorded_from
    )
    select c.municipality_code, '{table}', concat_ws('|', {c.key}), :extracted_on::date, 0, :run_id, :run_id, :at::timestamptz
    from core.{table} as c
    where c.recorded_to = 'infinity' and c.municipality_code = :municipality and {not_deleted}
        and not exists (select from stage.{table} as s where s.run_id = :run_id and {s.key = c.key})
        and not exists (
            select from core.snapshot_absence as a
            where a.recorded_to = 'infinity' and a.municipality_code = c.municipality_code
                and a.core_table = '{table}' and a.row_key = concat_ws('|', {c.key})
        )
    returning 1
)
select count(*)::integer as absent
from absent
