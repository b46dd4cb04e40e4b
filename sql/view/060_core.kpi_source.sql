-- Which tables hold which measures, and which of them a line of kpi_source.csv means.
-- once: core.kpi_source_match

-- Every heading of every table once, found by leaping along the index.
create view core.external_heading as
with recursive heading as (
    (
        select source, table_id, measure from core.external_measure
        order by source, table_id, measure
        limit 1
    )
    union all
    select n.source, n.table_id, n.measure
    from heading as h
    cross join lateral (
        select e.source, e.table_id, e.measure
        from core.external_measure as e
        where (e.source, e.table_id, e.measure) > (h.source, h.table_id, h.measure)
        order by e.source, e.table_id, e.measure
        limit 1
    ) as n
)
select source, table_id, measure from heading;

-- Alternatives in a line are parted by |, each a LIKE pattern: % stands for any text. The headings are searched before the
-- figures are read (offset 0 keeps the planner from doing it the other way round).
create view core.kpi_source_match as
select s.*, f.table_id as found_table, f.measure as found_measure
from ref.kpi_source as s
cross join lateral (
    select h.table_id, h.measure
    from core.external_heading as h
    where h.source = s.source
        and h.table_id like any (string_to_array(coalesce(s.table_id, '%'), '|'))
        and h.measure like any (string_to_array(s.measure, '|'))
    offset 0
) as f;

-- The figures a line gives, each with the split that is left when age, benefit and what the line names are taken out. A figure
-- that is split by anything else gives nothing.
create view core.kpi_source_figure as
select
    m.kpi, m.variant, m.line, m.gives, m.total_set, coalesce(m.breakdown, '') as breakdown_of,
    e.municipality_code, e.area_code, e.table_id, e.period_type, e.period, e.period_start, e.period_end,
    r.target_group,
    coalesce(a.age_group, 'ALL') as age_group,
    case
        when m.breakdown is null then 'ALL'
        when m.breakdown like '%=%' then m.breakdown
        else m.breakdown || '=' || regexp_replace(d.named, '^[^=]*=', '')
    end as breakdown,
    e.value, e.is_suppressed
from core.kpi_source_match as m
inner join core.external_measure_open as e
    on e.source = m.source and e.table_id = m.found_table and e.measure = m.found_measure
cross join lateral (
    select
        coalesce(bool_or(p.part ~* '^alder'), false) as has_age,
        max(p.member) filter (where p.part ~* '^alder') as age_member,
        string_agg(p.part, ';' order by p.position) filter (where p.part !~* '^alder') as with_benefit,
        string_agg(p.part, ';' order by p.position) filter (where p.part !~* '^alder' and l.code is null) as without_benefit,
        max(l.code) as benefit
    from (
        select s.part, s.position, substr(s.part, strpos(s.part, '=') + 1) as member
        from regexp_split_to_table(e.dimensions, '(?<!\\);') with ordinality as s (part, position)
        where s.part <> ''
    ) as p
    left join lateral (
        select k.code
        from ref.label as k
        where p.part ~* '^ydelsesgruppe' and k.list = 'target_group' and k.source = 'jobindsats'
            and lower(k.label) = lower(p.member)
            and e.period_end >= coalesce(k.valid_from, '-infinity') and e.period_start <= coalesce(k.valid_to, 'infinity')
        order by k.valid_from desc nulls last
        limit 1
    ) as l on true
) as split
cross join lateral (
    select
        -- What the line names is used up; a benefit it does not name is a target group.
        case
            when m.dimensions is null then split.without_benefit
            when lower(split.with_benefit) like any (string_to_array(lower(m.dimensions), '|')) then split.with_benefit
            else split.without_benefit
        end as named
) as d
cross join lateral (
    select case when d.named is distinct from split.with_benefit or m.dimensions is null then split.benefit end as benefit
) as b
left join lateral (
    select n.target_group
    from ref.benefit_table as n
    where m.target_group = 'TABLE' and n.table_id = left(e.table_id, 3) || 'A02'
        and e.period_end >= coalesce(n.valid_from, '-infinity') and e.period_start <= coalesce(n.valid_to, 'infinity')
    order by n.valid_from desc nulls last
    limit 1
) as t on true
cross join lateral (
    select
        case
            when m.target_group = 'TABLE' then coalesce(b.benefit, t.target_group)
            when m.target_group is null then coalesce(b.benefit, 'ALL')
            when b.benefit is null then m.target_group
        end as target_group
) as r
left join core.age_group as a on split.has_age and a.ages = core.age_span(split.age_member)
where (m.period_type is null or e.period_type = any (string_to_array(m.period_type, '|')))
    -- Age, benefit and what the line names: more is a split nobody asked for. Cheap, before the text is taken apart.
    and regexp_count(e.dimension_names, ';') <= 1 + (m.dimensions is not null)::integer
    and case
        when m.dimensions is null then d.named is null
        else lower(d.named) like any (string_to_array(lower(m.dimensions), '|'))
    end
    and (not split.has_age or a.age_group is not null)
    and r.target_group is not null;
