-- The published dimensions and the record of publications. Every comment is Danish, for it is what an analyst reads.

create schema mart;
comment on schema mart is 'Jobmart: udgivne tal for beskæftigelsesområdet';

create table mart.publication (
    publication_id bigint not null,
    published_at timestamp not null,
    contract_version text not null,
    constraint pk_publication primary key (publication_id)
);
comment on table mart.publication is 'Udgivelserne: hvilken samlet tilstand mart viser';
comment on column mart.publication.publication_id is 'Udgivelsens nummer (= kørslens nummer)';
comment on column mart.publication.published_at is 'Hvornår udgivelsen blev gjort færdig, dansk tid';
comment on column mart.publication.contract_version is 'Version af martens tabeller og kolonner';

create table mart.dim_date (
    date_key integer not null,
    date date not null,
    year smallint not null,
    quarter text not null,
    month text not null,
    month_key integer not null,
    day_of_month smallint not null,
    weekday smallint not null,
    weekday_name text not null,
    iso_week text not null,
    is_weekend boolean not null,
    constraint pk_dim_date primary key (date_key),
    constraint uq_dim_date__date unique (date)
);
comment on table mart.dim_date is 'Kalenderdage med dansk ugenummer (ISO)';
comment on column mart.dim_date.date_key is 'Nøgle: ÅÅÅÅMMDD';
comment on column mart.dim_date.date is 'Dagen';
comment on column mart.dim_date.year is 'År';
comment on column mart.dim_date.quarter is 'Kvartal, fx 2020-Q1';
comment on column mart.dim_date.month is 'Måned, fx 2020-01';
comment on column mart.dim_date.month_key is 'Nøgle til måneden: ÅÅÅÅMM';
comment on column mart.dim_date.day_of_month is 'Dag i måneden';
comment on column mart.dim_date.weekday is 'Ugedag, 1 = mandag';
comment on column mart.dim_date.weekday_name is 'Ugedagens navn';
comment on column mart.dim_date.iso_week is 'ISO-uge, fx 2020-W05';
comment on column mart.dim_date.is_weekend is 'Lørdag eller søndag';

create table mart.dim_month (
    month_key integer not null,
    month text not null,
    first_day date not null,
    last_day date not null,
    days smallint not null,
    month_number smallint not null,
    month_name text not null,
    quarter text not null,
    year smallint not null,
    constraint pk_dim_month primary key (month_key),
    constraint uq_dim_month__month unique (month)
);
comment on table mart.dim_month is 'Kalendermåneder';
comment on column mart.dim_month.month_key is 'Nøgle: ÅÅÅÅMM';
comment on column mart.dim_month.month is 'Måned, fx 2020-01';
comment on column mart.dim_month.first_day is 'Månedens første dag';
comment on column mart.dim_month.last_day is 'Månedens sidste dag';
comment on column mart.dim_month.days is 'Dage i måneden';
comment on column mart.dim_month.month_number is 'Måned, 1-12';
comment on column mart.dim_month.month_name is 'Månedens navn';
comment on column mart.dim_month.quarter is 'Kvartal, fx 2020-Q1';
comment on column mart.dim_month.year is 'År';

create table mart.dim_area (
    area_key integer not null,
    area_code text not null,
    area text not null,
    kind text not null,
    municipality_code text not null,
    constraint pk_dim_area primary key (area_key),
    constraint uq_dim_area__area_code unique (area_code)
);
comment on table mart.dim_area is 'Kommuner, regioner, RAR-områder og hele landet';
comment on column mart.dim_area.area_key is 'Nøgle; -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_area.area_code is 'Områdets kode: 791, DK, REG:082 eller RAR:Østjylland';
comment on column mart.dim_area.area is 'Områdets navn';
comment on column mart.dim_area.kind is 'Art: country, region, rar, municipality eller andet';
comment on column mart.dim_area.municipality_code is 'Områdets egen kommunekode; 000 når området ikke er en kommune';

create table mart.dim_target_group (
    target_group_key integer not null,
    target_group text not null,
    name text not null,
    level1 text,
    is_temporary boolean not null,
    is_permanent boolean not null,
    law text,
    valid_from date,
    valid_to date,
    as_now_code text,
    sort integer not null,
    constraint pk_dim_target_group primary key (target_group_key),
    constraint uq_dim_target_group__target_group unique (target_group)
);
comment on table mart.dim_target_group is 'Målgrupper (ydelsesgrupper) med flag for midlertidig og permanent forsørgelse';
comment on column mart.dim_target_group.target_group_key is 'Nøgle; -2 i alt, -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_target_group.target_group is 'Målgruppens kode, fx SDP';
comment on column mart.dim_target_group.name is 'Målgruppens navn';
comment on column mart.dim_target_group.level1 is 'Overordnet gruppe';
comment on column mart.dim_target_group.is_temporary is 'Tæller som midlertidig forsørgelse (S4)';
comment on column mart.dim_target_group.is_permanent is 'Tæller som permanent forsørgelse (S4)';
comment on column mart.dim_target_group.law is 'Lovgrundlag';
comment on column mart.dim_target_group.valid_from is 'Ydelsen findes fra og med';
comment on column mart.dim_target_group.valid_to is 'Ydelsen findes til og med';
comment on column mart.dim_target_group.as_now_code is 'Koden i dag, når ydelsen er afløst af en anden';
comment on column mart.dim_target_group.sort is 'Rækkefølge i rapporter';

