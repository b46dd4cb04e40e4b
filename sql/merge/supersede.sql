-- Rejected rows that a load has answered: of the very same file, or of one of that name for the same day; of a name that is used
-- again month after month, only where the load tells of all the days that the earlier one told of, or of everything.
update ops.quarantine as q
set status = 'superseded'
from ops.run as earlier
inner join ops.run as answer on answer.run_id = :run_id
where earlier.run_id = q.run_id and q.status = 'open' and q.run_id <> answer.run_id
    and earlier.feed = answer.feed and earlier.municipality_code = answer.municipality_code
    and (
        earlier.sha256 = answer.sha256
        or (
            earlier.file_name = answer.file_name
            and (
                earlier.extracted_on = answer.extracted_on
                or earlier.covers <@ :covers::daterange
                or :is_full::boolean
            )
        )
    )
