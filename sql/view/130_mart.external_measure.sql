-- also: mart_asof
-- Published external measures in plain codes, one row per cell of the source.

create view mart.external_measure as
select
    f.municipality_code, f.source, f.table_id, f.period_type, f.period, f.period_start, f.period_end,
    a.area, a.area_code, f.dimensions, f.is_total, f.measure, f.value, f.is_suppressed, f.definition_version
from mart.fact_external_measure as f
inner join mart.dim_area as a on a.area_key = f.area_key;

comment on view mart.external_measure is 'Offentliggjorte tal i klar tekst - til opslag; brug fact_* i modeller';
comment on column mart.external_measure.municipality_code is 'Områdets egen kommunekode; 000 for hele landet, regioner og RAR-områder';
comment on column mart.external_measure.source is 'Kilden, fx jobindsats';
comment on column mart.external_measure.table_id is 'Kildens tabel, fx Y07A02';
comment on column mart.external_measure.period_type is 'M måned, Q kvartal, H halvår, Y år, QMAT rullende år, MYTD år til dato, W uge';
comment on column mart.external_measure.period is 'Perioden, fx 2020-01 eller 2020-Q2R (rullende år til 2. kvartals udgang)';
comment on column mart.external_measure.period_start is 'Periodens første dag';
comment on column mart.external_measure.period_end is 'Periodens sidste dag';
comment on column mart.external_measure.area is 'Områdets navn';
comment on column mart.external_measure.area_code is 'Områdets kode: 791, DK, REG:082 eller RAR:Østjylland';
comment on column mart.external_measure.dimensions is 'Opdelingen som navn=medlem, adskilt af semikolon; tom når rækken er i alt';
comment on column mart.external_measure.is_total is 'Rækken er i alt over alle opdelinger';
comment on column mart.external_measure.measure is 'Målingens navn';
comment on column mart.external_measure.value is 'Værdien; tom når kilden ikke viser den';
comment on column mart.external_measure.is_suppressed is 'Kilden viser ikke tallet (diskretion)';
comment on column mart.external_measure.definition_version is 'Version af kildens definition';
