-- Visitation categories that nobody knows: the cases are loaded without a code.
with strange as (
    select regexp_replace(left(readiness_label, 40), '[0-9]{4,}', '…', 'g') as label
    from stage.sickness_case
    where run_id = :run_id and not held and readiness is null and readiness_label is not null
)
select
    'Ukendt visitationskategori i ' || count(*) || ' sag(er), fx "' || min(label) || '"; de er indlæst uden.' as message
from strange
having count(*) > 0
