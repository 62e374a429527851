-- One row per milestone of the selection that has happened and is no result: steps, or events and setbacks.
select title, kind, project_id, project_title, due as happened, due_first_date, due_last_date, source_id, input_file, input_line, milestone_id
from selected_milestone($stand, $municipalities, $fields, $levels, $years)
where state = any($states);
