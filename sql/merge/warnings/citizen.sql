-- Labels that only describe a citizen and that nobody knows: the citizens are loaded without a code.
with strange as (
    select g.column_name, s.source_line, regexp_replace(left(g.label, 40), '[0-9]{4,}', '…', 'g') as label
    from stage.citizen as s
    cross join lateral (
        values
            ('køn', s.sex_label, s.sex_given),
            ('kommunekode', s.residence_label, s.residence_code),
            ('herkomst', s.origin_label, s.origin),
            ('opholdsgrundlag', s.residence_basis_label, s.residence_basis),
            ('uddannelsesniveau', s.education_label, s.education)
    ) as g (column_name, label, code)
    where s.run_id = :run_id and not s.held and g.label is not null and g.code is null
)
select
    'Ukendt ' || column_name || ' hos ' || count(*) || ' borger(e), fx "' || (array_agg(label order by source_line))[1]
    || '" på linje ' || min(source_line) || '; de er indlæst uden.' as message
from strange
group by column_name
having count(*) > 0
