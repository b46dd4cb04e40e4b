-- Shares that may lie above 100 percent, and one place for age groups: which there are, and how their names are read.

-- More people on a course than it has places, more spent than the budget.
alter table ref.kpi add column may_exceed_100 boolean not null default false;
comment on column ref.kpi.may_exceed_100 is 'Om andelen må ligge over 100 procent: belægning og forbrug i forhold til budget';
comment on column mart.fact_kpi.status_text is 'Hvorfor der ikke er en værdi, eller at en andel er over 100 pct.';

create table ref.age_group (
    code text primary key,
    age_from integer not null,
    age_to integer not null,
    sort integer not null
);
comment on table ref.age_group is 'Aldersgrupperne i mart ud over de udelelige i age_band; begge aldre regnes med';

-- The ages that a member's name tells, both ends included; null when it tells none. "Under 30" begins at 16: jobindsats counts
-- nobody younger. "Over 65" is its way to say 65 and above.
create or replace function core.age_span(member text) returns int4range
language sql immutable
return case
    when member ~* '^\s*\d{1,2}\s*[-–]\s*\d{1,2}(\s*år|-årige)?\s*$'
        then case
            when substring(member from '\d{1,2}')::integer <= substring(member from '[-–]\s*(\d{1,2})')::integer
                then int4range(substring(member from '\d{1,2}')::integer, substring(member from '[-–]\s*(\d{1,2})')::integer, '[]')
        end
    when member ~* '^\s*\d{1,2}\s*år\s*$'
        then int4range(substring(member from '\d{1,2}')::integer, substring(member from '\d{1,2}')::integer, '[]')
    when member ~* '^\s*under\s+(1[7-9]|[2-9]\d)(\s*år)?\s*$'
        then int4range(16, substring(member from '\d{2}')::integer)
    when member ~* '^\s*(over\s+)?\d{2}(\s*år)?\s*(\+(\s*år)?|(og|eller)\s+(derover|over|ældre))\s*$'
        or member ~* '^\s*over\s+\d{2}(\s*år)?\s*$'
        then int4range(substring(member from '\d{2}')::integer, null)
end;
