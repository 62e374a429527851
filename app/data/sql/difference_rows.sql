-- One row per difference between two Stände in the given tables, or in any: a cell, a whole row or column, another id.
select
    change, table_name as changed_table, row_key, title, project_id,
    coalesce(project_title, 'betrifft kein einzelnes Projekt') as project_title,
    case when change = 'renamed' then 'Kennung' when change = 'changed' then column_name
        when change like '%_column' then 'ganze Spalte' else 'ganze Zeile' end as changed_column,
    case when change like 'new%' then 'nicht vorhanden' when change like 'gone%' then 'vorhanden' else old_value end as old_value,
    case when change like 'gone%' then 'entfallen' when change = 'new' then 'vorhanden'
        when change = 'new_column' and new_value = '1' then 'in einer Zeile der ganzen Tabelle, die es schon gab'
        when change = 'new_column' then 'in ' || replace(format('{:,}', new_value::bigint), ',', '.') || ' Zeilen der ganzen Tabelle, die es schon gab'
        else new_value end as new_value,
    coalesce(reason, 'keine Berichtigung') as reason, reported_by, source_id, input_file, input_line, position
from selected_difference($before, $after, $municipalities, $fields, $levels)
where len($tables) = 0 or table_name = any($tables);
