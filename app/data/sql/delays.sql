-- One row per milestone whose first plan can be compared with what came of it.
select title, project_id, project_title, first_planned, due, delay_days, delay_months, state, shift_reason, shift_note,
    coalesce(delay_days, delay_months * 30) as about_days, milestone_id, source_id, municipality_ags
from selected_milestone($stand, $municipalities, $fields, $levels, $years)
where delay_days is not null or delay_months is not null;
