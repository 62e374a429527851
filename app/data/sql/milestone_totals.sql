-- One row: the milestones of the selection by state, as of the Stand.
select
    count(*) as milestone_count,
    count(*) filter (state = 'reached') as reached_count,
    count(*) filter (state = 'reached' and reached is null) as undated_count,
    count(*) filter (state = 'planned') as planned_count,
    count(*) filter (state = 'overdue') as overdue_count,
    count(*) filter (state = 'no_feedback') as no_feedback_count,
    arg_min(planned, (planned_last_date, planned_first_date, milestone_id)) filter (state = 'planned') as next_planned,
    count(*) filter (state = 'planned' and status = 'verzögert') as late_planned_count,
    count(*) filter (timing = 'late') as delayed_count
from selected_milestone($stand, $municipalities, $fields, $levels, $years);
