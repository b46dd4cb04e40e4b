-- What national tables call their splits and measures, in the house's own codes. Copied from sql/reference like the rest of ref.

create table ref.external_dimension (
    heading text primary key,
    concept text not null
);
create table ref.external_member (
    concept text not null,
    member text not null,
    code text not null,
    primary key (concept, member)
);
create table ref.external_measure (
    measure text primary key,
    code text not null
);
create table ref.benefit_series (
    series text not null,
    target_group text not null,
    valid_from date,
    valid_to date,
    primary key (series, target_group)
);
comment on table ref.external_dimension is 'De opdelinger, nationale tabeller bruger, med hver deres begreb; flere overskrifter kan være samme begreb.';
comment on table ref.external_member is 'Opdelingernes medlemmer i husets egne koder.';
comment on table ref.external_measure is 'Målinger, som de hedder i mart.external_measure, med en fast kode.';
comment on table ref.benefit_series is 'Hvilken målgruppe en tabelserie hos jobindsats (de første tre tegn af tabellens id) handler om, og hvornår.';
