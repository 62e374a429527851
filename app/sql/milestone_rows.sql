-- One row per milestone of the selection, earliest first.
select
    project_id, project_title, chosen.title, state, chosen.status as source_status, first_planned, current_planned, reached, delay_days, delay_months,
    source.publisher as source_publisher, source.title as source_title, source.url as source_url,
    chosen.input_file, chosen.input_line
from selected_milestone($stand, $municipalities, $fields, $levels, $years) as chosen
join source using (stand_date, source_id)
order by due_first_date nulls last, project_title, milestone_id;
