-- kpi: public_expenditure_share_transfer
-- basis: national
-- title: Udgifter til overførselsindkomster
-- question: Hvad koster overførselsindkomsterne, før statens refusion er trukket fra?
-- unit: dkk
-- numerator: forsørgelsesudgifter i løbende priser
-- denominator: -
-- better: down
-- grains: municipality, target_group, age_group
-- source: S4; jobindsats G01
-- slices: national_source
-- version: 1
-- Before the state's refund, as the source has it; the municipality's net cost is in basis own (oes-ledger).
select
    municipality_code, area_code, period_type, period, period_start, period_end,
    target_group, 'ALL' as team, age_group, breakdown,
    numerator, denominator, is_suppressed, is_preliminary, status_text
from core.national_kpi
where kpi = 'public_expenditure_share_transfer'
