-- mart_restricted: the single caseworker's figures, and the cases that a team's own leader should look at.

create schema mart_restricted;
comment on schema mart_restricted is 'Jobmart: tal pr. sagsbehandler og lister over sager, kun for teamets egen leder og sagsbehandleren selv';
revoke all on schema mart_restricted from public;

create table mart_restricted.dim_caseworker (
    caseworker_key integer not null,
    municipality_code text not null,
    caseworker text not null,
    key_version integer not null,
    team_key integer not null,
    teams text,
    constraint pk_dim_caseworker primary key (caseworker_key),
    constraint uq_dim_caseworker__caseworker unique (municipality_code, caseworker),
    constraint fk_dim_caseworker__team_key foreign key (team_key) references mart.dim_team (team_key)
);
comment on table mart_restricted.dim_caseworker is 'Sagsbehandlere som pseudonymer; personoplysninger om medarbejdere';
comment on column mart_restricted.dim_caseworker.caseworker_key is 'Nøgle; -1 ukendt, 0 ikke oplyst';
comment on column mart_restricted.dim_caseworker.municipality_code is 'Kommunekode; 000 for de særlige medlemmer';
comment on column mart_restricted.dim_caseworker.caseworker is 'Pseudonym af sagsbehandlerens ident';
comment on column mart_restricted.dim_caseworker.key_version is 'Version af nøglen, pseudonymet er lavet med; 0 for de særlige medlemmer';
comment on column mart_restricted.dim_caseworker.team_key is 'Teamet på det forløb, sagsbehandleren sidst er skrevet på';
comment on column mart_restricted.dim_caseworker.teams is 'Koder på alle teams, sagsbehandleren har haft forløb i, parted af |';

create table mart_restricted.fact_caseworker_sickness_month (
    municipality_code text not null,
    month_key integer not null,
    target_group_key integer not null,
    team_key integer not null,
    caseworker_key integer not null,
    age_band_key integer not null,
    chains integer not null,
    chains_over_52w integer,
    partial_returns integer not null,
    is_preliminary boolean not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_caseworker_sickness_month primary key (
        municipality_code, month_key, target_group_key, team_key, caseworker_key, age_band_key
    ),
    constraint fk_fact_caseworker_sickness_month__month_key foreign key (month_key) references mart.dim_month (month_key),
    constraint fk_fact_caseworker_sickness_month__target_group_key foreign key (target_group_key)
        references mart.dim_target_group (target_group_key),
    constraint fk_fact_caseworker_sickness_month__team_key foreign key (team_key) references mart.dim_team (team_key),
    constraint fk_fact_caseworker_sickness_month__caseworker_key foreign key (caseworker_key)
        references mart_restricted.dim_caseworker (caseworker_key),
    constraint fk_fact_caseworker_sickness_month__age_band_key foreign key (age_band_key)
        references mart.dim_age_band (age_band_key)
);
comment on table mart_restricted.fact_caseworker_sickness_month is 'Kæder af sygedagpenge og jobafklaring, der er aktive på månedens sidste dag, pr. sagsbehandler. Lagt sammen over sagsbehandlere er de teamets tal i mart.fact_sickness_month; aldrig over måneder.';
comment on column mart_restricted.fact_caseworker_sickness_month.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart_restricted.fact_caseworker_sickness_month.month_key is 'Måneden: ÅÅÅÅMM';
comment on column mart_restricted.fact_caseworker_sickness_month.target_group_key is 'Målgruppen på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.team_key is 'Teamet på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.caseworker_key is 'Sagsbehandleren på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.age_band_key is 'Alder på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.chains is 'Aktive kæder på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.chains_over_52w is 'Heraf over 364 dage efter det offentliggjorte ur; tom, når ingen kilde fortæller om det';
comment on column mart_restricted.fact_caseworker_sickness_month.partial_returns is 'Personer i delvis raskmelding på månedens sidste dag';
comment on column mart_restricted.fact_caseworker_sickness_month.is_preliminary is 'Foreløbigt tal';
comment on column mart_restricted.fact_caseworker_sickness_month.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart_restricted.fact_caseworker_sickness_month.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart_restricted.early_warning (
    municipality_code text not null,
    warning text not null,
    reference_date date not null,
    spell_pseudonym text not null,
    person_pseudonym text not null,
    case_pseudonym text,
    key_version integer not null,
    target_group_key integer not null,
    readiness_key integer not null,
    team_key integer not null,
    caseworker_key integer not null,
    clock_start date not null,
    days integer not null,
    weeks integer not null,
    due_on date not null,
    clock_truncated boolean not null,
    is_partial_return boolean not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_early_warning primary key (municipality_code, warning, spell_pseudonym),
    constraint fk_early_warning__target_group_key foreign key (target_group_key)
        references mart.dim_target_group (target_group_key),
    constraint fk_early_warning__readiness_key foreign key (readiness_key) references mart.dim_readiness (readiness_key),
    constraint fk_early_warning__team_key foreign key (team_key) references mart.dim_team (team_key),
    constraint fk_early_warning__caseworker_key foreign key (caseworker_key)
        references mart_restricted.dim_caseworker (caseworker_key)
);
comment on table mart_restricted.early_warning is 'Sager, teamets leder bør se på nu, på dagen for det nyeste udtræk. Borgere med adressebeskyttelse er ikke med, og heller ikke dem, intet borgerudtræk fortæller om.';
comment on column mart_restricted.early_warning.municipality_code is 'Kommunekode (3 cifre)';
comment on column mart_restricted.early_warning.warning is 'Listen: nearing_52w er sygedagpenge og jobafklaring, der nærmer sig 52 uger';
comment on column mart_restricted.early_warning.reference_date is 'Opgørelsesdagen: dagen for det nyeste udtræk af forløb';
comment on column mart_restricted.early_warning.spell_pseudonym is 'Pseudonym af forløbets ForløbID på opgørelsesdagen';
comment on column mart_restricted.early_warning.person_pseudonym is 'Pseudonym af borgerens CPR-nummer';
comment on column mart_restricted.early_warning.case_pseudonym is 'Pseudonym af sygefraværssagens SagsID; tom uden sag';
comment on column mart_restricted.early_warning.key_version is 'Version af nøglen, pseudonymerne er lavet med';
comment on column mart_restricted.early_warning.target_group_key is 'Målgruppen på opgørelsesdagen';
comment on column mart_restricted.early_warning.readiness_key is 'Visitationskategorien på opgørelsesdagen';
comment on column mart_restricted.early_warning.team_key is 'Teamet på opgørelsesdagen';
comment on column mart_restricted.early_warning.caseworker_key is 'Sagsbehandleren på opgørelsesdagen';
comment on column mart_restricted.early_warning.clock_start is 'Dag 1 på det offentliggjorte ur (parameteren clock)';
comment on column mart_restricted.early_warning.days is 'Dage på uret til og med opgørelsesdagen';
comment on column mart_restricted.early_warning.weeks is 'Hele uger på uret til og med opgørelsesdagen';
comment on column mart_restricted.early_warning.due_on is 'Dagen, hvor sagen er over 52 uger (dag 365), hvis den fortsætter';
comment on column mart_restricted.early_warning.clock_truncated is 'Tilflyttet, og uret er først begyndt her';
comment on column mart_restricted.early_warning.is_partial_return is 'Delvist raskmeldt på opgørelsesdagen';
comment on column mart_restricted.early_warning.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart_restricted.early_warning.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';
