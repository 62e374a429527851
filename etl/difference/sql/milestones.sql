-- One row per milestone whose state or date differs, or that is only in one of both.
select
    milestone_id, title, project_title, change, old_state, state as new_state, old_planned, new_planned, old_reached, reached, first_planned
from selected_milestone_change($before, $after, [], [], [])
order by project_title, due_first_date nulls last, title, milestone_id
