-- One row per milestone that is new, gone, reached, planned for another time or overtaken by its date between two Stände.
select
    change, title, project_id, project_title, old_planned, new_planned, shift_days, shift_months, reached,
    first_planned, delay_days, delay_months, state, source_id, input_file, input_line, milestone_id,
    coalesce(shift_days, shift_months * 30) as about_days,
    list_position([
        'reached', 'step_taken', 'event', 'setback', 'redated', 'moved', 'dated', 'undated', 'refined', 'corrected', 'overdue', 'no_feedback', 'planned', 'new', 'reopened', 'gone'
    ], change) as position
from selected_milestone_change($before, $after, $municipalities, $fields, $levels);
