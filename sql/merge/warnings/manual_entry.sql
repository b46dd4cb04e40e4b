-- Teams that neither the plan nor the spells know: a label that only describes is no reject, but it may be misspelt.
with known as (
    select team from core.goal_target where recorded_to = 'infinity' and team <> 'ALL'
    union
    select unnest(array[team_code, team_name]) from core.benefit_spell where recorded_to = 'infinity'
),
strange as (
    select team, count(*) as entries
    from stage.manual_entry
    where run_id = :run_id and not held and team <> 'ALL' and team not in (select team from known where team is not null)
    group by team
)
select
    'Ukendt team i ' || sum(entries) || ' indtastning(er), fx "' || min(team)
    || '"; indlæst under det navn. Planen og forløbene kender ikke teamet.' as message
from strange
-- Where no team is known at all, there is nothing to hold a name against.
where exists (select from known where team is not null)
having count(*) > 0
