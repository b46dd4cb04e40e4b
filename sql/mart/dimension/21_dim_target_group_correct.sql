-- Target groups: members whose attributes changed. Keys never change.
update mart.dim_target_group as d
set (
    name, level0, support_type, level1, benchmark_group, is_temporary, is_permanent, is_public_11, is_sick,
    is_youth_temporary, is_benchmark, is_jobindsats_total, is_nonwest_women, law, lab_codes, valid_from, valid_to,
    no_new_from, series_break_on, successor_code, as_now_code, as_now_name, note, sort
) = (
    s.name, s.level0, s.support_type, s.level1, s.benchmark_group, s.is_temporary, s.is_permanent, s.is_public_11,
    s.is_sick, s.is_youth_temporary, s.is_benchmark, s.is_jobindsats_total, s.is_nonwest_women, s.law, s.lab_codes,
    s.valid_from, s.valid_to, s.no_new_from, s.series_break_on, s.successor_code, s.as_now_code, s.as_now_name,
    s.note, s.sort
)
from core.target_group_level as s
where d.target_group = s.target_group and (
    d.name, d.level0, d.support_type, d.level1, d.benchmark_group, d.is_temporary, d.is_permanent, d.is_public_11,
    d.is_sick, d.is_youth_temporary, d.is_benchmark, d.is_jobindsats_total, d.is_nonwest_women, d.law, d.lab_codes,
    d.valid_from, d.valid_to, d.no_new_from, d.series_break_on, d.successor_code, d.as_now_code, d.as_now_name,
    d.note, d.sort
) is distinct from (
    s.name, s.level0, s.support_type, s.level1, s.benchmark_group, s.is_temporary, s.is_permanent, s.is_public_11,
    s.is_sick, s.is_youth_temporary, s.is_benchmark, s.is_jobindsats_total, s.is_nonwest_women, s.law, s.lab_codes,
    s.valid_from, s.valid_to, s.no_new_from, s.series_break_on, s.successor_code, s.as_now_code, s.as_now_name,
    s.note, s.sort
)
