-- Sickness cases and their partial returns to work. They give benefit spells their clock and kind, and never make any.

create table core.sickness_case (
    municipality_code text not null,
    case_key text not null,
    person_key text,
    case_type text not null,
    first_absence_date date not null,
    first_benefit_date date,
    last_benefit_date date,
    recovered_on date,
    partial_from date,
    partial_to date,
    working_hours numeric(5, 2),
    absence_hours numeric(5, 2),
    readiness text,
    readiness_label text,
    reassessed_on date,
    extension text,
    replaced_on date,
    is_deleted boolean not null,
    source_changed_at timestamp,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, case_key, recorded_to)
);
create index sickness_case_by_person on core.sickness_case (municipality_code, person_key);
comment on table core.sickness_case is 'Sygefraværssager; versioneret. Giver forløb deres ur og sagsart, aldrig forløb af sig selv. Helbredsoplysning, kun pseudonymer.';
comment on column core.sickness_case.case_key is 'Pseudonym af kildens SagsID';
comment on column core.sickness_case.person_key is 'Pseudonym af CPR-nummeret; NULL er en person, kilden ikke kender (0000000000)';
comment on column core.sickness_case.case_type is 'Sagsart, to cifre; ref.case_type siger, om den er sygdom eller orlov';
comment on column core.sickness_case.first_absence_date is 'Første fraværsdag';
comment on column core.sickness_case.first_benefit_date is 'Første ydelsesdag';
comment on column core.sickness_case.last_benefit_date is 'Sidste ydelsesdag, den dag tæller med';
comment on column core.sickness_case.recovered_on is 'Raskmeldingsdato';
comment on column core.sickness_case.partial_from is 'Delvis rask fra, efter sagen selv';
comment on column core.sickness_case.partial_to is 'Delvis rask til, efter sagen selv';
comment on column core.sickness_case.working_hours is 'Arbejdstimer pr. uge, efter sagen selv';
comment on column core.sickness_case.absence_hours is 'Fraværstimer pr. uge, efter sagen selv';
comment on column core.sickness_case.readiness is 'Visitationskategoriens kode; NULL når den er tom eller ukendt';
comment on column core.sickness_case.readiness_label is 'Visitationskategorien, som kilden skriver den';
comment on column core.sickness_case.reassessed_on is 'Revurderingsdato';
comment on column core.sickness_case.extension is 'Forlængelse efter § 27, som kilden skriver den';
comment on column core.sickness_case.replaced_on is 'Afløst af jobafklaringsforløb denne dag';
comment on column core.sickness_case.is_deleted is 'Sagen er slettet i kilden (status S)';
comment on column core.sickness_case.source_changed_at is 'Hvornår kilden sidst ændrede sagen, dansk tid';

create table core.partial_return (
    municipality_code text not null,
    case_key text not null,
    from_date date not null,
    to_date date,
    working_hours numeric(5, 2),
    absence_hours numeric(5, 2),
    is_deleted boolean not null,
    source_changed_at timestamp,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, case_key, from_date, recorded_to),
    constraint partial_return_ends_after_start check (to_date >= from_date)
);
comment on table core.partial_return is 'Perioder med delvis raskmelding; versioneret. Helbredsoplysning, kun pseudonymer.';
comment on column core.partial_return.case_key is 'Pseudonym af kildens SagsID';
comment on column core.partial_return.from_date is 'Første dag';
comment on column core.partial_return.to_date is 'Sidste dag; NULL er åben';
comment on column core.partial_return.working_hours is 'Arbejdstimer pr. uge';
comment on column core.partial_return.absence_hours is 'Fraværstimer pr. uge';
comment on column core.partial_return.is_deleted is 'Perioden er slettet i kilden (status S)';
comment on column core.partial_return.source_changed_at is 'Hvornår kilden sidst ændrede perioden, dansk tid';

create unlogged table stage.sickness_case (
    run_id bigint not null,
    held boolean not null,
    like core.sickness_case,
    birth_date date,
    sex text,
    is_substitute boolean
);
create unlogged table stage.partial_return (
    run_id bigint not null,
    held boolean not null,
    like core.partial_return
);
alter table stage.sickness_case
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column case_type drop not null, alter column first_absence_date drop not null, alter column is_deleted drop not null;
alter table stage.partial_return
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column is_deleted drop not null;
create index on stage.sickness_case (run_id);
create index on stage.partial_return (run_id);

create table ref.case_type (
    code text primary key,
    kind text not null check (kind in ('sickness', 'leave')),
    name text not null
);
comment on table ref.case_type is 'Sagsarter i dagpengesystemet: sygdom (sickness) eller barsel, adoption og børnepasning (leave), som ikke er sygdom.';
