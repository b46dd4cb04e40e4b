-- How fresh each feed is: its last file, what the data reach to, and whether a newer file is due. A part that comes more seldom
-- than its feed has days of its own in parameter.csv: fresh_days_Y30R21.

create view mart.load_status as
with clock as (
    -- A set business date (JOBMART_NOW) stands in the parameters; else it is today in Denmark.
    select coalesce(
        (select value::date from ref.parameter where name = 'business_date'),
        (now() at time zone 'Europe/Copenhagen')::date
    ) as today
),
load as (
    select r.*, row_number() over newest as recency
    from ops.run as r
    where r.feed <> 'publish' and r.file_name is not null and r.state in ('done', 'refused', 'failed')
    window newest as (partition by r.municipality_code, r.feed, coalesce(r.part, '') order by r.run_id desc)
),
done as (
    select distinct on (municipality_code, feed, coalesce(part, ''))
        municipality_code, feed, coalesce(part, '') as part, file_name, finished_at, rows_read, rows_quarantined,
        max(data_until) over (partition by municipality_code, feed, coalesce(part, '')) as data_until
    from ops.run
    -- A file met again unchanged is not read: the figures are those of the load that read it.
    where state = 'done' and feed <> 'publish' and rows_read > 0
    order by municipality_code, feed, coalesce(part, ''), run_id desc
),
seen as (
    select l.municipality_code, l.feed, coalesce(l.part, '') as part, l.state as last_state
    from load as l
    where l.recency = 1
),
own as (
    select coalesce((select value from ref.parameter where name = 'municipality'), '000') as municipality_code
)
select
    coalesce(s.municipality_code, own.municipality_code) as municipality_code,
    f.feed,
    coalesce(s.part, '') as part,
    d.file_name as last_file,
    (d.finished_at at time zone 'Europe/Copenhagen') as last_loaded_at,
    d.data_until,
    d.rows_read as rows,
    coalesce(d.rows_quarantined, 0) as quarantined,
    d.data_until + coalesce(p.value::integer, f.fresh_days) as expected_by,
    case
        when s.last_state in ('refused', 'failed') then 'failed'
        when d.feed is null then 'never'
        when d.data_until + coalesce(p.value::integer, f.fresh_days) < clock.today then 'late'
        else 'fresh'
    end as state
from ref.feed as f
cross join clock
cross join own
left join seen as s on s.feed = f.feed
left join done as d on d.feed = s.feed and d.municipality_code = s.municipality_code and d.part = s.part
left join ref.parameter as p on p.name = 'fresh_days_' || s.part;

comment on view mart.load_status is 'Hvor friske data er: seneste fil pr. feed, hvad data dækker til, og hvornår næste fil ventes - til opslag';
comment on column mart.load_status.municipality_code is 'Kommunen, filen blev indlæst for';
comment on column mart.load_status.feed is 'Feedets navn';
comment on column mart.load_status.part is 'Delen af feedet: tabel-id for jobindsats, ellers tom';
comment on column mart.load_status.last_file is 'Seneste indlæste fil';
comment on column mart.load_status.last_loaded_at is 'Hvornår den blev indlæst, dansk tid';
comment on column mart.load_status.data_until is 'Sidste dag, data dækker';
comment on column mart.load_status.rows is 'Rækker i seneste fil';
comment on column mart.load_status.quarantined is 'Rækker i seneste fil, der står i karantæne';
comment on column mart.load_status.expected_by is 'Senest ventet: herefter er feedet forsinket';
comment on column mart.load_status.state is 'fresh (frisk), late (forsinket), failed (seneste fil blev afvist) eller never (aldrig indlæst)';
