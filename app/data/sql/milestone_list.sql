-- One row per result in the given state that has a date, or of which nobody has heard.
select
    title, project_id, project_title, due, delay_days, delay_months, since_plan_days, shift_reason, shift_note, status,
    coalesce(delay_days, delay_months * 30) as about_days, due_first_date, due_last_date, source_id, milestone_id, lead, municipality_ags
from selected_milestone($stand, $municipalities, $fields, $levels, $years)
join (select stand_date, project_id, lead from project) using (stand_date, project_id)
where role = 'result' and state = $state and (due is not null or state = 'no_feedback');
