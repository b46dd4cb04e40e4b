-- Figures that people type: every entry with its history. Who typed it is a pseudonym; comments are never kept.

create table core.manual_entry (
    municipality_code text not null,
    kpi text not null,
    period text not null,
    area_code text not null,
    team text not null,
    target_group text not null,
    age_group text not null,
    period_type text not null,
    period_start date not null,
    period_end date not null,
    numerator numeric(18, 6),
    denominator numeric(18, 6),
    value numeric(18, 6),
    entered_by_key text,
    is_deleted boolean not null,
    source_changed_at timestamp,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, kpi, period, area_code, team, target_group, age_group, recorded_to),
    constraint manual_entry_has_a_figure check (is_deleted or value is not null or numerator is not null),
    constraint manual_entry_denominator_counts check (denominator > 0)
);
comment on table core.manual_entry is 'Manuelle indtastninger: ét tal pr. nøgletal, periode, område eller team, målgruppe og aldersgruppe, med alle rettelser.';
comment on column core.manual_entry.municipality_code is 'Kommunekode; 000 for hele landet, regioner og RAR-områder';
comment on column core.manual_entry.kpi is 'Nøgletallets kode';
comment on column core.manual_entry.period is 'Perioden, fx 2020-01';
comment on column core.manual_entry.area_code is 'Områdets kode; for et team kommunens egen';
comment on column core.manual_entry.team is 'Teamet, som det er skrevet; ALL er i alt';
comment on column core.manual_entry.target_group is 'Målgruppens kode; ALL er i alt';
comment on column core.manual_entry.age_group is 'Aldersgruppen; ALL er i alt';
comment on column core.manual_entry.period_type is 'M måned, Q kvartal, H halvår, Y år, QMAT rullende år, MYTD år til dato, W uge';
comment on column core.manual_entry.period_start is 'Periodens første dag';
comment on column core.manual_entry.period_end is 'Periodens sidste dag';
comment on column core.manual_entry.numerator is 'Tæller, som den er indtastet';
comment on column core.manual_entry.denominator is 'Nævner, som den er indtastet';
comment on column core.manual_entry.value is 'Værdien, som den er indtastet; andele i procent';
comment on column core.manual_entry.entered_by_key is 'Pseudonym af den medarbejder, der har indtastet tallet';
comment on column core.manual_entry.is_deleted is 'Indtastningen er slettet (Slet = J)';
comment on column core.manual_entry.source_changed_at is 'Indtastet dato, dansk tid';

create unlogged table stage.manual_entry (
    run_id bigint not null,
    held boolean not null,
    like core.manual_entry
);
alter table stage.manual_entry
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column is_deleted drop not null;
create index on stage.manual_entry (run_id);
