-- Stage (unlogged, transient) and core (versioned by recorded time). Internal; nobody outside the house reads them.
-- Every core table carries: origin_run and source_line (the file and line that gave the row, also when a version is opened
-- anew), opened_by and closed_by (the runs that did it), recorded_from and recorded_to ('infinity' = the open version).

create schema stage;
create schema core;

create table core.external_measure (
    municipality_code text not null,
    source text not null,
    table_id text not null,
    period text not null,
    area_code text not null,
    dimension_names text not null,
    dimensions text not null,
    measure text not null,
    period_type text not null,
    period_start date not null,
    period_end date not null,
    value numeric(18, 6),
    is_suppressed boolean not null,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (
        municipality_code, source, table_id, period, area_code,
        dimension_names, dimensions, measure, recorded_to
    )
);
comment on table core.external_measure is 'Offentliggjorte tal (jobindsats): én celle pr. tabel, periode, område, dimensioner og måling.';

create table core.population (
    municipality_code text not null,
    table_id text not null,
    period text not null,
    area_code text not null,
    dimension_names text not null,
    sex text not null,
    age_from smallint not null,
    age_to smallint not null,
    civil_status text not null,
    period_start date not null,
    period_end date not null,
    persons integer,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (
        municipality_code, table_id, period, area_code, dimension_names,
        sex, age_from, age_to, civil_status, recorded_to
    )
);
comment on table core.population is 'Folketal fra Danmarks Statistik. age_to 999 er åben opadtil; (0, 999) er alle aldre.';

create table core.goal_target (
    municipality_code text not null,
    plan text not null,
    year smallint not null,
    goal_no text not null,
    team text not null,
    target_group text not null,
    area_code text not null,
    kpi text not null,
    name text not null,
    goal_type text,
    operator text not null,
    target numeric(18, 6),
    target_decimals smallint,
    target_reference text,
    baseline numeric(18, 6),
    baseline_text text,
    unit text,
    responsible text,
    basis text,
    set_by text,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (
        municipality_code, plan, year, goal_no, team, target_group, area_code, recorded_to
    )
);
comment on table core.goal_target is 'Planens mål, som planen skriver dem.';

create table core.budget_line (
    municipality_code text not null,
    plan text not null,
    year smallint not null,
    label text not null,
    target_group text,
    units numeric(18, 6),
    unit_type text,
    net_cost_dkk numeric(18, 2),
    support_kind text,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, plan, year, label, recorded_to)
);
comment on table core.budget_line is 'Planens budget: én linje pr. målgruppe eller driftspost, hele kroner.';

-- Stage mirrors core without history: what one file says, until its load commits.
create unlogged table stage.external_measure (
    run_id bigint not null,
    held boolean not null,
    like core.external_measure
);
create unlogged table stage.population (
    run_id bigint not null,
    held boolean not null,
    like core.population
);
create unlogged table stage.goal_target (
    run_id bigint not null,
    held boolean not null,
    like core.goal_target
);
create unlogged table stage.budget_line (
    run_id bigint not null,
    held boolean not null,
    like core.budget_line
);
alter table stage.external_measure
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column is_suppressed drop not null;
alter table stage.population
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to;
alter table stage.goal_target
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column kpi drop not null, alter column name drop not null, alter column operator drop not null;
alter table stage.budget_line
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to;
create index on stage.external_measure (run_id);
create index on stage.population (run_id);
create index on stage.goal_target (run_id);
create index on stage.budget_line (run_id);
comment on column stage.external_measure.held is 'Rækkens nøgle kunne læses, men rækken er afvist: dens åbne version røres ikke.';
