-- The hierarchy of target groups, categories and ages as columns, and teams as they were and as they are now.

alter table ref.target_group
    add column benchmark_group text,
    add column no_new_from date,
    add column series_break_on date,
    add column successor_code text,
    add column note text;
alter table ref.target_group_set alter column slot drop not null;
comment on table ref.target_group_set is 'Sæt af målgrupper; grupper med samme slot tæller som én (INT og SHO). Uden slot lægges intet nationalt tal sammen over sættet.';

create table ref.source_code (
    source text not null,
    code_type text not null,
    code text not null,
    target_group text,
    readiness text,
    valid_from date,
    valid_to date,
    name text
);
comment on table ref.source_code is 'Hvad kildernes egne koder står for: LAB § 6-numre, kontaktgrupper, visitationskategorier. En kode kan høre til flere målgrupper; en uden målgruppe er ikke kortlagt, og der gættes aldrig.';

create table ref.readiness (
    code text primary key,
    name text not null,
    target_groups text,
    valid_from date,
    valid_to date,
    sort integer not null,
    note text
);
comment on table ref.readiness is 'Visitationskategorier, og hvilke målgrupper de bruges om.';

create table ref.age_band_set (
    set_code text not null,
    code text not null,
    name text not null,
    age_from smallint not null,
    age_to smallint,
    primary key (set_code, code)
);
comment on table ref.age_band_set is 'Aldersgrupperinger, der er sammensat af de aldersintervaller, tallene føres på.';

alter table ref.team add column municipality_code text;
comment on column ref.team.municipality_code is 'Kommunen, teamet er i; tom er alle hjemmets kommuner.';

alter table mart.dim_target_group
    add column level0 text,
    add column support_type text,
    add column benchmark_group text,
    add column is_public_11 boolean not null default false,
    add column is_sick boolean not null default false,
    add column is_youth_temporary boolean not null default false,
    add column is_benchmark boolean not null default false,
    add column is_jobindsats_total boolean not null default false,
    add column is_nonwest_women boolean not null default false,
    add column lab_codes text,
    add column no_new_from date,
    add column series_break_on date,
    add column successor_code text,
    add column as_now_name text,
    add column note text;
comment on column mart.dim_target_group.level0 is 'Øverste niveau: Offentlig forsørgelse (planens 11 grupper) eller Uden for';
comment on column mart.dim_target_group.support_type is 'Niveau 1: Midlertidig eller Permanent; tom uden for planens 11 grupper';
comment on column mart.dim_target_group.level1 is 'Niveau 1 efter ydelsernes art, fx Sygemeldte';
comment on column mart.dim_target_group.benchmark_group is 'Niveau 1, som ministeriets benchmarking inddeler; tom er uden for den';
comment on column mart.dim_target_group.is_public_11 is 'Sættet PUBLIC_11: planens 11 grupper';
comment on column mart.dim_target_group.is_sick is 'Sættet SICK: sygedagpenge og jobafklaring, som er én kæde';
comment on column mart.dim_target_group.is_youth_temporary is 'Sættet YOUTH_TEMP: tæller for unge på midlertidig forsørgelse';
comment on column mart.dim_target_group.is_benchmark is 'Sættet BENCHMARK: med i ministeriets benchmarking';
comment on column mart.dim_target_group.is_jobindsats_total is 'Sættet JI_TOTAL: med i jobindsats'' samlede tal, som er flere end planens 11';
comment on column mart.dim_target_group.is_nonwest_women is 'Sættet NONWEST_WOMEN: ydelserne i målet om kvinder fra ikke-vestlige lande';
comment on column mart.dim_target_group.lab_codes is 'LAB § 6-numre, gruppen kan have, parted af |';
comment on column mart.dim_target_group.no_new_from is 'Ingen nye forløb fra og med; de, der er, løber ud';
comment on column mart.dim_target_group.series_break_on is 'Databrud: fra denne dag dækker gruppen andet end før';
comment on column mart.dim_target_group.successor_code is 'Koden på den ydelse, der afløste den';
comment on column mart.dim_target_group.as_now_name is 'Navnet på målgruppen i dag (as_now_code)';
comment on column mart.dim_target_group.note is 'Bemærkning';

alter table mart.dim_readiness
    add column target_groups text,
    add column valid_from date,
    add column valid_to date,
    add column sort integer not null default 0;
comment on column mart.dim_readiness.target_groups is 'Målgrupper, kategorien bruges om, parted af |';
comment on column mart.dim_readiness.valid_from is 'Kategorien findes fra og med';
comment on column mart.dim_readiness.valid_to is 'Kategorien findes til og med';
comment on column mart.dim_readiness.sort is 'Rækkefølge i rapporter';

alter table mart.dim_age_band
    add column band_jobindsats text,
    add column band_under_30 text,
    add column band_under_40 text;
comment on column mart.dim_age_band.band_jobindsats is 'Intervallet hos jobindsats: 16-19, femårige til 60-64, og 65+';
comment on column mart.dim_age_band.band_under_30 is 'Under 30 år eller ej: 16-29 eller 30+';
comment on column mart.dim_age_band.band_under_40 is 'Under 40 år eller ej, som ressourceforløb opgøres: 16-39 eller 40+';

alter table mart.dim_team
    add column as_now_code text,
    add column as_now_name text,
    add column as_now_leader text,
    add column valid_from date,
    add column valid_to date;
update mart.dim_team set as_now_code = team, as_now_name = name;
alter table mart.dim_team alter column as_now_code set not null, alter column as_now_name set not null;
comment on column mart.dim_team.name is 'Teamets nyeste navn; ældre navne står i mart.team_name';
comment on column mart.dim_team.as_now_code is 'Koden på teamet i dag: det, teamet er lagt ind i, ellers dets egen';
comment on column mart.dim_team.as_now_name is 'Navnet på teamet i dag';
comment on column mart.dim_team.as_now_leader is 'Lederen af teamet i dag (databaselogin); fra kommunens egen reference/team.csv';
comment on column mart.dim_team.valid_from is 'Teamet findes fra og med, efter kommunens egen liste; tom er ukendt';
comment on column mart.dim_team.valid_to is 'Teamet findes til og med; tom er stadig';

create table mart.team_name (
    municipality_code text not null,
    team_key integer not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    constraint pk_team_name primary key (municipality_code, team_key, valid_from),
    constraint fk_team_name__team_key foreign key (team_key) references mart.dim_team (team_key)
);
comment on table mart.team_name is 'Hvad et team hed hvornår: kommunens egen liste, ellers som forløbene har nævnt det. Til opslag, når et tal skal vises, som det hed dengang.';
comment on column mart.team_name.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart.team_name.team_key is 'Teamet';
comment on column mart.team_name.valid_from is 'Navnet gælder fra og med; 0001-01-01 er fra begyndelsen';
comment on column mart.team_name.valid_to is 'Navnet gælder til og med; tom er stadig';
comment on column mart.team_name.name is 'Navnet';
