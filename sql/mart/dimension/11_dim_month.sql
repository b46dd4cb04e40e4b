-- Calendar months, 2000-2050.
insert into mart.dim_month (
    month_key, month, first_day, last_day, days, month_number, month_name, quarter, year
)
select
    to_char(m, 'YYYYMM')::integer, to_char(m, 'YYYY-MM'), m::date, (m + interval '1 month - 1 day')::date,
    extract(day from m + interval '1 month - 1 day'), extract(month from m),
    (array[
        'januar', 'februar', 'marts', 'april', 'maj', 'juni',
        'juli', 'august', 'september', 'oktober', 'november', 'december'
    ])[extract(month from m)::integer],
    to_char(m, 'YYYY"-Q"Q'), extract(year from m)
from generate_series('2000-01-01'::timestamp, '2050-12-01'::timestamp, interval '1 month') as m
where not exists (select from mart.dim_month)
