-- How long originals that tell of persons are kept, since when a pseudonym key is in force, and labels of citizens that nobody knows.

alter table ops.run
    add column taken_on date,
    add column purged_on date;
comment on column ops.run.taken_on is 'Dagen, filen blev taget (driftsdatoen); fristen for filer med personoplysninger regnes herfra.';
comment on column ops.run.purged_on is 'Dagen, den originale fil blev slettet, fordi fristen for personoplysninger var gået; kørslen selv består.';

alter table ops.pseudonym_key add column in_force_from timestamptz not null default now();
comment on column ops.pseudonym_key.in_force_from is 'Hvornår databasens pseudonymer blev lavet med denne version af nøglen.';

alter table core.citizen
    add column sex_label text,
    add column residence_label text;
comment on column core.citizen.sex_label is 'Hvad kilden skriver, når kønnet ikke er en kendt kode; af længere tekster kun længden';
comment on column core.citizen.residence_label is 'Hvad kilden skriver, når bopælskommunen ikke er en kode; af længere tekster kun længden';

alter table stage.citizen
    add column sex_label text,
    add column residence_label text;
