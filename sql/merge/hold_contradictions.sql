-- Lines that give one key different values: neither is right by itself, so both are held back and the open version stays.
with contradicted as (
    select {key}, array_agg(distinct source_line order by source_line) as lines
    from stage.{table}
    where run_id = :run_id
    group by {key}
    having count(distinct row({values})) > 1 or (bool_or(held) and not bool_and(held))
),
line as (
    select distinct s.source_line
    from stage.{table} as s
    inner join contradicted as c on {s.key = c.key}
    where s.run_id = :run_id and not s.held
),
held as (
    update stage.{table} as s
    set held = true
    from line
    where s.run_id = :run_id and s.source_line = line.source_line
    returning s.source_line
)
select distinct
    h.source_line as line,
    (
        select array_to_string(c.lines[1:5], ', ')
        from contradicted as c
        where h.source_line = any(c.lines)
        order by c.lines
        limit 1
    ) as lines
from held as h
order by h.source_line
