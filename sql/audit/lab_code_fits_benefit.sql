-- audit: lab_code_fits_benefit
-- title: Forløbets målgruppekode (LAB § 6) hører til dets ydelse
-- severity: warn
-- todo: Ydelsen gælder. Ret koden i fagsystemet, eller læg den rigtige linje i reference/source_code.csv.
with coded as (
    select
        municipality_code, benefit, lab_code, start_date,
        '6.' || substring(lab_code from '^(?:6[.,])?0*(\d{1,2})$') as code
    from core.benefit_spell_open
    where lab_code is not null and not is_deleted
)
select c.municipality_code, c.benefit, c.lab_code, count(*) as spells
from coded as c
where exists (
    select from ref.source_code as known where known.source = 'lab' and known.target_group = c.benefit
) and not exists (
    select from ref.source_code as fits
    where fits.source = 'lab' and fits.code = c.code and fits.target_group = c.benefit
        and c.start_date between coalesce(fits.valid_from, '-infinity') and coalesce(fits.valid_to, 'infinity')
)
group by c.municipality_code, c.benefit, c.lab_code
order by c.municipality_code, c.benefit, c.lab_code
