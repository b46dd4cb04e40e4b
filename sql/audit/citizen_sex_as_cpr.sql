-- audit: citizen_sex_as_cpr
-- title: Borgerens køn er det, CPR-nummeret siger
-- severity: warn
-- todo: CPR-nummeret gælder. Ret kønnet i fagsystemet, eller registrér det nye CPR-nummer.
select c.municipality_code, count(*) as citizens
from core.citizen_open as c
inner join core.person as p on p.municipality_code = c.municipality_code and p.person_key = c.person_key
where c.sex_given <> p.sex
group by c.municipality_code
