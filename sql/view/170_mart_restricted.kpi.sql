-- The KPIs that the catalogue splits by caseworker, in plain codes. Whoever asks sees the rows their own role may see.

create view mart_restricted.kpi with (security_invoker = true) as
select
    f.municipality_code, s.kpi, m.month as period, t.team, w.caseworker,
    sum(s.value) as value, k.unit, bool_or(f.is_preliminary) as is_preliminary
from mart_restricted.fact_caseworker_sickness_month as f
cross join lateral (
    values ('sickness_over_52w_count', f.chains_over_52w), ('partial_return_count', f.partial_returns)
) as s (kpi, value)
inner join mart.dim_kpi as k on k.kpi = s.kpi
inner join mart.dim_month as m on m.month_key = f.month_key
inner join mart.dim_team as t on t.team_key = f.team_key
inner join mart_restricted.dim_caseworker as w on w.caseworker_key = f.caseworker_key
group by f.municipality_code, s.kpi, m.month, t.team, w.caseworker, k.unit;

comment on view mart_restricted.kpi is 'Nøgletal pr. sagsbehandler i klar tekst - til opslag; brug fact_* i modeller';
comment on column mart_restricted.kpi.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart_restricted.kpi.kpi is 'Nøgletallets kode';
comment on column mart_restricted.kpi.period is 'Måneden, fx 2020-01';
comment on column mart_restricted.kpi.team is 'Teamets kode';
comment on column mart_restricted.kpi.caseworker is 'Pseudonym af sagsbehandlerens ident; UOPLYST når forløbet ingen har';
comment on column mart_restricted.kpi.value is 'Værdien; lagt sammen over sagsbehandlere er den teamets i mart.kpi. Tom, når ingen kilde fortæller om den';
comment on column mart_restricted.kpi.unit is 'Enhed';
comment on column mart_restricted.kpi.is_preliminary is 'Foreløbigt tal';
