-- One row per table that differs between two Stände in the selection, the office's own first.
select
    table_name as changed_table,
    count(*) as difference_count,
    count(*) filter (change = 'new') as new_count,
    count(*) filter (change = 'gone') as gone_count,
    count(*) filter (change not in ('new', 'gone')) as value_count,
    count(reason) as corrected_count,
    position <= 4 as is_own
from selected_difference($before, $after, $municipalities, $fields, $levels)
group by table_name, position
order by position;
