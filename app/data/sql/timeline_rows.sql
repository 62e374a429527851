-- One row per milestone of the selection, and one per project without any; with the project's own run.
select
    project.project_id, project.title as project_title,
    begin, begin_first_date, begin_last_date, "end", end_first_date, end_last_date, last_date,
    milestone.title, milestone_id, role, state, due, due_first_date, due_last_date, due_precision,
    first_planned, first_planned_first_date, first_planned_last_date, first_planned_precision,
    delay_days, delay_months
from selected_project($stand, $municipalities, $fields, $levels, $years) as project
left join (
    from selected_milestone($stand, $municipalities, $fields, $levels, $years)
    where len($projects) = 0 or project_id = any($projects)
) as milestone using (stand_date, project_id)
where len($projects) = 0 or project.project_id = any($projects)
order by last_date desc nulls last, project_title, project.project_id, due_first_date nulls last, milestone_id;
