-- The municipality's own figures: who was on which benefit in a month, and how the chains of sickness stood on its last day.

create table ref.benefit_priority (
    target_group text primary key,
    priority smallint not null,
    note text
);
comment on table ref.benefit_priority is 'Hvilken ydelse en dag tæller på, når en person har flere (STARs rækkefølge); laveste tal vinder.';

create table ref.duration_band (
    code text primary key,
    days_from integer not null,
    days_to integer,
    sort smallint not null
);
comment on table ref.duration_band is 'Varighedsklasser i dage; over 52 uger er fra dag 365.';

create table mart.dim_readiness (
    readiness_key integer not null,
    readiness text not null,
    name text not null,
    constraint pk_dim_readiness primary key (readiness_key),
    constraint uq_dim_readiness__readiness unique (readiness)
);
comment on table mart.dim_readiness is 'Visitationskategorier';
comment on column mart.dim_readiness.readiness_key is 'Nøgle; -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_readiness.readiness is 'Kategoriens kode: JP, AP, UP, AUP, KAT1, KAT2 eller KAT3';
comment on column mart.dim_readiness.name is 'Kategoriens navn';

create table mart.dim_origin (
    origin_key integer not null,
    origin text not null,
    name text not null,
    constraint pk_dim_origin primary key (origin_key),
    constraint uq_dim_origin__origin unique (origin)
);
comment on table mart.dim_origin is 'Herkomst efter Danmarks Statistiks fem grupper';
comment on column mart.dim_origin.origin_key is 'Nøgle; -1 ukendt, 0 ikke oplyst';
comment on column mart.dim_origin.origin is 'Kode: DANSK, IND_VEST, EFT_VEST, IND_IKKEVEST eller EFT_IKKEVEST';
comment on column mart.dim_origin.name is 'Herkomstens navn';

