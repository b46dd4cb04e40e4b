-- Runs, files, quarantine, audits and the bookkeeping of slices. Internal; the operator's words read it.

create schema if not exists ops;

create table ops.schema_file (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
);
comment on table ops.schema_file is 'Kontrolsum af hver SQL-fil, der har formet databasen; en ændret fil opdages.';

create sequence ops.run_id_seq;

create table ops.run (
    run_id bigint primary key default nextval('ops.run_id_seq'),
    municipality_code text not null,
    feed text not null,
    file_name text,
    sha256 text,
    trigger text not null,
    state text not null check (state in ('running', 'done', 'refused', 'failed', 'interrupted', 'reverted')),
    exit_code smallint,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    rows_read bigint not null default 0,
    rows_loaded bigint not null default 0,
    rows_unchanged bigint not null default 0,
    rows_closed bigint not null default 0,
    rows_quarantined bigint not null default 0,
    rows_ignored bigint not null default 0,
    message text,
    part text,
    extracted_on date,
    definition_hash text,
    data_until date,
    constraint rows_are_conserved check (
        state in ('running', 'failed', 'interrupted')
        or rows_read = rows_loaded + rows_unchanged + rows_quarantined + rows_ignored
    )
);
create index run_by_feed on ops.run (feed, municipality_code, run_id desc);
comment on table ops.run is 'Én kørsel: en indlæsning af en fil, eller en udgivelse (feed = publish).';
comment on column ops.run.part is 'Delen af et feed med flere tabeller: tabel-id for jobindsats.';
comment on column ops.run.extracted_on is 'Udtræksdato fra filnavn, infolinje eller --extracted-on.';
comment on column ops.run.definition_hash is 'Feedets definition og etiketter, som filen blev læst med.';
comment on column ops.run.data_until is 'Sidste dag, som filens rækker dækker.';

create sequence ops.quarantine_row_id_seq;

create table ops.quarantine (
    quarantine_id bigint generated always as identity primary key,
    row_id bigint,
    run_id bigint not null references ops.run,
    feed text not null,
    file_name text,
    sha256 text,
    sheet text,
    line integer,
    column_name text,
    code text not null,
    expected text,
    got text,
    message text not null,
    status text not null check (status in ('open', 'released', 'refused', 'superseded')),
    released_run_id bigint references ops.run
);
create index quarantine_by_run on ops.quarantine (run_id);
comment on table ops.quarantine is 'Én linje pr. fejl; row_id samler fejlene i én afvist række. Personoplysninger er maskeret.';

create table ops.core_slice (
    core_table text not null,
    municipality_code text not null,
    slice text not null,
    period_start date,
    period_end date,
    changed_by bigint not null references ops.run,
    primary key (core_table, municipality_code, slice)
);
comment on table ops.core_slice is 'Hvilken kørsel der senest ændrede hver del af core; udgivelsen genberegner kun det ændrede.';

create table ops.published_slice (
    model text not null,
    municipality_code text not null,
    slice text not null,
    sql_hash text not null,
    reference_hash text not null,
    input_hash text not null,
    published_by bigint not null references ops.run,
    primary key (model, municipality_code, slice)
);
comment on table ops.published_slice is 'Hvad hver udgivet del af mart sidst blev beregnet af.';

create table ops.slice_change (
    run_id bigint not null references ops.run,
    model text not null,
    municipality_code text not null,
    slice text not null,
    reason text not null check (reason in ('new', 'files', 'reference', 'definition', 'gone')),
    primary key (run_id, model, municipality_code, slice)
);
comment on table ops.slice_change is 'De dele af mart, som en udgivelse skrev om, og hvorfor.';

create table ops.audit_result (
    run_id bigint not null references ops.run,
    audit text not null,
    severity text not null check (severity in ('stop', 'warn')),
    bad_rows integer not null,
    sample text,
    primary key (run_id, audit)
);
comment on table ops.audit_result is 'Udfaldet af hver kontrol ved en udgivelse; 0 dårlige rækker er bestået.';
