-- One row per difference between two Stände: a cell, or a whole row that is new, gone or has another id.
select
    change, table_name as changed_table, row_key, title, project_id,
    coalesce(project_title, 'betrifft kein einzelnes Projekt') as project_title,
    case change when 'renamed' then 'Kennung' when 'changed' then column_name else 'ganze Zeile' end as changed_column,
    case when change = 'new' then 'nicht vorhanden' when change = 'gone' then 'vorhanden' else old_value end as old_value,
    case when change = 'new' then 'vorhanden' when change = 'gone' then 'entfallen' else new_value end as new_value,
    coalesce(reason, 'keine Berichtigung') as reason, source_id, input_file, input_line, position
from selected_difference($before, $after, $municipalities, $fields, $levels);
