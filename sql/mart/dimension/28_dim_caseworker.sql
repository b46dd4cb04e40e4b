-- Caseworkers: new members with the next free keys, and members whose attributes changed. A key is given once and never reused.
with told as (
    select c.special_key, c.municipality_code, c.caseworker, c.key_version, t.team_key, c.teams, d.caseworker_key
    from core.caseworker as c
    inner join mart.dim_team as t on t.municipality_code in (c.municipality_code, '000') and t.team = c.team
    left join mart_restricted.dim_caseworker as d
        on d.municipality_code = c.municipality_code and d.caseworker = c.caseworker
)
insert into mart_restricted.dim_caseworker as d (caseworker_key, municipality_code, caseworker, key_version, team_key, teams)
select
    coalesce(
        caseworker_key, special_key,
        greatest((select max(caseworker_key) from mart_restricted.dim_caseworker), 0)
        + row_number() over (
            partition by coalesce(caseworker_key, special_key) is null order by municipality_code, caseworker
        )
    ),
    municipality_code, caseworker, key_version, team_key, teams
from told
on conflict (caseworker_key) do update
set (key_version, team_key, teams) = (excluded.key_version, excluded.team_key, excluded.teams)
where (d.key_version, d.team_key, d.teams) is distinct from (excluded.key_version, excluded.team_key, excluded.teams)
