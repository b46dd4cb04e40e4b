-- The part of the list of cases that near 52 weeks: one per municipality, for the newest day only, by what the rows say.
with behind as (
    select municipality_code, max(files) as files, max(changed_by) as changed_by
    from core.own_month_hash
    group by municipality_code
)
select
    n.municipality_code, n.reference_date::text as slice, sum(hashtextextended(n::text, 0)::numeric)::text as input,
    b.files, b.changed_by
from core.nearing_52w as n
left join behind as b on b.municipality_code = n.municipality_code
group by n.municipality_code, n.reference_date, b.files, b.changed_by
