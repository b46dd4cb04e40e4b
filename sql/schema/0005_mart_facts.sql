-- The published facts. A publication deletes and inserts slices of them; it never truncates, renames, drops or alters them.

create table mart.fact_population (
    municipality_code text not null,
    area_key integer not null,
    table_id text not null,
    period text not null,
    period_start date not null,
    sex_key integer not null,
    age_from smallint not null,
    age_to smallint,
    persons integer not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_population primary key (municipality_code, table_id, period, area_key, sex_key, age_from),
    constraint fk_fact_population__area_key foreign key (area_key) references mart.dim_area (area_key),
    constraint fk_fact_population__sex_key foreign key (sex_key) references mart.dim_sex (sex_key)
);
comment on table mart.fact_population is 'Folketal (Danmarks Statistik) i den fineste opdeling, kilden gav; kan lægges sammen inden for område, tabel og periode';
comment on column mart.fact_population.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.fact_population.area_key is 'Området';
comment on column mart.fact_population.table_id is 'Kildens tabel: FOLK1A eller FOLK1AM';
comment on column mart.fact_population.period is 'Perioden, fx 2020-Q1; folketallet er pr. periodens første dag';
comment on column mart.fact_population.period_start is 'Periodens første dag';
comment on column mart.fact_population.sex_key is 'Køn';
comment on column mart.fact_population.age_from is 'Fra og med alder';
comment on column mart.fact_population.age_to is 'Til og med alder; tom er åben opadtil';
comment on column mart.fact_population.persons is 'Antal personer';
comment on column mart.fact_population.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_population.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.population_total (
    municipality_code text not null,
    area_key integer not null,
    table_id text not null,
    period text not null,
    period_start date not null,
    sex_key integer not null,
    age_from smallint not null,
    age_to smallint,
    is_all_ages boolean not null,
    persons integer not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_population_total primary key (municipality_code, table_id, period, area_key, sex_key, age_from, is_all_ages),
    constraint fk_population_total__area_key foreign key (area_key) references mart.dim_area (area_key),
    constraint fk_population_total__sex_key foreign key (sex_key) references mart.dim_sex (sex_key)
);
comment on table mart.population_total is 'Folketallets totaler, som kilden selv gav dem ved siden af delene; læg dem aldrig sammen med fact_population';
comment on column mart.population_total.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.population_total.area_key is 'Området';
comment on column mart.population_total.table_id is 'Kildens tabel: FOLK1A eller FOLK1AM';
comment on column mart.population_total.period is 'Perioden, fx 2020-Q1';
comment on column mart.population_total.period_start is 'Periodens første dag';
comment on column mart.population_total.sex_key is 'Køn';
comment on column mart.population_total.age_from is 'Fra og med alder';
comment on column mart.population_total.age_to is 'Til og med alder; tom er åben opadtil';
comment on column mart.population_total.is_all_ages is 'Totalen over alle aldre';
comment on column mart.population_total.persons is 'Antal personer';
comment on column mart.population_total.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.population_total.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.fact_external_measure (
    municipality_code text not null,
    source text not null,
    table_id text not null,
    period_type text not null,
    period text not null,
    period_start date not null,
    period_end date not null,
    area_key integer not null,
    dimensions text not null,
    is_total boolean not null,
    measure text not null,
    value numeric(18,6),
    is_suppressed boolean not null,
    definition_version smallint not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_external_measure primary key (municipality_code, source, table_id, period, area_key, dimensions, measure),
    constraint fk_fact_external_measure__area_key foreign key (area_key) references mart.dim_area (area_key)
);
comment on table mart.fact_external_measure is 'Offentliggjorte tal (jobindsats) som kilden gav dem; rækkerne siger selv, om de er totaler (is_total) - læg ikke totaler og dele sammen';
comment on column mart.fact_external_measure.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.fact_external_measure.source is 'Kilden, fx jobindsats';
comment on column mart.fact_external_measure.table_id is 'Kildens tabel, fx Y07A02';
comment on column mart.fact_external_measure.period_type is 'M måned, Q kvartal, H halvår, Y år, QMAT rullende år, MYTD år til dato, W uge';
comment on column mart.fact_external_measure.period is 'Perioden, fx 2020-01';
comment on column mart.fact_external_measure.period_start is 'Periodens første dag';
comment on column mart.fact_external_measure.period_end is 'Periodens sidste dag';
comment on column mart.fact_external_measure.area_key is 'Området';
comment on column mart.fact_external_measure.dimensions is 'Opdelingen som navn=medlem, adskilt af semikolon; tom når rækken er i alt';
comment on column mart.fact_external_measure.is_total is 'Rækken er i alt over alle opdelinger';
comment on column mart.fact_external_measure.measure is 'Målingens navn';
comment on column mart.fact_external_measure.value is 'Værdien; tom når kilden ikke viser den';
comment on column mart.fact_external_measure.is_suppressed is 'Kilden viser ikke tallet (diskretion)';
comment on column mart.fact_external_measure.definition_version is 'Version af kildens definition';
comment on column mart.fact_external_measure.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_external_measure.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.fact_kpi (
    municipality_code text not null,
    kpi_key integer not null,
    basis text not null,
    period_type text not null,
    period text not null,
    period_start date not null,
    period_end date not null,
    area_key integer not null,
    target_group_key integer not null,
    team_key integer not null,
    age_group text not null,
    breakdown text not null,
    numerator numeric(18,6),
    denominator numeric(18,6),
    value numeric(18,6),
    status text not null,
    status_text text,
    is_preliminary boolean not null,
    is_suppressed boolean not null,
    definition_version smallint not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_kpi primary key (municipality_code, kpi_key, basis, period, area_key, target_group_key, team_key, age_group, breakdown),
    constraint fk_fact_kpi__kpi_key foreign key (kpi_key) references mart.dim_kpi (kpi_key),
    constraint fk_fact_kpi__area_key foreign key (area_key) references mart.dim_area (area_key),
    constraint fk_fact_kpi__target_group_key foreign key (target_group_key) references mart.dim_target_group (target_group_key),
    constraint fk_fact_kpi__team_key foreign key (team_key) references mart.dim_team (team_key)
);
comment on table mart.fact_kpi is 'Nøgletal med tæller og nævner; rækkerne siger selv, hvilken opdeling de hører til (ALL = i alt) - læg ikke totaler og dele sammen';
comment on column mart.fact_kpi.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.fact_kpi.kpi_key is 'Nøgletallet';
comment on column mart.fact_kpi.basis is 'own (fagsystemer), national (jobindsats, Danmarks Statistik) eller manual';
comment on column mart.fact_kpi.period_type is 'M måned, Q kvartal, H halvår, Y år, QMAT rullende år, MYTD år til dato, W uge';
comment on column mart.fact_kpi.period is 'Perioden, fx 2020-01';
comment on column mart.fact_kpi.period_start is 'Periodens første dag';
comment on column mart.fact_kpi.period_end is 'Periodens sidste dag';
comment on column mart.fact_kpi.area_key is 'Området';
comment on column mart.fact_kpi.target_group_key is 'Målgruppen; -2 er i alt';
comment on column mart.fact_kpi.team_key is 'Teamet; -2 er i alt';
comment on column mart.fact_kpi.age_group is 'Aldersgruppen; ALL er i alt';
comment on column mart.fact_kpi.breakdown is 'Anden opdeling, fx branch=F; ALL er i alt';
comment on column mart.fact_kpi.numerator is 'Tæller';
comment on column mart.fact_kpi.denominator is 'Nævner; tom for antal';
comment on column mart.fact_kpi.value is 'Værdien; andele i procent';
comment on column mart.fact_kpi.status is 'ok, no_data (ingen data), waiting (afventer) eller suppressed (diskretioneret)';
comment on column mart.fact_kpi.status_text is 'Hvorfor der ikke er en værdi';
comment on column mart.fact_kpi.is_preliminary is 'Foreløbigt tal: de nyeste måneder ændres erfaringsmæssigt';
comment on column mart.fact_kpi.is_suppressed is 'Kilden viser ikke tallet (diskretion)';
comment on column mart.fact_kpi.definition_version is 'Version af nøgletallets definition';
comment on column mart.fact_kpi.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_kpi.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.fact_goal (
    municipality_code text not null,
    plan text not null,
    year smallint not null,
    goal_no text not null,
    kpi_key integer not null,
    basis text not null,
    team_key integer not null,
    target_group_key integer not null,
    area_key integer not null,
    name text not null,
    goal_type text,
    set_by text,
    operator text not null,
    target numeric(18,6),
    target_decimals smallint,
    target_reference text,
    baseline numeric(18,6),
    baseline_text text,
    actual numeric(18,6),
    period text,
    period_end date,
    status text not null,
    is_preliminary boolean not null,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_goal primary key (municipality_code, plan, year, goal_no, team_key, target_group_key, area_key),
    constraint fk_fact_goal__kpi_key foreign key (kpi_key) references mart.dim_kpi (kpi_key),
    constraint fk_fact_goal__team_key foreign key (team_key) references mart.dim_team (team_key),
    constraint fk_fact_goal__target_group_key foreign key (target_group_key) references mart.dim_target_group (target_group_key),
    constraint fk_fact_goal__area_key foreign key (area_key) references mart.dim_area (area_key)
);
comment on table mart.fact_goal is 'Beskæftigelsesplanens mål med seneste tal og status';
comment on column mart.fact_goal.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.fact_goal.plan is 'Planen';
comment on column mart.fact_goal.year is 'Planåret';
comment on column mart.fact_goal.goal_no is 'Målets nummer, fx 4a';
comment on column mart.fact_goal.kpi_key is 'Nøgletallet';
comment on column mart.fact_goal.basis is 'Grundlaget, som målet måles på';
comment on column mart.fact_goal.team_key is 'Teamet; -2 er i alt';
comment on column mart.fact_goal.target_group_key is 'Målgruppen; -2 er i alt';
comment on column mart.fact_goal.area_key is 'Området';
comment on column mart.fact_goal.name is 'Målets navn';
comment on column mart.fact_goal.goal_type is 'Måltype';
comment on column mart.fact_goal.set_by is 'Hvem der sætter målet';
comment on column mart.fact_goal.operator is 'Sammenligning: <=, <, >= eller >';
comment on column mart.fact_goal.target is 'Målet; en henvisning er slået op, tom når den ikke kan';
comment on column mart.fact_goal.target_decimals is 'Målets decimaler; der sammenlignes efter afrunding hertil';
comment on column mart.fact_goal.target_reference is 'Henvisning: kpi:KODE eller prev_year';
comment on column mart.fact_goal.baseline is 'Udgangspunktet ved årets begyndelse';
comment on column mart.fact_goal.baseline_text is 'Udgangspunktet i ord';
comment on column mart.fact_goal.actual is 'Seneste hele periodes værdi';
comment on column mart.fact_goal.period is 'Perioden for seneste værdi';
comment on column mart.fact_goal.period_end is 'Periodens sidste dag';
comment on column mart.fact_goal.status is 'achieved (nået), on_track (på vej), off_track (ikke på vej) eller no_data (ingen data)';
comment on column mart.fact_goal.is_preliminary is 'Seneste værdi er foreløbig';
comment on column mart.fact_goal.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_goal.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create table mart.fact_finance_month (
    municipality_code text not null,
    month_key integer not null,
    source text not null,
    version text not null,
    line text not null,
    target_group_key integer not null,
    amount_kind text not null,
    amount_dkk numeric(18,2),
    units numeric(18,6),
    unit_type text,
    run_id bigint not null,
    loaded_at timestamp not null,
    constraint pk_fact_finance_month primary key (municipality_code, month_key, source, version, line, amount_kind),
    constraint fk_fact_finance_month__month_key foreign key (month_key) references mart.dim_month (month_key),
    constraint fk_fact_finance_month__target_group_key foreign key (target_group_key) references mart.dim_target_group (target_group_key)
);
comment on table mart.fact_finance_month is 'Økonomi pr. måned; planens årsbudget er fordelt ligeligt over årets 12 måneder, så månederne summer til året';
comment on column mart.fact_finance_month.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner og RAR-områder';
comment on column mart.fact_finance_month.month_key is 'Måneden';
comment on column mart.fact_finance_month.source is 'Kilden: plan';
comment on column mart.fact_finance_month.version is 'Planen og året, beløbet hører til';
comment on column mart.fact_finance_month.line is 'Budgetlinjens navn';
comment on column mart.fact_finance_month.target_group_key is 'Målgruppen; 0 når linjen ikke hører til en målgruppe';
comment on column mart.fact_finance_month.amount_kind is 'Beløbets art: budget';
comment on column mart.fact_finance_month.amount_dkk is 'Kommunal nettoudgift, kroner';
comment on column mart.fact_finance_month.units is 'Antal enheder i gennemsnit i måneden, fx fuldtidspersoner; læg ikke måneder sammen';
comment on column mart.fact_finance_month.unit_type is 'Enhedernes art';
comment on column mart.fact_finance_month.run_id is 'Den udgivelse, der skrev rækken (ops.run)';
comment on column mart.fact_finance_month.loaded_at is 'Hvornår rækken blev skrevet, dansk tid';

create index fact_kpi_by_kpi on mart.fact_kpi (kpi_key, basis, municipality_code, period);
