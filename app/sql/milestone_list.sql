-- One row per milestone in the given state: the latest reached or longest waiting first, planned ones soonest first.
select
    title, project_id, project_title, due, delay_days, delay_months, since_plan_days, status
from selected_milestone($stand, $municipalities, $fields, $levels, $years)
where state = $state and (due is not null or state = 'no_feedback')
order by
    if($state = 'planned', due_last_date, null),
    if($state = 'reached', due_last_date, null) desc,
    due_last_date nulls last, milestone_id
limit $most;
