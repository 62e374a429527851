-- One row: the milestones of the selection, as of the Stand.
-- Results are counted by state; beside them the steps that were taken, events and setbacks.
select
    count(*) as milestone_count,
    count(*) filter (role = 'result') as result_count,
    count(*) filter (state = 'reached') as reached_count,
    count(*) filter (state = 'reached' and reached is null) as undated_count,
    count(*) filter (role = 'result' and state = 'planned') as planned_count,
    count(*) filter (role = 'result' and state = 'overdue') as overdue_count,
    count(*) filter (role = 'result' and state = 'no_feedback') as no_feedback_count,
    arg_min(planned, (planned_last_date, planned_first_date, milestone_id))
        filter (role = 'result' and state = 'planned') as next_planned,
    count(*) filter (role = 'result' and state = 'planned' and status = 'verzögert') as late_planned_count,
    count(*) filter (role = 'result' and timing = 'late') as delayed_count,
    count(*) filter (state = 'step_taken') as step_count,
    count(*) filter (state = 'event') as event_count,
    count(*) filter (state = 'setback') as setback_count
from selected_milestone($stand, $municipalities, $fields, $levels, $years);
