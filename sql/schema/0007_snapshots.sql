-- Rows that a full snapshot no longer gives: noted with its extraction date, deleted when the next one lacks them too.
create table core.snapshot_absence (
    municipality_code text not null,
    core_table text not null,
    row_key text not null,
    absent_on date not null,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, core_table, row_key, recorded_to)
);
comment on table core.snapshot_absence is 'Rækker, der manglede i seneste fulde udtræk; mangler de også i det næste, er de slettet i kilden.';

-- What a load was told beside its file, so that it can be loaded again just so.
alter table ops.run add column load_options jsonb;
comment on column ops.run.load_options is 'Flag fra kørslen (tabel, opdelinger, fuldt udtræk eller ændringer, tvang), så den kan gentages.';
