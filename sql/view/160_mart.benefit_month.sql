-- also: mart_asof
-- The municipality's own benefit months in plain codes.

create view mart.benefit_month as
select
    f.municipality_code, m.month, g.target_group, r.readiness, t.team, a.age_band, s.sex, o.origin,
    f.full_time_persons, f.persons, f.benefit_days, f.inflow, f.outflow
from mart.fact_benefit_month as f
inner join mart.dim_month as m on m.month_key = f.month_key
inner join mart.dim_target_group as g on g.target_group_key = f.target_group_key
inner join mart.dim_readiness as r on r.readiness_key = f.readiness_key
inner join mart.dim_team as t on t.team_key = f.team_key
inner join mart.dim_age_band as a on a.age_band_key = f.age_band_key
inner join mart.dim_sex as s on s.sex_key = f.sex_key
inner join mart.dim_origin as o on o.origin_key = f.origin_key;

comment on view mart.benefit_month is 'Borgere på ydelser pr. måned i klar tekst - til opslag; brug fact_* i modeller';
comment on column mart.benefit_month.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart.benefit_month.month is 'Måneden, fx 2020-01';
comment on column mart.benefit_month.target_group is 'Målgruppens kode';
comment on column mart.benefit_month.readiness is 'Visitationskategori; UKENDT ukendt, UOPLYST ikke oplyst';
comment on column mart.benefit_month.team is 'Teamets kode; UOPLYST ikke oplyst';
comment on column mart.benefit_month.age_band is 'Aldersinterval på månedens sidste ydelsesdag; UKENDT ukendt';
comment on column mart.benefit_month.sex is 'M, K eller UKENDT';
comment on column mart.benefit_month.origin is 'Herkomst; UKENDT ukendt, UOPLYST ikke oplyst';
comment on column mart.benefit_month.full_time_persons is 'Fuldtidspersoner; kan lægges sammen overalt';
comment on column mart.benefit_month.persons is 'Personer; kan kun lægges sammen inden for én målgruppe og måned';
comment on column mart.benefit_month.benefit_days is 'Dage på ydelsen';
comment on column mart.benefit_month.inflow is 'Kæder, der begyndte i måneden';
comment on column mart.benefit_month.outflow is 'Kæder med sidste dag i måneden';
