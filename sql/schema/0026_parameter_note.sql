-- A municipality's own parameter need not say why it is as it is.

alter table ref.parameter alter column note drop not null;
