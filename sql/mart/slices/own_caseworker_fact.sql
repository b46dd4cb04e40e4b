-- The parts of the caseworkers' months of sickness: one per municipality and month, by what the rows themselves say.
with told as (
    select municipality_code, month_key, sum(hashtextextended(c::text, 0)::numeric) as hash
    from core.caseworker_chain_month as c
    group by municipality_code, month_key
)
select m.municipality_code, m.month_key::text as slice, concat(t.hash) as input, m.files, m.changed_by, m.is_closed
from core.own_month_hash as m
left join told as t on t.municipality_code = m.municipality_code and t.month_key = m.month_key
where t.hash is not null or m.is_closed
