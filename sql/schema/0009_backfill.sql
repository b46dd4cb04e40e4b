-- What a run's record must tell for its file to be found, read again and compared, and why a slice was rewritten.

alter table ops.run add column archived_path text;
alter table ops.run add column headings jsonb;
alter table ops.run add column covers daterange;
comment on column ops.run.archived_path is 'Hvor filen ligger bagefter, regnet fra hjemmet: i archive, eller i failed for en afvist fil. Tom for filer fra før, feltet fandtes.';
comment on column ops.run.headings is 'Filens overskrifter, som de stod, hver med feltet den blev læst som; næste fil holdes op mod dem.';
comment on column ops.run.covers is 'Første til sidste dag, som filens rækker handler om; tom, når rækkerne ikke hører til en periode.';

-- Parameters are told apart from labels and other reference data; files from what the clock decides.
alter table ops.published_slice add column parameter_hash text;
alter table ops.published_slice add column files_hash text;
alter table ops.published_slice add column changed_by bigint references ops.run;
comment on column ops.published_slice.parameter_hash is 'Kontrolsum af parametrene (parameter.csv).';
comment on column ops.published_slice.files_hash is 'Hvilke indlæsninger der ligger bag delen; er den uændret, men input ikke, er det uret eller en indstilling.';
comment on column ops.published_slice.changed_by is 'Den nyeste indlæsning bag delen, når den kendes.';

alter table ops.slice_change drop constraint slice_change_reason_check;
alter table ops.slice_change add constraint slice_change_reason_check
    check (reason in ('new', 'files', 'reference', 'parameter', 'definition', 'gone', 'all'));
alter table ops.slice_change add column changed_by bigint references ops.run;
comment on column ops.slice_change.reason is 'new ny, files filer, reference etiketter og anden reference, parameter parametre eller uret, definition SQL, gone udgået, all bedt om (publish).';
comment on column ops.slice_change.changed_by is 'Indlæsningen, der sidst ændrede delens tal, når den kendes.';
