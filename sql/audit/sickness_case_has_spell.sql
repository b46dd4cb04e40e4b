-- audit: sickness_case_has_spell
-- title: En sygefraværssag ligger i et forløb på sygedagpenge eller jobafklaring
-- severity: warn
-- todo: En sag giver aldrig forløb af sig selv. Opret forløbet i fagsystemet, eller hent et nyt udtræk af målgruppeforløb.
select c.municipality_code, c.first_absence_date, count(*) as cases
from core.sickness_case_current as c
where c.kind = 'sickness' and not exists (
    select from core.spell_clean as s
    inner join ref.target_group_set as g on g.set_code = 'SICK' and g.target_group = s.target_group
    where s.municipality_code = c.municipality_code and s.person_key = c.person_key
        and s.from_date <= coalesce(c.to_date, 'infinity') and coalesce(s.to_date, 'infinity') >= c.from_date
)
group by c.municipality_code, c.first_absence_date
order by c.municipality_code, c.first_absence_date
