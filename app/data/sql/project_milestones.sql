-- One row per milestone of one project, earliest first, undated last.
select
    milestone_detail.title, kind, state, milestone_detail.status as source_status, due, first_planned, current_planned, reached, delay_days, delay_months, since_plan_days, shift_reason, shift_note,
    source.publisher as source_publisher, source.title as source_title, source.url as source_url,
    milestone_detail.input_file, milestone_detail.input_line, project_id, milestone_id, source_id
from milestone_detail join source using (stand_date, source_id)
where stand_date = $stand and project_id = $project
order by due_first_date nulls last, milestone_id;
