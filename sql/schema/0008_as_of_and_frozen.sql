-- mart_asof: the facts rebuilt as they were known at an earlier moment, beside mart and never mixed with it.
-- frozen_*: what a committee was shown, kept as copied values and never rebuilt.

create schema mart_asof;
comment on schema mart_asof is 'Martens tal, som de var kendt på et tidligere tidspunkt (publish --as-of); mart selv er urørt';

create table mart_asof.fact_population (like mart.fact_population including all);
create table mart_asof.population_total (like mart.population_total including all);
create table mart_asof.fact_external_measure (like mart.fact_external_measure including all);
create table mart_asof.fact_finance_month (like mart.fact_finance_month including all);
create table mart_asof.fact_kpi (like mart.fact_kpi including all);
create table mart_asof.fact_goal (like mart.fact_goal including all);

create table mart_asof.state (
    as_of timestamp not null,
    rebuilt_at timestamp not null,
    run_id bigint not null,
    constraint pk_state primary key (run_id)
);
comment on table mart_asof.state is 'Hvilket tidspunkt skemaet viser';
comment on column mart_asof.state.as_of is 'Tidspunktet, tallene var kendt på, dansk tid';
comment on column mart_asof.state.rebuilt_at is 'Hvornår det blev genskabt, dansk tid';
comment on column mart_asof.state.run_id is 'Kørslen, der genskabte det';

-- The moment core is read at: set by jobmart.as_of for one transaction, else later than anything, so that only open versions count.
create function core.as_of() returns timestamptz
language sql stable
return coalesce(nullif(current_setting('jobmart.as_of', true), '')::timestamptz, timestamptz '9999-12-31');

create table mart.frozen_publication (
    name text not null,
    frozen_at timestamp not null,
    publication_id bigint not null,
    constraint pk_frozen_publication primary key (name)
);
comment on table mart.frozen_publication is 'Fastfrosne udgivelser: det, et udvalg fik vist';
comment on column mart.frozen_publication.name is 'Navnet, den blev frosset under';
comment on column mart.frozen_publication.frozen_at is 'Hvornår den blev frosset, dansk tid';
comment on column mart.frozen_publication.publication_id is 'Udgivelsen, der blev frosset';

create table mart.frozen_kpi (
    name text not null,
    municipality_code text not null,
    kpi text not null,
    basis text not null,
    period text not null,
    area_code text not null,
    area text not null,
    target_group text not null,
    team text not null,
    age_group text not null,
    breakdown text not null,
    numerator numeric(18, 6),
    denominator numeric(18, 6),
    value numeric(18, 6),
    unit text not null,
    status text not null,
    status_text text,
    is_preliminary boolean not null,
    is_suppressed boolean not null,
    definition_version smallint not null,
    constraint pk_frozen_kpi primary key (
        name, municipality_code, kpi, basis, period, area_code, target_group, team, age_group, breakdown
    ),
    constraint fk_frozen_kpi__name foreign key (name) references mart.frozen_publication (name)
);
comment on table mart.frozen_kpi is 'Nøgletallene, som de stod, da udgivelsen blev frosset';

create table mart.frozen_goal (
    name text not null,
    municipality_code text not null,
    year smallint not null,
    plan text not null,
    goal_no text not null,
    kpi text not null,
    basis text not null,
    team text not null,
    target_group text not null,
    area_code text not null,
    goal_name text not null,
    operator text not null,
    target numeric(18, 6),
    baseline numeric(18, 6),
    actual numeric(18, 6),
    period text,
    status text not null,
    is_preliminary boolean not null,
    constraint pk_frozen_goal primary key (
        name, municipality_code, plan, year, goal_no, team, target_group, area_code
    ),
    constraint fk_frozen_goal__name foreign key (name) references mart.frozen_publication (name)
);
comment on table mart.frozen_goal is 'Målene, som de stod, da udgivelsen blev frosset';

-- The frozen columns mean what the views' columns of the same name mean.
do $$
declare
    c record;
begin
    for c in
        select cols.table_name, cols.column_name
        from information_schema.columns as cols
        where cols.table_schema = 'mart' and cols.table_name in ('frozen_kpi', 'frozen_goal')
    loop
        execute format(
            'comment on column mart.%I.%I is %L', c.table_name, c.column_name,
            case c.column_name
                when 'name' then 'Navnet, udgivelsen blev frosset under'
                when 'goal_name' then 'Målets navn'
                else 'Som ' || case c.table_name when 'frozen_kpi' then 'mart.kpi.' else 'mart.goal.' end
                    || c.column_name || ', da udgivelsen blev frosset'
            end
        );
    end loop;
end $$;
