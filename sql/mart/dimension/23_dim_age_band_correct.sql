-- Age bands: members whose attributes changed. Keys never change.
update mart.dim_age_band as d
set (
    name, age_from, age_to, is_under_30, is_18_29, is_16_66, is_16_24, is_25_29, is_30_49, is_50_66, band_jobindsats,
    band_under_30, band_under_40, sort
) = (
    s.name, s.age_from, s.age_to, s.is_under_30, s.is_18_29, s.is_16_66, s.is_16_24, s.is_25_29, s.is_30_49,
    s.is_50_66, s.band_jobindsats, s.band_under_30, s.band_under_40, s.sort
)
from core.age_band_member as s
where d.age_band = s.age_band and (
    d.name, d.age_from, d.age_to, d.is_under_30, d.is_18_29, d.is_16_66, d.is_16_24, d.is_25_29, d.is_30_49,
    d.is_50_66, d.band_jobindsats, d.band_under_30, d.band_under_40, d.sort
) is distinct from (
    s.name, s.age_from, s.age_to, s.is_under_30, s.is_18_29, s.is_16_66, s.is_16_24, s.is_25_29, s.is_30_49,
    s.is_50_66, s.band_jobindsats, s.band_under_30, s.band_under_40, s.sort
)
