-- Visitation categories that nobody knows: the spells are loaded without a code (a label that only describes is no reject).
with strange as (
    select regexp_replace(left(readiness_label, 40), '[0-9]{4,}', '…', 'g') as label
    from stage.benefit_spell
    where run_id = :run_id and not held and readiness is null and readiness_label is not null
)
select
    'Ukendt visitationskategori i ' || count(*) || ' forløb, fx "' || min(label)
    || '"; forløbene er indlæst uden.' as message
from strange
having count(*) > 0
