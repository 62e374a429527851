-- One row: what became of milestones between two Stände in the selection.
select
    count(*) as milestone_count,
    count(*) filter (change = 'reached') as reached_count,
    count(*) filter (change = 'moved') as moved_count,
    count(*) filter (change = 'moved' and is_later) as later_count,
    count(*) filter (old_state = 'planned' and state in ('overdue', 'no_feedback')) as silent_count
from selected_milestone_change($before, $after, $municipalities, $fields, $levels);
