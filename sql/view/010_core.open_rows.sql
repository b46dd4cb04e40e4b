-- The version of every core row in force at core.as_of(): what the files say now, or said then. Models read these, never the
-- versions themselves.

create view core.external_measure_open as
select * from core.external_measure where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.population_open as
select * from core.population where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.goal_target_open as
select * from core.goal_target where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.budget_line_open as
select * from core.budget_line where recorded_from <= core.as_of() and recorded_to > core.as_of();

create view core.manual_entry_open as
select * from core.manual_entry where recorded_from <= core.as_of() and recorded_to > core.as_of();
