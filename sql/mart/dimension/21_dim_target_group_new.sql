-- Target groups: new members, with the next free keys. A key is given once and never reused.
insert into mart.dim_target_group (
    target_group_key, target_group,
    name, level0, support_type, level1, benchmark_group, is_temporary, is_permanent, is_public_11, is_sick,
    is_youth_temporary, is_benchmark, is_jobindsats_total, is_nonwest_women, law, lab_codes, valid_from, valid_to,
    no_new_from, series_break_on, successor_code, as_now_code, as_now_name, note, sort
)
select
    coalesce(s.special_key, greatest((select max(d.target_group_key) from mart.dim_target_group as d), 0)
        + row_number() over (partition by s.special_key is null order by s.sort)),
    s.target_group,
    s.name, s.level0, s.support_type, s.level1, s.benchmark_group, s.is_temporary, s.is_permanent, s.is_public_11,
    s.is_sick, s.is_youth_temporary, s.is_benchmark, s.is_jobindsats_total, s.is_nonwest_women, s.law, s.lab_codes,
    s.valid_from, s.valid_to, s.no_new_from, s.series_break_on, s.successor_code, s.as_now_code, s.as_now_name,
    s.note, s.sort
from core.target_group_level as s
where not exists (select from mart.dim_target_group as d where d.target_group = s.target_group)
