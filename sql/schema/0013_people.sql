-- People: what a CPR number tells of its person (core.person), and what the case system tells of its citizens (core.citizen).
-- Exact birth dates stand in core.person only; stage holds them while a file loads.

create table core.person (
    municipality_code text not null,
    person_key text not null,
    birth_date date not null,
    sex text not null check (sex in ('M', 'K')),
    is_substitute boolean not null,
    first_run bigint not null,
    primary key (municipality_code, person_key)
);
comment on table core.person is 'Personer, som et udtræk har nævnt, og det, CPR-nummeret selv fortæller; det ændrer sig ikke, så tabellen har ingen versioner. Eneste sted med fødselsdatoer.';
comment on column core.person.municipality_code is 'Kommunen, udtrækket blev indlæst for';
comment on column core.person.person_key is 'Pseudonym af CPR-nummeret';
comment on column core.person.birth_date is 'Fødselsdato efter CPR-nummeret';
comment on column core.person.sex is 'Køn efter CPR-nummerets sidste ciffer: M eller K';
comment on column core.person.is_substitute is 'Erstatningspersonnummer: 60 er lagt til dagen';
comment on column core.person.first_run is 'Kørslen, der først nævnte personen';

create table core.citizen (
    municipality_code text not null,
    citizen_key text not null,
    person_key text,
    sex_given text,
    residence_code text,
    moved_in_on date,
    moved_out_on date,
    origin text,
    origin_label text,
    residence_basis text,
    residence_basis_label text,
    education text,
    education_label text,
    has_dependants boolean,
    is_protected boolean not null,
    died_on date,
    source_changed_at timestamp,
    source_line integer not null,
    origin_run bigint not null,
    opened_by bigint not null,
    closed_by bigint,
    recorded_from timestamptz not null,
    recorded_to timestamptz not null default 'infinity',
    primary key (municipality_code, citizen_key, recorded_to)
);
create index citizen_by_person on core.citizen (municipality_code, person_key);
comment on table core.citizen is 'Borgere i fagsystemet; versioneret. Personhenførbart, kun pseudonymer.';
comment on column core.citizen.citizen_key is 'Pseudonym af kildens BorgerID';
comment on column core.citizen.person_key is 'Pseudonym af CPR-nummeret; NULL er en person, kilden ikke kender (0000000000)';
comment on column core.citizen.sex_given is 'Køn, som kilden skriver det; CPR-nummerets køn gælder';
comment on column core.citizen.residence_code is 'Bopælskommunens kode';
comment on column core.citizen.moved_in_on is 'Tilflytningsdato';
comment on column core.citizen.moved_out_on is 'Fraflytningsdato; den dag tæller med';
comment on column core.citizen.origin is 'Herkomst: DANSK, IND_VEST, EFT_VEST, IND_IKKEVEST, EFT_IKKEVEST; NULL når den er tom eller ukendt';
comment on column core.citizen.origin_label is 'Herkomsten, som kilden skriver den';
comment on column core.citizen.residence_basis is 'Opholdsgrundlag: FLYGTNING, FAMILIE_FLYGTNING, ANDET; NULL når det er tomt eller ukendt';
comment on column core.citizen.residence_basis_label is 'Opholdsgrundlaget, som kilden skriver det';
comment on column core.citizen.education is 'MED eller UDEN erhvervskompetencegivende uddannelse; NULL når det er tomt eller ukendt';
comment on column core.citizen.education_label is 'Uddannelsesniveauet, som kilden skriver det';
comment on column core.citizen.has_dependants is 'Forsørgerpligt';
comment on column core.citizen.is_protected is 'Adressebeskyttelse: personen må ikke stå på nogen liste';
comment on column core.citizen.died_on is 'Dødsdato; den dag tæller med';
comment on column core.citizen.source_changed_at is 'Hvornår kilden sidst ændrede borgeren, dansk tid';

create unlogged table stage.citizen (
    run_id bigint not null,
    held boolean not null,
    like core.citizen,
    birth_date date,
    sex text,
    is_substitute boolean
);
alter table stage.citizen
    drop column origin_run, drop column opened_by, drop column closed_by, drop column recorded_from, drop column recorded_to,
    alter column is_protected drop not null;
create index on stage.citizen (run_id);

-- Spells tell whose they are in two ways; rows from before have only the one.
alter table core.benefit_spell add column citizen_key text;
comment on column core.benefit_spell.citizen_key is 'Pseudonym af kildens BorgerID; peger det på en anden end CPR-nummeret, gælder CPR-nummeret';
alter table stage.benefit_spell
    add column citizen_key text,
    add column birth_date date,
    add column sex text,
    add column is_substitute boolean;

-- A department's teams over time; the municipality's own file in its home fills it.
create table ref.team (
    team_code text not null,
    name text not null,
    valid_from date,
    valid_to date,
    merged_into text,
    leader text
);
comment on table ref.team is 'Teams: navne med gyldighed, hvad de er lagt ind i, og lederens databaselogin. Kommunens egen reference/team.csv.';
