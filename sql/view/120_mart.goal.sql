-- also: mart_asof
-- The plan's goals in plain codes, one row per goal, with the newest complete figure and its status.

create view mart.goal as
select
    f.municipality_code, f.year, f.plan, f.goal_no, k.kpi, f.basis, t.team, g.target_group, a.area_code,
    f.name, f.goal_type, f.set_by, f.operator, f.target, f.baseline, f.actual, f.period, f.status, f.is_preliminary
from mart.fact_goal as f
inner join mart.dim_kpi as k on k.kpi_key = f.kpi_key
inner join mart.dim_area as a on a.area_key = f.area_key
inner join mart.dim_target_group as g on g.target_group_key = f.target_group_key
inner join mart.dim_team as t on t.team_key = f.team_key;

comment on view mart.goal is 'Planens mål i klar tekst - til opslag; brug fact_* i modeller';
comment on column mart.goal.municipality_code is 'Kommunen, hvis plan det er';
comment on column mart.goal.year is 'Planåret';
comment on column mart.goal.plan is 'Planen';
comment on column mart.goal.goal_no is 'Målets nummer, fx 4a';
comment on column mart.goal.kpi is 'Nøgletallets kode';
comment on column mart.goal.basis is 'Grundlaget, som målet måles på: own, national eller manual';
comment on column mart.goal.team is 'Teamets kode; ALL er i alt';
comment on column mart.goal.target_group is 'Målgruppens kode; ALL er i alt';
comment on column mart.goal.area_code is 'Området, målet gælder';
comment on column mart.goal.name is 'Målets navn';
comment on column mart.goal.goal_type is 'Måltype';
comment on column mart.goal.set_by is 'Hvem der sætter målet';
comment on column mart.goal.operator is 'Sammenligning: <=, <, >= eller >';
comment on column mart.goal.target is 'Målet; tom når en henvisning ikke kan slås op';
comment on column mart.goal.baseline is 'Udgangspunktet ved årets begyndelse';
comment on column mart.goal.actual is 'Seneste hele periodes værdi';
comment on column mart.goal.period is 'Perioden for seneste værdi';
comment on column mart.goal.status is 'achieved (nået), on_track (på vej), off_track (ikke på vej) eller no_data (ingen data)';
comment on column mart.goal.is_preliminary is 'Seneste værdi er foreløbig';
