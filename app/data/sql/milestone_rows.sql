-- One row per milestone of the selection.
select
    project_id, project_title, title, kind, state, status as source_status, first_planned, current_planned, reached, delay_days, delay_months,
    shift_reason, shift_note,
    source_id, input_file, input_line, coalesce(delay_days, delay_months * 30) as about_days, due_first_date, milestone_id,
    municipality_ags
from selected_milestone($stand, $municipalities, $fields, $levels, $years);
