-- Benefit spells of persons: the first tables that tell of people. Persons, caseworkers and source ids are keyed pseudonyms;
-- the key stands outside the database, which only knows how to tell it from another.

create table ops.pseudonym_key (
    version integer primary key,
    check_value text not null
);
comment on table ops.pseudonym_key is 'Kendetegn for den nøgle, som databasens pseudonymer er lavet med; en indlæsning med en anden nøgle afvises.';
comment on column ops.pseudonym_key.check_value is 'HMAC af teksten check med nøglen; nøglen selv er aldrig i databasen.';

create table core.benefit_spell (
    municipality_code text not null,
    spell_key text not null,
    person_key text,
    benefit text not null,
    lab_code text,
    target_group_label text,
    readiness text,
    readiness_label text,
    start_date date not null,
    end_date date,
    exit_reason text,
    team_code text,
    team_name text,
    caseworker_key text,
    first_absence_date date,
    is_deleted boolean not null,
    source_created_at timestamp,
    source_changed_at timestamp,
    correction boolean not null,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, spell_key, recorded_to),
    constraint spell_ends_after_start check (end_date >= start_date)
);
create index benefit_spell_by_person on core.benefit_spell (municipality_code, person_key);
comment on table core.benefit_spell is 'Målgruppeforløb: en persons ophold på én ydelse, begge dage talt med. Personhenførbart, kun pseudonymer.';
comment on column core.benefit_spell.spell_key is 'Pseudonym af kildens ForløbID';
comment on column core.benefit_spell.person_key is 'Pseudonym af CPR-nummeret; NULL er en person, kilden ikke kender (0000000000)';
comment on column core.benefit_spell.benefit is 'Målgruppekode efter forløbets egen ydelse';
comment on column core.benefit_spell.lab_code is 'LAB § 6-nummer, som kilden skriver det';
comment on column core.benefit_spell.target_group_label is 'Målgruppens betegnelse, som kilden skriver den';
comment on column core.benefit_spell.readiness is 'Visitationskategoriens kode; NULL når den er tom eller ukendt';
comment on column core.benefit_spell.readiness_label is 'Visitationskategorien, som kilden skriver den';
comment on column core.benefit_spell.end_date is 'Sidste dag; NULL er et åbent forløb';
comment on column core.benefit_spell.exit_reason is 'Afslutningsårsagens kode, fx JOB';
comment on column core.benefit_spell.caseworker_key is 'Pseudonym af sagsbehandlerens ident';
comment on column core.benefit_spell.is_deleted is 'Forløbet er slettet i kilden (status S)';
comment on column core.benefit_spell.source_changed_at is 'Hvornår kilden sidst ændrede forløbet, dansk tid';
comment on column core.benefit_spell.correction is 'Kilden har skrevet en berigtigelse; teksten selv gemmes ikke';

create unlogged table stage.benefit_spell (
    run_id bigint not null,
    held boolean not null,
    like core.benefit_spell
);
alter table stage.benefit_spell
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column benefit drop not null, alter column start_date drop not null,
    alter column is_deleted drop not null, alter column correction drop not null;
create index on stage.benefit_spell (run_id);
