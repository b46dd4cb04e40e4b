-- Where a national KPI finds its figures in tables that are stored as they came (sql/reference/kpi_source.csv).

create table ref.kpi_source (
    kpi text not null,
    variant smallint not null,
    line smallint not null,
    source text not null,
    table_id text,
    measure text not null,
    dimensions text,
    gives text not null check (gives in ('numerator', 'subtracted', 'denominator', 'value')),
    target_group text,
    total_set text,
    breakdown text,
    period_type text,
    verified boolean not null,
    note text,
    primary key (kpi, variant, line)
);
comment on table ref.kpi_source is 'Hvor et nationalt nøgletal findes i kildens tabeller: linjer med samme variant hører sammen, den første hele variant gælder.';

-- The headings of a table are found by leaping from one to the next, not by reading every figure.
create index external_measure_by_heading on core.external_measure (source, table_id, measure);

-- The ages that a member's name tells, both ends included; null when it tells none. "Under 30" begins at 16: jobindsats counts
-- nobody younger.
create function core.age_span(member text) returns int4range
language sql immutable
return case
    when member ~* '^\s*\d{2}\s*[-–]\s*\d{2}(\s*år|-årige)?\s*$'
        then case
            when substring(member from '\d{2}')::integer <= substring(member from '[-–]\s*(\d{2})')::integer
                then int4range(substring(member from '\d{2}')::integer, substring(member from '[-–]\s*(\d{2})')::integer, '[]')
        end
    when member ~* '^\s*\d{2}\s*år\s*$'
        then int4range(substring(member from '\d{2}')::integer, substring(member from '\d{2}')::integer, '[]')
    when member ~* '^\s*under\s+(1[7-9]|[2-9]\d)(\s*år)?\s*$'
        then int4range(16, substring(member from '\d{2}')::integer)
    when member ~* '^\s*\d{2}\s*(\+(\s*år)?|år\s*(\+|(og|eller)\s+(derover|over|ældre)))\s*$'
        then int4range(substring(member from '\d{2}')::integer, null)
end;
