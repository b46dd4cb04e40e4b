-- The members of the dimensions that are reference data, as mart shows them; special_key is given to those that are no data.

-- Target groups with their place in the hierarchy and the sets they are in.
create view core.target_group_level as
with member as (
    select
        target_group,
        bool_or(set_code = 'PUBLIC_11') as is_public_11,
        bool_or(set_code = 'SICK') as is_sick,
        bool_or(set_code = 'YOUTH_TEMP') as is_youth_temporary,
        bool_or(set_code = 'BENCHMARK') as is_benchmark,
        bool_or(set_code = 'JI_TOTAL') as is_jobindsats_total,
        bool_or(set_code = 'NONWEST_WOMEN') as is_nonwest_women
    from ref.target_group_set
    group by target_group
),
lab as (
    select target_group, string_agg(distinct code, '|' order by code) as lab_codes
    from ref.source_code
    where source = 'lab'
    group by target_group
)
select
    null::integer as special_key, g.code as target_group, g.name,
    case when m.is_public_11 then 'Offentlig forsørgelse' else 'Uden for' end as level0,
    case when g.is_temporary then 'Midlertidig' when g.is_permanent then 'Permanent' end as support_type,
    g.level1, g.benchmark_group, g.is_temporary, g.is_permanent,
    coalesce(m.is_public_11, false) as is_public_11, coalesce(m.is_sick, false) as is_sick,
    coalesce(m.is_youth_temporary, false) as is_youth_temporary, coalesce(m.is_benchmark, false) as is_benchmark,
    coalesce(m.is_jobindsats_total, false) as is_jobindsats_total, coalesce(m.is_nonwest_women, false) as is_nonwest_women,
    g.law, l.lab_codes, g.valid_from, g.valid_to, g.no_new_from, g.series_break_on,
    g.successor_code, g.as_now_code, n.name as as_now_name, g.note, g.sort
from ref.target_group as g
left join member as m on m.target_group = g.code
left join lab as l on l.target_group = g.code
left join ref.target_group as n on n.code = g.as_now_code
union all
select
    special_key, target_group, name, null, null, null, null, false, false, false, false, false, false, false, false,
    null, null, null, null, null, null, null, null, null, null, sort
from (
    values (-2, 'ALL', 'I alt', -2), (-1, 'UKENDT', 'Ukendt', 9998), (0, 'UOPLYST', 'Ikke oplyst', 9999)
) as special (special_key, target_group, name, sort);

-- Visitation categories; none of them is a group's of its own, target_groups says which use it.
create view core.readiness_member as
select null::integer as special_key, code as readiness, name, target_groups, valid_from, valid_to, sort
from ref.readiness
union all
select special_key, readiness, name, null, null, null, sort
from (values (-1, 'UKENDT', 'Ukendt', 9998), (0, 'UOPLYST', 'Ikke oplyst', 9999)) as special (special_key, readiness, name, sort);

-- Age bands, with the band of each grouping that is told as text.
create view core.age_band_member as
with told as (
    select b.code as age_band,
        max(s.code) filter (where s.set_code = 'JI5') as band_jobindsats,
        max(s.code) filter (where s.set_code = 'U30') as band_under_30,
        max(s.code) filter (where s.set_code = 'RES40') as band_under_40
    from ref.age_band as b
    inner join ref.age_band_set as s
        on int4range(b.age_from, b.age_to, '[]') <@ int4range(s.age_from, s.age_to, '[]')
    where b.age_from is not null
    group by b.code
)
select
    case when b.code = 'UKENDT' then -1 end as special_key, b.code as age_band, b.name, b.age_from, b.age_to,
    b.is_under_30, b.is_18_29, b.is_16_66, b.is_16_24, b.is_25_29, b.is_30_49, b.is_50_66,
    t.band_jobindsats, t.band_under_30, t.band_under_40, b.sort
from ref.age_band as b
left join told as t on t.age_band = b.code
union all
select 0, 'UOPLYST', 'Ikke oplyst', null, null, false, false, false, false, false, false, false, null, null, null, 9999;
