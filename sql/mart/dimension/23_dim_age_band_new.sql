-- Age bands: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_age_band (
    age_band_key, age_band,
    name, age_from, age_to, is_under_30, is_18_29, is_16_66, is_16_24, is_25_29, is_30_49, is_50_66, band_jobindsats,
    band_under_30, band_under_40, sort
)
select
    coalesce(s.special_key, greatest((select max(d.age_band_key) from mart.dim_age_band as d), 0)
        + row_number() over (partition by s.special_key is null order by s.sort)),
    s.age_band,
    s.name, s.age_from, s.age_to, s.is_under_30, s.is_18_29, s.is_16_66, s.is_16_24, s.is_25_29, s.is_30_49,
    s.is_50_66, s.band_jobindsats, s.band_under_30, s.band_under_40, s.sort
from core.age_band_member as s
where not exists (select from mart.dim_age_band as d where d.age_band = s.age_band)
