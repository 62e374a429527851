-- One row: the account of shifted dates of one project; none when no milestone of it was ever known.
from selected_project_account($stand, [], [], [], []) where project_id = $project;