create table mart.fact_benefit_month (
    municipality_code text not null,
    month_key integer not null,
    target_group_key integer not null,
    readiness_key integer not null,
    team_key integer not null,
    age_band_key integer not null,
    sex_key integer not null,
    origin_key integer not null,
    full_time_persons numeric(18, 10) not null,
    full_time_persons_overlap numeric(18, 10) not null,
    full_time_persons_hours numeric(18, 10) not null,
    persons integer not null,
    benefit_days integer not null,
    inflow integer not null,
    outflow integer not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_benefit_month primary key (
        municipality_code, month_key, target_group_key, readiness_key, team_key, age_band_key, sex_key, origin_key
    ),
    constraint fk_fact_benefit_month__month_key foreign key (month_key) references mart.dim_month (month_key),
    constraint fk_fact_benefit_month__target_group_key foreign key (target_group_key)
        references mart.dim_target_group (target_group_key),
    constraint fk_fact_benefit_month__readiness_key foreign key (readiness_key) references mart.dim_readiness (readiness_key),
    constraint fk_fact_benefit_month__team_key foreign key (team_key) references mart.dim_team (team_key),
    constraint fk_fact_benefit_month__age_band_key foreign key (age_band_key) references mart.dim_age_band (age_band_key),
    constraint fk_fact_benefit_month__sex_key foreign key (sex_key) references mart.dim_sex (sex_key),
    constraint fk_fact_benefit_month__origin_key foreign key (origin_key) references mart.dim_origin (origin_key)
);
comment on table mart.fact_benefit_month is 'Borgere på ydelser pr. måned efter fagsystemet. Fuldtidspersoner, dage, tilgang og afgang kan altid lægges sammen; personer kun inden for én målgruppe og måned, for en borger kan være på flere ydelser.';
comment on column mart.fact_benefit_month.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart.fact_benefit_month.month_key is 'Måneden: ÅÅÅÅMM';
comment on column mart.fact_benefit_month.target_group_key is 'Målgruppen, efter forløbets egen ydelse';
comment on column mart.fact_benefit_month.readiness_key is 'Visitationskategorien på dagene; for personer på månedens sidste ydelsesdag';
comment on column mart.fact_benefit_month.team_key is 'Teamet på dagene; for personer på månedens sidste ydelsesdag';
comment on column mart.fact_benefit_month.age_band_key is 'Alder på månedens sidste ydelsesdag; en fødselsdag deler ikke måneden';
comment on column mart.fact_benefit_month.sex_key is 'Køn efter CPR-nummeret';
comment on column mart.fact_benefit_month.origin_key is 'Herkomst';
comment on column mart.fact_benefit_month.full_time_persons is 'Fuldtidspersoner: ydelsesdage delt med månedens dage, hver ydelse for sig; kan lægges sammen overalt';
comment on column mart.fact_benefit_month.full_time_persons_overlap is 'Fuldtidspersoner, hvor en dag kun tæller på én ydelse (ref.benefit_priority); kan lægges sammen overalt';
comment on column mart.fact_benefit_month.full_time_persons_hours is 'Fuldtidspersoner, hvor dage i delvis raskmelding tæller fraværstimer delt med 37; kan lægges sammen overalt';
comment on column mart.fact_benefit_month.persons is 'Personer med mindst én dag; kan kun lægges sammen inden for én målgruppe og måned';
comment on column mart.fact_benefit_month.benefit_days is 'Dage på ydelsen; kan lægges sammen overalt';
comment on column mart.fact_benefit_month.inflow is 'Kæder, der begyndte i måneden, på deres første målgruppe';
comment on column mart.fact_benefit_month.outflow is 'Kæder med sidste dag i måneden, på deres sidste målgruppe';
comment on column mart.fact_benefit_month.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_benefit_month.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.fact_sickness_month (
    municipality_code text not null,
    month_key integer not null,
    target_group_key integer not null,
    team_key integer not null,
    age_band_key integer not null,
    duration_band text not null,
    has_jaf boolean not null,
    chains integer not null,
    chains_over_52w integer not null,
    chains_over_52w_benefit integer not null,
    chains_over_52w_absence integer not null,
    chains_over_52w_refund integer not null,
    chains_clock_truncated integer not null,
    partial_returns integer not null,
    days_benefit bigint not null,
    days_absence bigint not null,
    days_refund bigint,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_sickness_month primary key (
        municipality_code, month_key, target_group_key, team_key, age_band_key, duration_band, has_jaf
    ),
    constraint fk_fact_sickness_month__month_key foreign key (month_key) references mart.dim_month (month_key),
    constraint fk_fact_sickness_month__target_group_key foreign key (target_group_key)
        references mart.dim_target_group (target_group_key),
    constraint fk_fact_sickness_month__team_key foreign key (team_key) references mart.dim_team (team_key),
    constraint fk_fact_sickness_month__age_band_key foreign key (age_band_key) references mart.dim_age_band (age_band_key)
);
comment on table mart.fact_sickness_month is 'Kæder af sygedagpenge og jobafklaring, der er aktive på månedens sidste dag. Antal kan lægges sammen inden for en måned, aldrig over måneder: en kæde tæller i hver måned, den er aktiv.';
comment on column mart.fact_sickness_month.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart.fact_sickness_month.month_key is 'Måneden: ÅÅÅÅMM';
comment on column mart.fact_sickness_month.target_group_key is 'Målgruppen på månedens sidste dag';
comment on column mart.fact_sickness_month.team_key is 'Teamet på månedens sidste dag';
comment on column mart.fact_sickness_month.age_band_key is 'Alder på månedens sidste dag';
comment on column mart.fact_sickness_month.duration_band is 'Varighedsklasse efter det offentliggjorte ur (parameteren clock)';
comment on column mart.fact_sickness_month.has_jaf is 'Kæden har været på jobafklaring';
comment on column mart.fact_sickness_month.chains is 'Aktive kæder på månedens sidste dag';
comment on column mart.fact_sickness_month.chains_over_52w is 'Heraf over 364 dage efter det offentliggjorte ur';
comment on column mart.fact_sickness_month.chains_over_52w_benefit is 'Heraf over 364 dage fra første ydelsesdag';
comment on column mart.fact_sickness_month.chains_over_52w_absence is 'Heraf over 364 dage fra første fraværsdag';
comment on column mart.fact_sickness_month.chains_over_52w_refund is 'Heraf over 364 dage efter refusionens ur; 0 indtil et feed fortæller det';
comment on column mart.fact_sickness_month.chains_clock_truncated is 'Heraf tilflyttede, hvis ur først er begyndt her';
comment on column mart.fact_sickness_month.partial_returns is 'Personer i delvis raskmelding på månedens sidste dag';
comment on column mart.fact_sickness_month.days_benefit is 'Dage fra første ydelsesdag, lagt sammen over kæderne';
comment on column mart.fact_sickness_month.days_absence is 'Dage fra første fraværsdag, lagt sammen over kæderne';
comment on column mart.fact_sickness_month.days_refund is 'Dage efter refusionens ur, lagt sammen over kæderne; tom, indtil et feed fortæller det';
comment on column mart.fact_sickness_month.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_sickness_month.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart_asof.fact_benefit_month (like mart.fact_benefit_month including all);
create table mart_asof.fact_sickness_month (like mart.fact_sickness_month including all);