create table mart.dim_team (
    team_key integer not null,
    municipality_code text not null,
    team text not null,
    name text not null,
    constraint pk_dim_team primary key (team_key),
    constraint uq_dim_team__team unique (municipality_code, team)
);
comment on table mart.dim_team is 'Teams pr. kommune; teams kommer med fagsystemernes data';
comment on column mart.dim_team.team_key is 'Nøgle; -2 i alt, -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_team.municipality_code is 'Kommunekode; 000 for de særlige medlemmer';
comment on column mart.dim_team.team is 'Teamets kode';
comment on column mart.dim_team.name is 'Teamets navn';

create table mart.dim_age_band (
    age_band_key integer not null,
    age_band text not null,
    name text not null,
    age_from smallint,
    age_to smallint,
    is_under_30 boolean not null,
    is_18_29 boolean not null,
    is_16_66 boolean not null,
    is_16_24 boolean not null,
    is_25_29 boolean not null,
    is_30_49 boolean not null,
    is_50_66 boolean not null,
    sort integer not null,
    constraint pk_dim_age_band primary key (age_band_key),
    constraint uq_dim_age_band__age_band unique (age_band)
);
comment on table mart.dim_age_band is 'Aldersintervaller, der ikke overlapper, med flag for de sammensatte grupper';
comment on column mart.dim_age_band.age_band_key is 'Nøgle; -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_age_band.age_band is 'Intervallets kode, fx 25-29';
comment on column mart.dim_age_band.name is 'Intervallets navn';
comment on column mart.dim_age_band.age_from is 'Fra og med alder';
comment on column mart.dim_age_band.age_to is 'Til og med alder; tom er åben opadtil';
comment on column mart.dim_age_band.is_under_30 is '16-29 år';
comment on column mart.dim_age_band.is_18_29 is '18-29 år';
comment on column mart.dim_age_band.is_16_66 is '16-66 år';
comment on column mart.dim_age_band.is_16_24 is '16-24 år';
comment on column mart.dim_age_band.is_25_29 is '25-29 år';
comment on column mart.dim_age_band.is_30_49 is '30-49 år';
comment on column mart.dim_age_band.is_50_66 is '50-66 år';
comment on column mart.dim_age_band.sort is 'Rækkefølge i rapporter';

create table mart.dim_sex (
    sex_key integer not null,
    sex text not null,
    name text not null,
    constraint pk_dim_sex primary key (sex_key),
    constraint uq_dim_sex__sex unique (sex)
);
comment on table mart.dim_sex is 'Køn';
comment on column mart.dim_sex.sex_key is 'Nøgle; -2 i alt, -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_sex.sex is 'M, K eller ALL';
comment on column mart.dim_sex.name is 'Mænd, Kvinder eller I alt';

create table mart.dim_kpi (
    kpi_key integer not null,
    kpi text not null,
    name text not null,
    question text,
    unit text not null,
    decimals smallint not null,
    better text not null,
    kind text not null,
    primary_basis text not null,
    feeds text,
    goal_type_viborg text,
    goal_type_vejle text,
    set_by text,
    denominator text,
    constraint pk_dim_kpi primary key (kpi_key),
    constraint uq_dim_kpi__kpi unique (kpi)
);
comment on table mart.dim_kpi is 'Nøgletallene: definition, enhed, måltype og hvem der sætter målet';
comment on column mart.dim_kpi.kpi_key is 'Nøgle';
comment on column mart.dim_kpi.kpi is 'Nøgletallets kode';
comment on column mart.dim_kpi.name is 'Nøgletallets navn';
comment on column mart.dim_kpi.question is 'Spørgsmålet, som nøgletallet svarer på';
comment on column mart.dim_kpi.unit is 'Enhed, fx percent eller full_time_persons';
comment on column mart.dim_kpi.decimals is 'Decimaler ved visning';
comment on column mart.dim_kpi.better is 'down = lavere er bedre, up = højere er bedre';
comment on column mart.dim_kpi.kind is 'computed (beregnet), imported (hentet) eller manual (indtastet)';
comment on column mart.dim_kpi.primary_basis is 'Forventet grundlag: own, national eller manual';
comment on column mart.dim_kpi.feeds is 'De feeds, der kan levere tallet';
comment on column mart.dim_kpi.goal_type_viborg is 'Måltype efter Viborgs model (S0)';
comment on column mart.dim_kpi.goal_type_vejle is 'Måltype efter Vejles model (S2)';
comment on column mart.dim_kpi.set_by is 'Hvem der sætter målet (S0)';
comment on column mart.dim_kpi.denominator is 'Nævneren i ord';
