-- Persons that no file has named before, with what their CPR number tells. It cannot change, so whichever file names a
-- person first tells it for all; in one order, so that two loads at once never wait for each other.
insert into core.person (municipality_code, person_key, birth_date, sex, is_substitute, first_run)
select distinct on (municipality_code, person_key)
    municipality_code, person_key, birth_date, sex, is_substitute, run_id
from stage.{table}
where run_id = :run_id and not held and person_key is not null
order by municipality_code, person_key
on conflict (municipality_code, person_key) do nothing
