-- One row per state: how many results of the selection are in it, as of the Stand.
select state, count(milestone_id) as milestone_count
from unnest(['reached', 'planned', 'overdue', 'no_feedback']) as states (state)
left join (
    select state, milestone_id from selected_milestone($stand, $municipalities, $fields, $levels, $years) where role = 'result'
) using (state)
group by state
order by list_position(['reached', 'planned', 'overdue', 'no_feedback'], state);
