-- One row per project of the selection with any date, by which a timeline orders them.
select project_id, title as project_title, last_date
from selected_project($stand, $municipalities, $fields, $levels, $years)
where last_date is not null;
