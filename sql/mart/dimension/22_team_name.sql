-- What the teams were called when: the names that are no longer so go, the others come; whoever reads sees all or none of it.
with told as (
    select d.municipality_code, d.team_key, n.valid_from, n.valid_to, n.name
    from core.team_name as n
    inner join mart.dim_team as d on d.municipality_code = n.municipality_code and d.team = n.team_code
),
gone as (
    delete from mart.team_name as o
    where not exists (
        select from told as t
        where (t.municipality_code, t.team_key, t.valid_from) = (o.municipality_code, o.team_key, o.valid_from)
    )
)
insert into mart.team_name as o (municipality_code, team_key, valid_from, valid_to, name)
select municipality_code, team_key, valid_from, valid_to, name from told
on conflict (municipality_code, team_key, valid_from) do update
set valid_to = excluded.valid_to, name = excluded.name
where (o.valid_to, o.name) is distinct from (excluded.valid_to, excluded.name)
