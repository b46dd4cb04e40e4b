-- model: early_warning_nearing_52w
-- table: early_warning
-- schema: mart_restricted
-- grain: municipality_code, warning, spell
-- slice: reference_date
-- slices: own_nearing_52w
-- own: f.warning = 'nearing_52w'
-- Chains of sickness benefit and jobafklaring that soon are over 52 weeks, on the day of the newest extract.
select
    n.municipality_code, 'nearing_52w' as warning, n.reference_date, n.spell_key as spell_pseudonym,
    n.person_key as person_pseudonym, n.case_key as case_pseudonym,
    (select max(version) from ops.pseudonym_key) as key_version,
    g.target_group_key, r.readiness_key, t.team_key, w.caseworker_key,
    n.clock_start, n.days, n.days / 7 as weeks, n.due_on, n.clock_truncated, n.is_partial_return
from core.nearing_52w as n
inner join mart.dim_target_group as g on g.target_group = n.target_group
inner join mart.dim_readiness as r on r.readiness = n.readiness
inner join mart.dim_team as t on t.team = n.team and t.municipality_code in (n.municipality_code, '000')
inner join mart_restricted.dim_caseworker as w
    on w.caseworker = n.caseworker and w.municipality_code in (n.municipality_code, '000')
where true /*slices: n.municipality_code, n.reference_date::text*/
