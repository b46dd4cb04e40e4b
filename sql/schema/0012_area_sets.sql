-- Which region and labour market area (RAR) a municipality belongs to, and the sets of municipalities it is compared with.
-- Copied from sql/reference and the home's overlay at every publication, as the rest of ref.

create table ref.area_membership (
    area_code text primary key,
    region_code text,
    rar_code text
);
comment on table ref.area_membership is 'Hvilken region og hvilket RAR-område en kommune hører til (som i 2020)';

create table ref.area_set (
    set_code text not null,
    name text not null,
    area_code text not null,
    valid_from date,
    valid_to date,
    constraint uq_area_set unique nulls not distinct (set_code, area_code, valid_from)
);
comment on table ref.area_set is 'Sammenligningssæt: kommuner, hvis tæller og nævner lægges sammen til ét tal (SET:<set_code> i mart)';

alter table mart.dim_area add column region_code text;
alter table mart.dim_area add column rar_code text;
comment on table mart.dim_area is 'Kommuner, regioner, landsdele, RAR-områder, hele landet og sammenligningssæt';
comment on column mart.dim_area.area_code is 'Områdets kode: 791, DK, REG:082, LD:09, RAR:Østjylland eller SET:OESTJYLLAND';
comment on column mart.dim_area.kind is 'Art: country, region, province, rar, municipality, set eller andet';
comment on column mart.dim_area.region_code is 'Den region, kommunen eller landsdelen ligger i';
comment on column mart.dim_area.rar_code is 'Det RAR-område, kommunen hører til (som i 2020)';
comment on column mart.fact_kpi.municipality_code is 'Kommunekode (3 cifre); 000 for hele landet, regioner, RAR-områder og sammenligningssæt';
