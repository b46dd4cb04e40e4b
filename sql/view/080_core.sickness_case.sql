-- Sickness cases and partial returns as everything reads them.
-- once: core.sickness_case_current, core.partial_return_current

-- One row per case that the source has not deleted, under its person's present key, with the days it covers and whether
-- it is sickness or leave (birth, adoption, child care).
create view core.sickness_case_current as
select
    c.municipality_code, c.case_key,
    coalesce(a.new_person_key, c.person_key) as person_key,
    c.case_type, coalesce(t.kind, 'sickness') as kind,
    c.first_absence_date, c.first_benefit_date,
    c.first_absence_date as from_date,
    coalesce(c.last_benefit_date, c.recovered_on) as to_date,
    c.recovered_on, c.replaced_on, c.partial_from, c.partial_to, c.working_hours, c.absence_hours, c.readiness,
    c.source_changed_at
from core.sickness_case_open as c
left join core.person_alias as a on a.municipality_code = c.municipality_code and a.old_person_key = c.person_key
left join ref.case_type as t on t.code = c.case_type
where not c.is_deleted and c.person_key is not null
    and c.first_absence_date <= coalesce(c.last_benefit_date, c.recovered_on, 'infinity');

-- Partial returns by day: the feed's own intervals, and a case's own columns only where the feed has none for it. An
-- interval ends at the latest the day before the case's next one begins. is_partial: enough hours of work and of absence
-- for it to be a partial return and no full recovery (parameters).
create view core.partial_return_current as
with given as (
    select r.municipality_code, r.case_key, r.from_date, r.to_date, r.working_hours, r.absence_hours
    from core.partial_return_open as r
    where not r.is_deleted
    union all
    select c.municipality_code, c.case_key, c.partial_from, c.partial_to, c.working_hours, c.absence_hours
    from core.sickness_case_current as c
    where c.partial_from is not null and c.partial_from <= coalesce(c.partial_to, 'infinity') and not exists (
        select from core.partial_return_open as r
        where r.municipality_code = c.municipality_code and r.case_key = c.case_key and not r.is_deleted
    )
),
placed as (
    select g.*,
        least(
            g.to_date,
            lead(g.from_date) over (partition by g.municipality_code, g.case_key order by g.from_date) - 1
        ) as last_date
    from given as g
)
select
    c.municipality_code, c.person_key, c.case_key, p.from_date, p.last_date as to_date,
    p.working_hours, p.absence_hours,
    coalesce(
        p.absence_hours >= (select value::numeric from ref.parameter where name = 'partial_return_absence_hours')
        and p.working_hours >= (select value::numeric from ref.parameter where name = 'partial_return_working_hours'),
        false
    ) as is_partial
from placed as p
inner join core.sickness_case_current as c on c.municipality_code = p.municipality_code and c.case_key = p.case_key;
