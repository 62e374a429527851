-- One row: when the latest source that is cited for the projects of the selection was published; null when none says.
select arg_max(published, published_first_date) as published
from selected_project($stand, $municipalities, $fields, $levels, $years) join project_news using (stand_date, project_id);
