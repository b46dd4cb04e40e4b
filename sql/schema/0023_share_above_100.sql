-- Shares that may lie above 100 percent: more people on a course than it has places, more spent than the budget.

alter table ref.kpi add column may_exceed_100 boolean not null default false;
comment on column ref.kpi.may_exceed_100 is 'Om andelen må ligge over 100 procent: belægning og forbrug i forhold til budget';
comment on column mart.fact_kpi.status_text is 'Hvorfor der ikke er en værdi, eller at en andel er over 100 pct.';
