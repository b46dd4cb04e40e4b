-- Visitation categories that nobody knows: the spells are loaded without a code (a label that only describes is no reject).
with strange as (
    select regexp_replace(left(readiness_label, 40), '[0-9]{4,}', '…', 'g') as label
    from stage.benefit_spell
    where run_id = :run_id and not held and readiness is null and readiness_label is not null
),
-- Spells whose BorgerID belongs to another person than their CPR number, by the citizens' file: the number is believed.
-- A number that the citizen once had is no conflict (core.person_alias), nor is a citizen that nobody knows.
conflict as (
    select s.source_line
    from stage.benefit_spell as s
    inner join core.citizen_newest as c on c.municipality_code = s.municipality_code and c.citizen_key = s.citizen_key
    where s.run_id = :run_id and not s.held and s.person_key <> c.person_key
        and not exists (
            select from core.citizen_said as v
            where v.municipality_code = s.municipality_code and v.citizen_key = s.citizen_key
                and v.person_key = s.person_key
        )
)
select
    'Ukendt visitationskategori i ' || count(*) || ' forløb, fx "' || min(label)
    || '"; forløbene er indlæst uden.' as message
from strange
having count(*) > 0
union all
select
    'BorgerID og CPR-nr. peger på hver sin person i ' || count(*) || ' forløb, fx linje ' || min(source_line)
    || '; CPR-nummeret gælder.'
from conflict
having count(*) > 0
