-- also: mart_asof
-- The published KPIs in plain codes, one row per KPI, basis, period, area and split.

create view mart.kpi as
select
    f.municipality_code, k.kpi, f.basis, f.period, a.area, a.area_code,
    g.target_group, t.team, f.age_group, f.breakdown,
    f.numerator, f.denominator, f.value, k.unit, f.status, f.status_text,
    f.is_preliminary, f.is_suppressed, f.definition_version
from mart.fact_kpi as f
inner join mart.dim_kpi as k on k.kpi_key = f.kpi_key
inner join mart.dim_area as a on a.area_key = f.area_key
inner join mart.dim_target_group as g on g.target_group_key = f.target_group_key
inner join mart.dim_team as t on t.team_key = f.team_key;

comment on view mart.kpi is 'Nøgletal i klar tekst - til opslag; brug fact_* i modeller';
comment on column mart.kpi.municipality_code is 'Kommunekode; 000 for hele landet, regioner, RAR-områder og sammenligningssæt';
comment on column mart.kpi.kpi is 'Nøgletallets kode';
comment on column mart.kpi.basis is 'own (fagsystemer), national (jobindsats, Danmarks Statistik) eller manual';
comment on column mart.kpi.period is 'Perioden, fx 2020-01, 2020-Q1, 2020 eller 2020-Q2R (rullende år)';
comment on column mart.kpi.area is 'Områdets navn';
comment on column mart.kpi.area_code is 'Områdets kode: 791, DK, REG:082, RAR:Østjylland eller SET:OESTJYLLAND (sammenligningssæt)';
comment on column mart.kpi.target_group is 'Målgruppens kode; ALL er i alt';
comment on column mart.kpi.team is 'Teamets kode; ALL er i alt';
comment on column mart.kpi.age_group is 'Aldersgruppen; ALL er i alt';
comment on column mart.kpi.breakdown is 'Anden opdeling, fx branch=F; ALL er i alt';
comment on column mart.kpi.numerator is 'Tæller';
comment on column mart.kpi.denominator is 'Nævner; tom for antal';
comment on column mart.kpi.value is 'Værdien; andele i procent';
comment on column mart.kpi.unit is 'Enhed';
comment on column mart.kpi.status is 'ok, no_data, waiting eller suppressed';
comment on column mart.kpi.status_text is 'Hvorfor der ikke er en værdi, eller at en andel er over 100 pct.';
comment on column mart.kpi.is_preliminary is 'Foreløbigt tal';
comment on column mart.kpi.is_suppressed is 'Kilden viser ikke tallet (diskretion)';
comment on column mart.kpi.definition_version is 'Version af nøgletallets definition';
