-- The open version of every core table: what the files say now. Models read these, never the versions themselves.

create view core.external_measure_open as
select * from core.external_measure where recorded_to = 'infinity';

create view core.population_open as
select * from core.population where recorded_to = 'infinity';

create view core.goal_target_open as
select * from core.goal_target where recorded_to = 'infinity';

create view core.budget_line_open as
select * from core.budget_line where recorded_to = 'infinity';
