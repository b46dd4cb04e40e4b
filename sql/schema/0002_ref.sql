-- Reference data: copied from sql/reference/*.csv and the home's overlay at every publication. Never written by hand.

create schema ref;

create table ref.area (
    area_code text primary key,
    kind text not null,
    name text not null,
    municipality_code text not null,
    statbank_code text,
    aliases text
);
create table ref.target_group (
    code text primary key,
    name text not null,
    level1 text,
    is_temporary boolean not null,
    is_permanent boolean not null,
    law text,
    valid_from date,
    valid_to date,
    as_now_code text,
    jobindsats_table text,
    sort integer not null
);
create table ref.target_group_set (
    set_code text not null,
    target_group text not null,
    slot text not null,
    primary key (set_code, target_group)
);
create table ref.label (
    list text not null,
    source text not null,
    label text not null,
    code text not null,
    valid_from date,
    valid_to date,
    primary key (list, source, label, code)
);
create table ref.benefit_table (
    table_id text not null,
    target_group text not null,
    title text not null,
    valid_from date,
    valid_to date,
    primary key (table_id, target_group)
);
create table ref.total_member (
    dimension text not null,
    member text not null,
    primary key (dimension, member)
);
create table ref.age_band (
    code text primary key,
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
    sort integer not null
);
create table ref.kpi (
    code text primary key,
    no text,
    name text not null,
    question text,
    unit text not null,
    decimals smallint not null,
    better text not null check (better in ('up', 'down', 'none')),
    kind text not null check (kind in ('computed', 'imported', 'manual')),
    primary_basis text not null check (primary_basis in ('own', 'national', 'manual')),
    feeds text,
    grains text,
    goal_type_viborg text,
    goal_type_vejle text,
    set_by text,
    denominator text
);
create table ref.parameter (
    name text primary key,
    value text not null,
    unit text,
    note text not null
);
create table ref.feed (
    feed text primary key,
    connector text not null,
    title text not null,
    fresh_days integer not null,
    sort integer not null
);
comment on table ref.feed is 'De feeds, programmet kender, og hvor længe deres data regnes for friske efter sidste dataperiode.';
comment on table ref.target_group_set is 'Sæt af målgrupper; grupper med samme slot tæller som én (INT og SHO).';
comment on table ref.benefit_table is 'Ydelsernes egne A02-tabeller hos jobindsats.';
