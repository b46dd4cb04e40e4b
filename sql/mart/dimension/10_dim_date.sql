-- Calendar days of whole years, 2000-2050. Danish names are constants: to_char's depend on the server's locale.
insert into mart.dim_date (
    date_key, date, year, quarter, month, month_key, day_of_month, weekday, weekday_name, iso_week, is_weekend
)
select
    to_char(d, 'YYYYMMDD')::integer, d::date, extract(year from d), to_char(d, 'YYYY"-Q"Q'), to_char(d, 'YYYY-MM'),
    to_char(d, 'YYYYMM')::integer, extract(day from d), extract(isodow from d),
    (array['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'])[extract(isodow from d)::integer],
    to_char(d, 'IYYY"-W"IW'), extract(isodow from d) > 5
from generate_series('2000-01-01'::timestamp, '2050-12-31'::timestamp, interval '1 day') as d
where not exists (select from mart.dim_date)
