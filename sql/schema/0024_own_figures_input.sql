-- What the municipality's own figures were last made of is the bookkeeping of publications, and no parameter of a figure.

create table ops.own_figures_input (
    is_only boolean primary key default true check (is_only),
    input_hash text not null
);
comment on table ops.own_figures_input is 'Kontrolsum af det, egne tal sidst blev beregnet af; er den uændret, ses de ikke efter.';

insert into ops.own_figures_input (input_hash)
select value from ref.parameter where name = 'own_figures_hash';

delete from ref.parameter where name = 'own_figures_hash';
