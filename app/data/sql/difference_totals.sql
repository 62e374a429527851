-- One row: how much differs between two Stände in the selection.
with steps as materialized (from selected_milestone_change($before, $after, $municipalities, $fields, $levels)),
rows as materialized (from selected_difference($before, $after, $municipalities, $fields, $levels))
select
    (select count(*) from steps) as milestone_count,
    (select count(*) from steps where change = 'reached') as reached_count,
    (select count(*) from steps where change = 'moved') as moved_count,
    (select count(*) from steps where change = 'moved' and is_later) as later_count,
    (select count(*) from steps where change in ('overdue', 'no_feedback')) as silent_count,
    count(*) as difference_count,
    count(*) filter (reason is not null) as corrected_count,
    count(*) filter (change = 'new') as new_count,
    count(*) filter (change = 'gone') as gone_count,
    count(*) filter (change = 'new' and table_name = 'projekte') as new_project_count,
    count(*) filter (change = 'gone' and table_name = 'projekte') as gone_project_count
from rows;
