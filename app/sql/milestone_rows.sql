-- One row per milestone of the selection, by project, with all it takes to draw it.
select
    milestone_id, project_id, project_title, chosen.title, state, due, due_first_date, due_last_date, due_precision,
    first_planned, first_planned_first_date, first_planned_last_date, first_planned_precision,
    current_planned, reached, is_reached, delay_days, delay_months, since_plan_days,
    source.publisher as source_publisher, source.title as source_title, source.url as source_url,
    chosen.input_file, chosen.input_line
from selected_milestone($stand, $municipalities, $fields, $levels, $years) as chosen
join source using (source_id)
order by due_first_date nulls last, project_title, milestone_id;
